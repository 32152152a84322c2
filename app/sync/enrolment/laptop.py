"""The laptop's half of enrolment: an empty workspace, or one that has worked alone, gets a server."""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec

from app.directory.tables import Person
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.storage import facts
from app.storage.numbers import NumberBlock
from app.storage.outbox import OutboxEntry, pending_entries, settled_sequence
from app.storage.store import Store
from app.storage.units import UnitOfWork
from app.sync.enrolment.wire import EnrolReply, EnrolRequest
from app.sync.history.laptop import forget_history
from app.sync.transport import Line
from app.sync.wire import PROTOCOL

_ATTEMPT = "sign_in_attempt"


def enrol(store: Store, line: Line, login: str, password: str, device_name: str, *, code: str = "") -> None:
    """Sign in on the server that `line` reaches and make this workspace one of its devices.

    With a `code` of the administrator, `password` is one that the person chose with it, or empty.
    What the workspace holds already is offered to the server at the next push, in the name of who signed in.

    :raises Rejection: ``sign_in_failed``, ``code_wrong`` …, ``sample_stays_here``, ``work_of_other_waits``
    :raises Trouble: what stands between here and the server
    """
    with store.read() as reader:
        if facts.fact(reader, facts.SAMPLE):
            raise Rejection("sample_stays_here", path=store.path)
    attempt = store.write(_attempt)
    with store.read() as reader:
        known_here = facts.fact(reader, facts.SERVER_URL) == line.url
        request = EnrolRequest(
            protocol=PROTOCOL,
            login=login,
            password=password,
            device_name=device_name,
            settled_sequence=settled_sequence(reader),
            epoch=facts.fact(reader, facts.EPOCH) if known_here else "",
            code=code,
            attempt=attempt,
            former_token=facts.fact(reader, facts.DEVICE_TOKEN) if known_here else "",
        )
    reply = line.ask("enrol", request, EnrolReply)
    store.write(lambda unit: _become_device(unit, line, reply))


def _attempt(unit: UnitOfWork) -> str:
    """Names this sign-in until it has succeeded, through lost replies and restarts."""
    attempt = facts.fact(unit, _ATTEMPT) or new_id()
    facts.set_fact(unit, _ATTEMPT, attempt)
    return attempt


def _become_device(unit: UnitOfWork, line: Line, reply: EnrolReply) -> None:
    before = facts.fact(unit, facts.PERSON_ID)
    pending = pending_entries(unit)
    if facts.fact(unit, facts.SERVER_URL) and pending and before != reply.person_id:
        raise Rejection("work_of_other_waits", name=_name_of(unit, before))
    for entry in pending:
        if entry.actor_id == before:
            unit.put(_in_the_name_of(reply.person_id, entry))
    for block in unit.find(NumberBlock):
        unit.remove(NumberBlock, block.id)
    if reply.epoch != facts.fact(unit, facts.EPOCH):
        forget_history(unit)
    known = {
        facts.SERVER_URL: line.url,
        facts.SERVER_AUTHORITY: line.authority,
        facts.DEVICE_TOKEN: reply.token,
        facts.FORMER_TOKENS: "",
        facts.TOKEN_AT: "0",
        facts.DEVICE_ID: reply.device_id,
        facts.DEVICE_CODE: reply.device_code,
        facts.PERSON_ID: reply.person_id,
        facts.EPOCH: reply.epoch,
        facts.GRANTS: msgspec.json.encode(reply.grants).decode(),
        facts.CURSOR: "0",
        _ATTEMPT: "",
    }
    for name, value in known.items():
        facts.set_fact(unit, name, value)


def _name_of(unit: UnitOfWork, person_id: str) -> str:
    person = unit.get(Person, person_id)
    return person.name if person else person_id


def _in_the_name_of(person_id: str, entry: OutboxEntry) -> OutboxEntry:
    """What the owner of a lone workspace did, and was sent to do, as the person whom the server knows."""
    fields = {name: person_id if value == entry.actor_id else value for name, value in entry.body_fields().items()}
    return replace(entry, actor_id=person_id, body=json.dumps(fields, ensure_ascii=False))


declare(
    {
        "sample_stays_here": N_(
            "This workspace holds invented sample data, which must not reach a real server. Move {path} and its key "
            "away, start again and choose “Connect to a server”."
        ),
        "work_of_other_waits": N_(
            "Work of {name} on this computer has not reached the server yet. Let {name} sign in and synchronise first, "
            "so that it is sent in the right name."
        ),
    }
)
