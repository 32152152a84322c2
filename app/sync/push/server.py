"""The server's half of push: every command is authorised, carried out once, and gets a verdict."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated

import msgspec
import sqlalchemy as sa

from app.accounts.devices import shut_out
from app.accounts.rules import DeviceState
from app.accounts.tables import Device, User
from app.accounts.users import grants_of
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.inbox.tables import Refusal, refusal_id_of
from app.storage.commands import CommandSpec, Context, Envelope, Merged, all_commands, disclose, storable
from app.storage.outbox import UNDONE_STATES, WITHDRAWN, OutboxState
from app.storage.schema import INDEXED, spec_of, table
from app.storage.store import Store
from app.storage.troubles import blames_data
from app.storage.units import Contended, Reader, UnitOfWork
from app.sync.push.wire import PushReply, PushRequest
from app.sync.stamps import epoch_of

Perform = Callable[[UnitOfWork, CommandSpec, object, Context], Merged | None]

_LONGEST_PARAM = 500
"""Characters of a refusal's parameter that are kept."""

_log = logging.getLogger(__name__)

declare(
    {
        "handler_failed": N_(
            "The server could not carry this out because of a mistake in Paigong. It is kept here. "
            "Copy the details and send them to your administrator."
        ),
    }
)


@table("judged_commands", indexes=(("device_id", "sequence"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCommand:
    """A command that the server has judged, with its verdict. Kept as evidence; `offered_count` is how often it came.

    The id is made of the person and the command: whoever gives a command that somebody else has given before him (a
    copy of a workspace, or a guess) gets a verdict of his own.

    `occurred_at` is the device's claim, `judged_at` the server's time. What the device said of its clock when it sent
    the command stands beside: by how much the server was ahead of it, and how long it had run since its last start.
    """

    id: str
    command_id: str
    device_id: str
    sequence: int
    person_id: Annotated[str, INDEXED]
    name: str
    version: int
    body: str
    occurred_at: datetime
    judged_at: datetime
    clock_offset_milliseconds: int | None
    boot_id: str
    since_boot_milliseconds: int | None
    offered_count: int
    verdict: OutboxState
    code: str
    params: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Finding:
    """What became of a command: applied as it was meant, in part (what is left is in `params`), or not."""

    verdict: OutboxState = OutboxState.APPLIED
    code: str = ""
    params: dict[str, str] = field(default_factory=dict)


def receive(
    store: Store, perform: Perform, device: Device, user: User, request: PushRequest, at: datetime
) -> PushReply:
    """Judge the commands of a device, in their order, each by itself.

    One transaction, unless a command works where somebody else is at work just now: then what was judged up to there
    is committed first, so that nobody waits for us while we wait for him.

    :raises Rejection: ``device_fenced`` where the laptop must be a copy
    """

    def judge_some(unit: UnitOfWork) -> tuple[PushReply | None, bool]:
        epoch = epoch_of(unit)
        current = unit.hold(Device, device.id)
        if current is None:
            raise Rejection("device_unknown")
        last, more = max(current.last_sequence, request.forgotten_to), False
        if request.epoch == epoch:
            if _contradicts(unit, current, user, request):
                shut_out(unit, device.id, DeviceState.FENCED, at)
                return None, False
            judging = _Judging(unit, perform, current, user, request, at)
            try:
                for envelope in sorted(request.commands, key=lambda one: one.sequence):
                    if envelope.sequence == last + 1:
                        judging.judge(envelope)
                        last = envelope.sequence
            except Contended:
                if last == current.last_sequence:
                    raise
                more = True
            judging.keep_verdicts()
            unit.put(replace(current, last_sequence=last))
        return PushReply(epoch=epoch, last_sequence=last), more

    more = True
    while more:
        reply, more = store.write(judge_some)
    if reply is None:
        raise Rejection("device_fenced")
    return reply


def judged_by_command(reader: Reader, user: User, command_ids: Iterable[str]) -> dict[str, OutboxState]:
    """The verdicts on those of a person's commands that were judged, whichever device offered them."""
    ids = [derive_id("judged_command", user.person_id, command_id) for command_id in command_ids]
    return {judged.command_id: judged.verdict for judged in reader.get_all(JudgedCommand, ids).values()}


def _contradicts(unit: UnitOfWork, device: Device, user: User, request: PushRequest) -> bool:
    """Whether a place in the outbox that was judged holds a command that we have never seen.

    Then there are two of this workspace, or it was restored from a backup, and what it says here would be skipped.
    """
    repeated = [
        _judged_id(user, envelope) for envelope in request.commands if envelope.sequence <= device.last_sequence
    ]
    return len(unit.values_of(spec_of(JudgedCommand), repeated)) < len(set(repeated))


def _judged_id(user: User, envelope: Envelope) -> str:
    return derive_id("judged_command", user.person_id, envelope.command_id)


class _Judging:
    """Judges what a device offers in one message, in the transaction of a unit."""

    def __init__(
        self, unit: UnitOfWork, perform: Perform, device: Device, user: User, request: PushRequest, at: datetime
    ) -> None:
        self._unit = unit
        self._perform = perform
        self._device = device
        self._user = user
        self._at = at
        self._clock = request.clock
        self._rights = grants_of(unit, user.id)
        self._ids = {envelope.command_id: _judged_id(user, envelope) for envelope in request.commands}
        self._judged = unit.get_all(JudgedCommand, self._ids.values())
        self._new_verdicts: list[JudgedCommand] = []

    def judge(self, envelope: Envelope) -> None:
        """Carry a command out, or remember why not; one that was judged already keeps its verdict."""
        judged_id = self._ids[envelope.command_id]
        earlier = self._judged.get(judged_id)
        if earlier is None:
            finding = self._finding(envelope)
            verdict = self._verdict(judged_id, envelope, finding)
            if finding.verdict in UNDONE_STATES and _is_kept(envelope):
                self._unit.put(self._refusal(envelope, finding))
        else:
            count = earlier.offered_count + 1
            verdict = replace(earlier, device_id=self._device.id, sequence=envelope.sequence, offered_count=count)
        self._judged[judged_id] = verdict
        self._new_verdicts.append(verdict)

    def keep_verdicts(self) -> None:
        """Write down what was judged."""
        self._unit.put(*self._new_verdicts)

    def _verdict(self, judged_id: str, envelope: Envelope, finding: _Finding) -> JudgedCommand:
        return JudgedCommand(
            id=judged_id,
            command_id=envelope.command_id,
            device_id=self._device.id,
            sequence=envelope.sequence,
            person_id=self._user.person_id,
            name=envelope.name,
            version=envelope.version,
            body=msgspec.json.encode(envelope.body).decode(),
            occurred_at=envelope.at,
            judged_at=self._at,
            clock_offset_milliseconds=self._clock.offset_milliseconds if self._clock else None,
            boot_id=self._clock.boot_id if self._clock else "",
            since_boot_milliseconds=self._clock.since_boot_milliseconds if self._clock else None,
            offered_count=1,
            verdict=finding.verdict,
            code=finding.code,
            params=finding.params,
        )

    def _refusal(self, envelope: Envelope, finding: _Finding) -> Refusal:
        return Refusal(
            id=refusal_id_of(self._user.person_id, envelope.command_id),
            command_id=envelope.command_id,
            actor_id=self._user.person_id,
            customer_id=self._customer_served(envelope),
            name=envelope.name,
            version=envelope.version,
            body=msgspec.json.encode(envelope.body).decode(),
            occurred_at=envelope.at,
            refused_at=self._at,
            code=finding.code,
            params=finding.params,
            stood_before=envelope.stood_before if storable(envelope.stood_before) else "",
        )

    def _customer_served(self, envelope: Envelope) -> str:
        """Whom a command was about, where its author serves that customer: nobody fills the desk of another one."""

        def look() -> str | None:
            spec, command = disclose(envelope.name, envelope.body, envelope.version)
            return spec.customer_of(self._unit, command)

        try:
            customer_id = self._unit.attempt(look) or ""
        except Exception:  # noqa: BLE001 - why it is refused is known already
            return ""
        return customer_id if self._rights.all_customers or customer_id in self._rights.customer_ids else ""

    def _finding(self, envelope: Envelope) -> _Finding:
        try:
            merged = self._unit.attempt(lambda: self._carry_out(envelope))
        except Rejection as rejection:
            return _refused(rejection)
        except Contended:
            raise
        except Exception as error:
            if isinstance(error, sa.exc.DBAPIError) and not blames_data(error):
                raise
            _log.exception("command %s (%s) could not be carried out", envelope.command_id, envelope.name)
            return _refused(Rejection("handler_failed", name=envelope.name))
        if merged is None:
            return _Finding()
        fields = {"asked": " ".join(merged.asked), "yielded": " ".join(merged.yielded)}
        return _Finding(OutboxState.MERGED, "edit_merged", fields)

    def _carry_out(self, envelope: Envelope) -> Merged | None:
        spec, command = disclose(envelope.name, envelope.body, envelope.version)
        context = Context(
            command_id=envelope.command_id,
            actor_id=self._user.person_id,
            device_id=self._device.id,
            at=envelope.at,
            rights=self._rights,
            authority=True,
        )
        return self._perform(self._unit, spec, command, context)


def _refused(rejection: Rejection) -> _Finding:
    params = {name: str(value)[:_LONGEST_PARAM] for name, value in rejection.params.items()}
    return _Finding(OutboxState.REJECTED, rejection.code, params)


def _is_kept(envelope: Envelope) -> bool:
    """Whether somebody is to settle it: not what was put away, nor what settles."""
    spec = next((spec for spec in all_commands() if spec.name == envelope.name), None)
    return envelope.name != WITHDRAWN and (spec is None or spec.kept_when_refused)
