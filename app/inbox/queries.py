"""What waits in the inbox: the person's own, and what the desk may settle for others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from app.foundation.errors import Rejection
from app.inbox.tables import Refusal, Settlement, refusal_id_of
from app.storage.commands import Body, all_commands, disclose
from app.storage.edits import Edit, edit_of, wanted_values
from app.storage.facts import PERSON_ID, fact
from app.storage.outbox import UNDONE_STATES, OutboxEntry
from app.storage.schema import columns_of
from app.storage.units import Reader


def refused_entries(reader: Reader) -> list[OutboxEntry]:
    """What this person did that was refused or merged only in part, and that nobody has settled, newest first."""
    entry, settlement = columns_of(OutboxEntry), columns_of(Settlement)
    settling = [spec.name for spec in all_commands() if not spec.kept_when_refused]
    return reader.find(
        OutboxEntry,
        entry.state.in_(UNDONE_STATES),
        entry.actor_id == fact(reader, PERSON_ID),
        entry.name.not_in(settling),
        entry.id.not_in(sa.select(settlement.command_id).where(settlement.person_id == entry.actor_id)),
        order_by=[entry.sequence.desc()],
    )


def put_away_among(reader: Reader, entries: Iterable[OutboxEntry]) -> set[str]:
    """The ids of those entries that were put away for good: a server that has forgotten them shall not do them now."""
    settlements = reader.get_all(Settlement, [refusal_id_of(entry.actor_id, entry.id) for entry in entries])
    return {settlement.command_id for settlement in settlements.values() if not settlement.done}


def refusals_of_others(reader: Reader) -> list[Refusal]:
    """What was refused to others and this person may settle for them, newest first."""
    column = columns_of(Refusal)
    return reader.find(
        Refusal, column.actor_id != fact(reader, PERSON_ID), order_by=[column.refused_at.desc(), column.id]
    )


def wanted_still(edit: Edit, params: Mapping[str, str]) -> dict[str, Any]:
    """What an edit wanted that was not applied, by the parameters of its verdict.

    :raises Rejection: ``command_malformed``
    """
    left = f"{params.get('asked', '')} {params.get('yielded', '')}".split()
    return {name: value for name, value in wanted_values(edit).items() if name in left or not left}


@dataclass(frozen=True, slots=True)
class Again:
    """What a command says when it is given once more, in this version of it."""

    body: Body
    version: int


def done_again(reader: Reader, deed: OutboxEntry | Refusal) -> Again | None:
    """What a refused command says when it is given as it was meant, over what stands now; None where nobody can say.

    An edit wants what could not be applied, and has seen what stands by now.
    """
    try:
        spec, command = disclose(deed.name, json.loads(deed.body), deed.version)
        if isinstance(command, Edit):
            row = reader.require(command.row_type, command.id)
            command = edit_of(type(command), row, **wanted_still(command, deed.params))
    except Rejection:
        return None
    return Again(msgspec.to_builtins(command), spec.version)
