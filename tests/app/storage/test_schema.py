from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any, get_type_hints

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from app.directory.rules import PersonKind
from app.directory.tables import Customer, Person, Site
from app.maintenance.tables import CleaningPlan
from app.messages.tables import Notice
from app.storage.columns import (
    column_type,
    from_stored,
    instant_from_stored,
    instant_to_stored,
    to_stored,
)
from app.storage.schema import TableSpec, all_specs, spec_named, spec_of
from tests.workspaces import Workspace

codes = st.text("ABCXYZ0123456789", min_size=1, max_size=5)
VALUES: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    int: st.integers(-(2**63), 2**63 - 1),
    bool: st.booleans(),
    datetime: st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    date: st.dates(),
    dict[str, str]: st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
    tuple[str, ...]: st.lists(codes, max_size=4).map(tuple),
}


def values_for(hint: Any) -> st.SearchStrategy[Any]:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    choices = getattr(hint, "__args__", ())
    if type(None) in choices:
        return st.none() | values_for(next(choice for choice in choices if choice is not type(None)))
    return VALUES[hint]


def rows_of(spec: TableSpec) -> st.SearchStrategy[Any]:
    hints = get_type_hints(spec.row_type)
    return st.builds(spec.row_type, **{field.name: values_for(hints[field.name]) for field in fields(spec.row_type)})


@pytest.mark.parametrize("spec", list(all_specs()), ids=lambda spec: spec.name)
@settings(max_examples=30)  # of each of seventy tables, whose columns are of ten types
@given(data=st.data())
def test_every_row_comes_back_from_what_is_stored_and_sent(spec: TableSpec, data: st.DataObject) -> None:
    row = data.draw(rows_of(spec))
    values = spec.to_values(row)
    assert spec.from_values(values) == row
    sent = tuple(json.loads(json.dumps(values)))
    assert sent == values
    assert spec.from_values(sent) == row


def test_what_the_query_builder_stores_is_what_bulk_writing_stores(workspace: Workspace) -> None:
    plan = CleaningPlan(
        id="p",
        customer_id="c",
        department_id="d",
        title="清洁",
        every_months=3,
        type_codes=("COM", "NBK"),
        first_due_on=date(2026, 10, 31),
        next_sequence=1,
        next_due_on=date(2026, 10, 31),
        active=True,
    )
    notice = Notice(
        id="n",
        person_id="p",
        code="c",
        facts={"b": "2", "a": "1"},
        about_table="t",
        about_id="i",
        created_at=datetime(2026, 11, 2, 8, 30, 0, 5, tzinfo=UTC),
        read_at=None,
    )
    for row in (plan, notice):
        spec = spec_of(type(row))
        insert = sa.insert(spec.table).values({name: getattr(row, name) for name in spec.columns})
        with workspace.store.engine.begin() as connection:
            connection.execute(insert)
        with workspace.store.read() as reader:
            assert reader.values_of(spec, [row.id]) == {row.id: spec.to_values(row)}
            assert reader.find(type(row)) == [row]


def test_instants_are_microseconds_since_1970_wherever_their_clock_hangs() -> None:
    shanghai = timezone(timedelta(hours=8))
    instant = datetime(1970, 1, 1, 8, 0, 1, 7, tzinfo=shanghai)
    assert instant_to_stored(instant) == 1_000_007
    assert instant_from_stored(1_000_007) == instant
    assert instant_from_stored(-1) == datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)


def test_an_instant_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        instant_to_stored(datetime(2026, 11, 2))  # noqa: DTZ001 - that is the mistake


def test_a_type_that_no_column_can_hold_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        column_type(float)
    assert to_stored(str) is from_stored(str) is None


def test_a_table_is_known_by_its_name_and_by_its_rows() -> None:
    spec = spec_named("sites")
    assert spec is spec_of(Site)
    assert spec.columns == ("id", "customer_id", "name", "address", "clean", "import_id")
    assert spec.searched == ("name",)
    with pytest.raises(KeyError):
        spec_named("nothing")


def test_scopes_follow_from_the_rows() -> None:
    def scope(row: Any) -> str:
        spec = spec_of(type(row))
        return spec.scope_of(spec.to_values(row))

    ours = Person(id="p", customer_id=None, team_id=None, kind=PersonKind.ENGINEER, name="张三", phone="", email="")
    theirs = Person(id="q", customer_id="c", team_id=None, kind=PersonKind.CONTACT, name="Kay", phone="", email="")
    assert scope(Customer(id="c", name="C", staff_count=None)) == scope(theirs) == "customer:c"
    assert scope(ours) == "reference"


def test_rows_of_accounts_and_of_the_device_itself_never_leave() -> None:
    kept_here = {spec.name for spec in all_specs() if spec.scope is None}
    assert {"users", "grants", "devices", "outbox_entries", "server_images", "workspace_facts"} <= kept_here
    assert {"work_orders", "visits", "assets", "attendance_events"}.isdisjoint(kept_here)


def test_every_row_is_frozen_documented_and_begins_with_its_id() -> None:
    for spec in all_specs():
        assert spec.columns[0] == "id"
        assert spec.row_type.__doc__
        assert spec.row_type.__dataclass_params__.frozen


@dataclass
class _Anything:
    id: str


def test_only_declared_rows_have_a_table() -> None:
    with pytest.raises(KeyError):
        spec_of(_Anything)
