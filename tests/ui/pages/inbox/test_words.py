from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import pytest

import app.bootstrap  # noqa: F401 - importing every room declares its commands
from app.storage.columns import instant_to_stored
from app.storage.commands import Envelope, all_commands, command_spec
from app.storage.edits import Edit
from app.storage.outbox import OutboxEntry, OutboxState, add_entry
from app.storage.schema import all_specs, columns_of
from app.workorders.rules import OrderState, PauseReason
from tests.app.storage.examples import EXAMPLES
from tests.fakes import A_MONDAY_MORNING, FakeClock
from tests.workspaces import Workspace
from ui.pages.inbox import correcting
from ui.pages.inbox.deeds import DEED_SENTENCES, deed_sentence, entered_fields
from ui.pages.inbox.field_names import FIELD_NAMES, TABLE_NAMES
from ui.pages.inbox.naming import TABLES_OF_IDS
from ui.pages.inbox.reading import RefusedDeed, read_inbox
from ui.pages.inbox.values import Words
from ui.pages.wall_clock import WallClock

ONLY_ADDED = {
    "announcements",
    "asset_aliases",
    "asset_edits",
    "asset_relations",
    "attendance_events",
    "blank_labels",
    "calendar_versions",
    "checklist_answers",
    "checklist_versions",
    "cleaning_occurrences",
    "closure_events",
    "consumable_changes",
    "contract_devices",
    "device_models",
    "file_receipts",
    "imports",
    "licence_seats",
    "label_events",
    "label_formats",
    "order_aliases",
    "order_checklists",
    "order_events",
    "policies",
    "policy_pauses",
    "policy_steps",
    "policy_targets",
    "repair_events",
    "service_group_systems",
    "stocktake_decisions",
    "stocktake_devices",
    "stocktake_events",
    "stocktake_scans",
}
"""Tables whose rows are never changed, so that nothing of them stands before a deed."""
OF_THE_INBOX = {"refusals", "settlements"}
"""What only settling changes, which never lies in the inbox itself."""
KEPT = [spec for spec in all_commands() if spec.kept_when_refused]
NEVER_TOLD = {"id", "about_id", "about_table"}


def test_every_command_has_its_sentence_and_no_other_has() -> None:
    assert set(DEED_SENTENCES) == {spec.name for spec in KEPT}


@pytest.mark.parametrize("spec", KEPT, ids=lambda spec: spec.name)
def test_what_a_sentence_speaks_of_and_all_else_that_was_entered_has_a_name(spec: Any) -> None:
    names = {field.name for field in fields(spec.command_type)} - NEVER_TOLD
    assert names <= set(FIELD_NAMES)


@pytest.mark.parametrize("spec", [spec for spec in all_specs() if spec.scope], ids=lambda spec: spec.name)
def test_every_record_that_can_change_has_names_for_its_fields(spec: Any) -> None:
    if spec.name in ONLY_ADDED | OF_THE_INBOX:
        assert spec.name not in TABLE_NAMES
        return
    assert spec.name in TABLE_NAMES
    assert set(spec.columns) - NEVER_TOLD <= set(FIELD_NAMES)
    assert {name for name in spec.columns if name.endswith("_id")} - NEVER_TOLD <= set(TABLES_OF_IDS)


@pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES if command_spec(example).kept_when_refused],
    ids=lambda example: type(example).__name__,
)
def test_every_command_can_be_told_even_where_nothing_it_speaks_of_is_known(
    workspace: Workspace, wall: WallClock, example: object
) -> None:
    deed = refused(workspace, example)
    said = deed_sentence(deed, Words(deed.names, wall))
    assert said
    assert "{" not in said
    for name, value in entered_fields(deed):
        assert Words(deed.names, wall).value(name, value)


def test_a_command_of_another_version_is_told_too(workspace: Workspace, wall: WallClock) -> None:
    envelope = Envelope(
        command_id="c1", sequence=1, name="workorders.explode", version=9, body={"reason": "fun"}, occurred_at=0
    )
    deed = refused_envelope(workspace, envelope)
    assert deed_sentence(deed, Words(deed.names, wall)) == "A step of another version of Paigong (workorders.explode)"
    assert entered_fields(deed) == [("reason", "fun")]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("state", OrderState.CANCELLED, "Cancelled"),
        ("pause_reason", PauseReason.PARTS, "Waiting for parts"),
        ("pause_reason", "parts", "Waiting for parts"),
        ("reason", "The caller rang off", "The caller rang off"),
        ("engineer_id", "p1", "王建国"),
        ("engineer_id", "p2", "…"),
        ("due_at", A_MONDAY_MORNING, "08:00"),
        ("first_due_on", date(2027, 1, 31), "31 Jan 2027"),
        ("cost_minor", 123_450, "1,234.50"),
        ("clean", True, "Yes"),
        ("clean", False, "No"),
        ("type_codes", ("COM", "PRN"), "COM, PRN"),
        ("numbers", {"plan": "W26-000007"}, "W26-000007"),
        ("engineer_id", None, "—"),
        ("resolution", "", "—"),
        ("priority", 2, "2"),
    ],
)
def test_a_value_is_said_as_people_say_it(field: str, value: object, words: str) -> None:
    wall = WallClock(FakeClock(), "Asia/Shanghai")
    assert Words({"p1": "王建国"}, wall).value(field, value) == words


def refused(workspace: Workspace, example: object) -> RefusedDeed:
    import msgspec

    spec = command_spec(example)
    at = instant_to_stored(datetime(2026, 11, 2, tzinfo=UTC))
    body = msgspec.json.decode(msgspec.json.encode(example))
    return refused_envelope(
        workspace,
        Envelope(command_id="c1", sequence=1, name=spec.name, version=spec.version, body=body, occurred_at=at),
    )


def refused_envelope(workspace: Workspace, envelope: Envelope) -> RefusedDeed:
    from dataclasses import replace

    workspace.store.write(lambda unit: add_entry(unit, envelope, "owner", "{}"))
    (entry,) = workspace.outbox()
    workspace.store.write(lambda unit: unit.put(replace(entry, state=OutboxState.REJECTED, code="not_permitted")))
    with workspace.store.read() as reader:
        assert reader.count(OutboxEntry, columns_of(OutboxEntry).state == OutboxState.REJECTED) == 1
        (deed,) = read_inbox(reader).deeds
    return deed


def test_every_edit_that_was_refused_has_a_form_in_which_it_is_corrected() -> None:
    edited = {spec.command_type.row_type.__name__ for spec in KEPT if issubclass(spec.command_type, Edit)}
    assert edited == set(correcting._OPENING)
