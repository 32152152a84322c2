"""Whoever had entered what somebody else's edit replaces by rule is told, and nothing is overwritten in silence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from app.messages.commands import tell
from app.storage.commands import Context
from app.storage.edits import Merging
from app.storage.rules import Fate
from app.storage.units import UnitOfWork


class EarlierEdit(Protocol):
    """An edit that stands in a record's history; `facts` hold what it changed, by field."""

    @property
    def actor_id(self) -> str: ...
    @property
    def facts(self) -> dict[str, str]: ...


def tell_whose_gave_way(
    unit: UnitOfWork,
    context: Context,
    merging: Merging[Any],
    earlier: Iterable[EarlierEdit],
    notice: tuple[str, dict[str, str]],
    about: tuple[str, str],
) -> None:
    """Tell each person whose edit is replaced now.

    :param earlier: the edits of the record, the newest first
    :param notice: the code of the notice, and its parameters
    :param about: the table and the id of the record
    """
    replaced = set(merging.named(Fate.WON))
    for edit in earlier if replaced else ():
        if replaced & edit.facts.keys():
            replaced -= edit.facts.keys()
            if edit.actor_id != context.actor_id:
                tell(unit, context, edit.actor_id, *notice, about)
