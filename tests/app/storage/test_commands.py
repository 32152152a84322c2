from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from app.assets.commands import RegisterAsset
from app.attendance.commands import CheckIn
from app.foundation.errors import Rejection, Trouble
from app.foundation.sentences import declared_codes, sentence
from app.storage.commands import all_commands, command_named, command_spec, disclose, enclose, parse_command
from app.workorders.commands import LogOrder
from app.workorders.rules import OrderKind
from tests.app.storage.examples import EXAMPLES

AT = datetime(2026, 11, 2, 8, 30, 0, 123456, tzinfo=UTC)


def test_there_is_an_example_of_every_command() -> None:
    assert {spec.command_type for spec in all_commands()} == {type(example) for example in EXAMPLES}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example).__name__)
def test_a_command_comes_back_from_its_envelope_as_it_was(example: object) -> None:
    envelope = enclose(example, command_id="c1", sequence=7, at=AT)
    sent = msgspec.json.decode(msgspec.json.encode(envelope.body))
    spec, command = disclose(envelope.name, sent)
    assert command == example
    assert spec is command_spec(example) is command_named(envelope.name)
    assert (envelope.command_id, envelope.sequence, envelope.version, envelope.at) == ("c1", 7, spec.version, AT)


@pytest.mark.parametrize("spec", all_commands(), ids=lambda spec: spec.name)
def test_a_command_is_named_by_its_room_and_what_it_does(spec: Any) -> None:
    room, _dot, verb = spec.name.partition(".")
    assert spec.command_type.__module__.split(".")[1] == room
    assert verb
    assert verb.islower()
    assert spec.handler.__doc__
    assert spec.command_type.__doc__


def test_a_command_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Rejection, match="command_unknown"):
        disclose("workorders.explode", {})


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id": "o1", "customer_id": "c1", "title": ""},
        {"id": "o1", "customer_id": "c1", "title": "Jam", "priority": 0},
        {"id": "o1", "customer_id": "c1", "title": "Jam", "priority": "3"},
        {"id": "o1", "customer_id": "c1", "title": "Jam", "kind": "party"},
        {"id": "o1", "customer_id": "c1", "title": "Jam", "due_at": "tomorrow"},
        {"id": None, "customer_id": "c1", "title": "Jam"},
        {"id": "o1", "customer_id": "c1", "title": ["Jam"]},
        {"id": "..", "customer_id": "c1", "title": "Jam"},
        {"id": "o1", "customer_id": "c1", "title": " \t\n"},
        {"id": "o1", "customer_id": "c1", "title": "Jam\0"},
        {"id": "o1", "customer_id": "c1", "title": "Jam \ud83d"},
        {"id": "o1", "customer_id": "c1", "title": "Jam", "due_at": "2026-11-03T09:00:00"},
    ],
)
def test_a_command_that_breaks_its_own_types_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(Rejection) as refused:
        disclose("workorders.log", body)
    assert refused.value.code == "command_malformed"
    assert refused.value.params["name"] == "workorders.log"


@pytest.mark.parametrize("count", [-1, 2**63, 10**30, 1.5])
def test_a_number_that_no_database_holds_is_refused(count: float) -> None:
    with pytest.raises(Rejection, match="command_malformed"):
        disclose("directory.add_customer", {"id": "c1", "name": "C", "staff_count": count})


def test_what_cannot_be_stored_is_found_however_deep_it_lies() -> None:
    for numbers in ({"plan": "\0"}, {"\0": "W26-000001"}):
        with pytest.raises(Rejection, match="command_malformed"):
            disclose("maintenance.make_due_orders", {"on": "2026-10-31", "numbers": numbers})


def test_a_field_that_only_a_newer_program_knows_is_passed_over() -> None:
    _spec, command = disclose("attendance.check_in", {"zone": "Asia/Shanghai", "mood": "sunny"})
    assert command == CheckIn(zone="Asia/Shanghai")


def test_a_person_writes_a_command_as_json() -> None:
    text = '{"id": "o1", "customer_id": "c1", "title": "打印机", "kind": "request"}'
    command = parse_command("workorders.log", text)
    assert command == LogOrder(id="o1", customer_id="c1", title="打印机", kind=OrderKind.REQUEST)


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '"x"', "{'id': 1}"])
def test_what_is_no_json_is_a_trouble_and_not_a_bug(text: str) -> None:
    with pytest.raises(Trouble, match="json_malformed"):
        parse_command("assets.register", text)


def test_json_that_is_no_such_command_is_refused() -> None:
    with pytest.raises(Rejection, match="command_malformed"):
        parse_command("assets.register", "{}")


def test_refusals_of_the_registry_have_sentences() -> None:
    assert {"command_unknown", "command_malformed", "json_malformed", "not_permitted"} <= declared_codes()
    with pytest.raises(Rejection) as refused:
        disclose("workorders.explode", {})
    assert "workorders.explode" in sentence(refused.value)
    assert RegisterAsset.__name__ not in sentence(refused.value)
