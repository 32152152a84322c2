"""What a closure, an outage or a known issue is about: a group of services, some systems, a device, or all of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_


def check_affected(group_id: str | None, system_ids: Collection[str]) -> None:
    """Whether it is said what is affected.

    :raises Rejection: ``affected_missing``
    """
    if group_id is None and not system_ids:
        raise Rejection("affected_missing")


def touches(affected: Collection[str], others: Collection[str]) -> bool:
    """Whether two things are about one system; what names no system is about all of them."""
    return not affected or not others or not set(affected).isdisjoint(others)


def may_concern(about: Iterable[tuple[str, Collection[str]]]) -> bool:
    """Whether something may concern a caller: of each pair, what he asks about is among what it names.

    Whoever asks about nothing in particular, or what names nothing in particular, matches.
    """
    return all(not asked or not named or asked in named for asked, named in about)


declare({"affected_missing": N_("Say what is affected: choose a service group or at least one supported system.")})
