"""Which of its own levels a policy gives a call: 1, 2, 3a … or urgent, severe, normal."""

from __future__ import annotations

from collections.abc import Mapping

from app.sla.rules.promises import ANY_LEVEL


def level_of(levels: Mapping[str, str], kind: str, priority: int, *, remote: bool, chosen: str = "") -> str:
    """The level of a call under a policy.

    :param levels: what the policy says, by the first of these that it names: the kind of work (``project_work``), the
        priority of a remote worker (``3 remote``), the priority (``3``)
    :param chosen: the level that the customer or a dispatcher has set, which counts before all
    """
    if chosen:
        return chosen
    asked = [kind, f"{priority} remote" if remote else "", str(priority)]
    return next((levels[key] for key in asked if key in levels), ANY_LEVEL)


def ordered_levels(levels: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the levels are found by, with them: priorities from the first on, then kinds of work by their levels."""
    return sorted(levels.items(), key=_place)


def _place(found: tuple[str, str]) -> tuple[bool, str]:
    found_by, level = found
    is_kind = not found_by[:1].isdigit()
    return is_kind, level if is_kind else found_by
