"""Long lists are ids, and windows of rows."""

from __future__ import annotations

import sqlalchemy as sa

from app.directory.tables import Customer, Site
from app.storage.facts import WorkspaceFact
from app.storage.lists import distinct_keys, read_rowids, read_window, rowid_of
from app.storage.schema import columns_of, spec_of
from tests.workspaces import Workspace


def test_ids_come_in_the_order_of_the_query_however_many_there_are(workspace: Workspace) -> None:
    spec = spec_of(WorkspaceFact)
    facts = [(f"{number:06d}", "x") for number in range(30_000)]
    workspace.store.write(lambda unit: unit.apply(spec, facts))
    column = columns_of(WorkspaceFact)
    query = sa.select(rowid_of(WorkspaceFact)).where(column.value == "x").order_by(column.id.desc())
    with workspace.store.read() as reader:
        plain = reader.connection.execute(query).scalars().all()
        assert list(read_rowids(reader, query)) == list(plain)
        assert len(plain) == 30_000
        assert list(read_rowids(reader, query.limit(2), query.limit(1))) == [plain[0], plain[1], plain[0]]


def test_nothing_found_is_an_empty_list(workspace: Workspace) -> None:
    with workspace.store.read() as reader:
        assert not read_rowids(reader, sa.select(rowid_of(Site)))
        assert not read_rowids(reader)


def test_a_window_holds_the_rows_that_are_there(workspace: Workspace) -> None:
    workspace.add_customer("师范大学")
    with workspace.store.read() as reader:
        sql = f"SELECT rowid, name FROM {spec_of(Customer).name} WHERE rowid IN"
        assert read_window(reader, sql, [1, 2]) == {1: (1, "师范大学")}
        assert read_window(reader, sql, []) == {}


def test_distinct_keys_are_sorted_and_leave_nothing_out(workspace: Workspace) -> None:
    ids = sorted(workspace.add_customer(name) for name in ("c", "a", "b"))
    for customer_id in ids[1:]:
        workspace.add_site(customer_id)
    with workspace.store.read() as reader:
        assert distinct_keys(reader, columns_of(Site).customer_id) == ids[1:]
        assert distinct_keys(reader, columns_of(WorkspaceFact).id)
        assert distinct_keys(reader, columns_of(Customer).name) == ["a", "b", "c"]
