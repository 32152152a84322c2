"""Running a command where it is given: in the window, on the command line, in the ticker.

In one transaction the command is completed (numbers), checked, carried out, and put into the outbox. Where there is
no server this workspace is itself the authority, and the reactions of other rooms run too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from app.foundation.clock import Clock
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.storage.commands import CommandSpec, Context, Merged, Rights, command_spec, disclose, enclose
from app.storage.facts import DEVICE_ID, PERSON_ID, SERVER_URL, fact
from app.storage.outbox import OutboxEntry, StoodBefore, add_entry, next_sequence
from app.storage.store import Store
from app.storage.units import Reader, UnitOfWork

EventT = TypeVar("EventT")
Reaction = Callable[[UnitOfWork, Any, Context], None]


class Reactions:
    """What higher rooms do when something happens in a lower one; connected in `bootstrap`."""

    def __init__(self) -> None:
        self._by_event: defaultdict[type[Any], list[Reaction]] = defaultdict(list)

    def connect(self, event_type: type[EventT], reaction: Callable[[UnitOfWork, EventT, Context], None]) -> None:
        """Let `reaction` run on the authority, in the same transaction, whenever such an event is announced."""
        if reaction not in self._by_event[event_type]:
            self._by_event[event_type].append(reaction)

    def settle(self, unit: UnitOfWork, context: Context) -> None:
        """Run the reactions to what has been announced, and to what they announce; only on the authority."""
        while events := unit.take_events():
            if not context.authority:
                continue
            for event in events:
                for reaction in self._by_event[type(event)]:
                    reaction(unit, event, context)


class CommandRunner:
    """Runs commands in a workspace."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        rights_of: Callable[[Reader], Rights],
        reactions: Reactions,
        make_id: Callable[[], str] = new_id,
    ) -> None:
        self.store = store
        self.clock = clock
        self._rights_of = rights_of
        self.reactions = reactions
        self._make_id = make_id

    def run(self, *commands: object) -> None:
        """Carry the commands out, all or none, in their order.

        :raises Rejection: a rule says no; nothing was changed.
        :raises Trouble: the workspace cannot be written to; nothing was changed.
        """
        self.store.write(lambda unit: self.run_in(unit, *commands))

    def perform(self, unit: UnitOfWork, spec: CommandSpec, command: object, context: Context) -> Merged | None:
        """Carry one command out with its reactions, in the caller's transaction; tells what could not be applied."""
        merged = spec.perform(unit, command, context)
        self.reactions.settle(unit, context)
        return merged

    def redo(self, unit: UnitOfWork, entry: OutboxEntry) -> None:
        """Carry a pending command out once more, on top of what the server said."""
        spec, command = disclose(entry.name, entry.body_fields(), entry.version)
        self.perform(unit, spec, command, self._context(unit, entry.id, entry.actor_id, entry.occurred_at))

    def run_in(self, unit: UnitOfWork, *commands: object) -> None:
        """Carry the commands out, in the caller's transaction.

        :raises Rejection: a rule says no; the caller's transaction must not be committed.
        """
        stood_before = StoodBefore()
        unit.observe(stood_before)
        at = self.clock.now()
        actor_id = fact(unit, PERSON_ID)
        for given in commands:
            context = self._context(unit, self._make_id(), actor_id, at)
            spec = command_spec(given)
            complete = spec.prepare(unit, given, context) if spec.prepare else given
            self._carry_out(unit, complete, context, stood_before)

    def _carry_out(self, unit: UnitOfWork, complete: object, context: Context, stood_before: StoodBefore) -> None:
        """Do what a complete command says, and put it into the outbox."""
        spec, command = disclose(command_spec(complete).name, msgspec.to_builtins(complete))
        merged = self.perform(unit, spec, command, context)
        if merged and context.authority:  # nobody else will ever say so
            raise Rejection("changed_meanwhile", fields=" ".join(merged.fields))
        envelope = enclose(command, command_id=context.command_id, sequence=next_sequence(unit), at=context.at)
        add_entry(unit, envelope, context.actor_id, stood_before.take())

    def _context(self, unit: UnitOfWork, command_id: str, actor_id: str, at: datetime) -> Context:
        return Context(
            command_id=command_id,
            actor_id=actor_id,
            device_id=fact(unit, DEVICE_ID),
            at=at,
            rights=self._rights_of(unit),
            authority=not fact(unit, SERVER_URL),
        )
