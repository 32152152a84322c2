from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.assets.tables import DeviceType
from app.directory.tables import Customer, Site
from app.foundation.errors import Rejection
from app.storage.facts import fact, next_count, set_fact
from app.storage.images import ServerImage
from app.storage.schema import TableSpec, columns_of, spec_of
from app.storage.units import MANY, After, Before, Changes, Origin, UnitOfWork
from tests.workspaces import Workspace

A = Customer(id="a", name="Alpha", staff_count=1)
B = Customer(id="b", name="Beta", staff_count=None)
SITE = Site(id="s", customer_id="a", name="Town Hall", address="", clean=True)


class Watcher:
    """Remembers every write that it is told of."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, set[str], set[str], Origin]] = []

    def wrote(self, unit: UnitOfWork, spec: TableSpec, before: Before, after: After, origin: Origin) -> None:
        if spec.scope is not None:  # not what the workspace's own observers write
            self.seen.append((spec.name, set(before), set(after), origin))

    def finishing(self, unit: UnitOfWork) -> None:
        self.seen.append(("finishing", set(), set(), Origin.TRUTH))


def watched(workspace: Workspace, work: Callable[[UnitOfWork], object]) -> list[tuple[str, set[str], set[str], Origin]]:
    watcher = Watcher()

    def run(unit: UnitOfWork) -> None:
        unit.observe(watcher)
        work(unit)

    workspace.store.write(run)
    assert watcher.seen.pop()[0] == "finishing"
    return watcher.seen


def put(workspace: Workspace, *rows: Customer) -> None:
    workspace.store.write(lambda unit: unit.put(*rows))


def test_rows_come_back_as_they_were_put(workspace: Workspace) -> None:
    workspace.store.write(lambda unit: unit.put(A, B))
    workspace.store.write(lambda unit: unit.put(SITE))
    with workspace.store.read() as reader:
        assert reader.get(Customer, "a") == A
        assert reader.get(Customer, "z") is None
        assert reader.require(Site, "s") == SITE
        column = columns_of(Customer)
        assert reader.find(Customer, order_by=[column.name.desc()]) == [B, A]
        assert reader.find(Customer, column.staff_count.is_(None)) == [B]
        assert reader.find(Customer, order_by=[column.name], limit=1) == [A]
        assert reader.first(Customer, column.name == "Beta") == B
        assert reader.first(Customer, column.name == "Gamma") is None
        assert (reader.count(Customer), reader.count(Customer, column.name == "Beta")) == (2, 1)


def test_what_is_unknown_or_of_somebody_else_is_refused_alike(workspace: Workspace) -> None:
    workspace.store.write(lambda unit: unit.put(SITE))
    with workspace.store.read() as reader:
        assert reader.require(Site, "s", customer_id="a") == SITE
        for row_id, customer_id in (("s", "b"), ("z", "a")):
            with pytest.raises(Rejection) as refused:
                reader.require(Site, row_id, customer_id=customer_id)
            assert (refused.value.code, refused.value.params) == ("record_unknown", {"table": "sites", "id": row_id})


def test_a_new_record_takes_no_id_that_is_there(workspace: Workspace) -> None:
    put(workspace, A)
    workspace.store.write(lambda unit: unit.require_new(Customer, "b"))
    with pytest.raises(Rejection, match="record_exists"):
        workspace.store.write(lambda unit: unit.require_new(Customer, "a"))


def test_observers_see_new_changed_and_removed_rows(workspace: Workspace) -> None:
    changed = replace(A, name="Alpha & Co")
    assert watched(workspace, lambda unit: unit.put(A)) == [("customers", set(), {"a"}, Origin.COMMAND)]
    assert watched(workspace, lambda unit: unit.put(changed)) == [("customers", {"a"}, {"a"}, Origin.COMMAND)]
    assert watched(workspace, lambda unit: unit.remove(Customer, "a")) == [("customers", {"a"}, set(), Origin.COMMAND)]


def test_what_stays_as_it_was_is_not_a_change(workspace: Workspace) -> None:
    put(workspace, A)
    announced: list[Changes] = []
    workspace.store.listen(announced.append)
    assert watched(workspace, lambda unit: unit.put(A)) == []
    assert watched(workspace, lambda unit: unit.remove(Customer, "z")) == []
    assert announced == []


def test_many_rows_are_written_and_removed_at_once(workspace: Workspace) -> None:
    spec = spec_of(Customer)
    rows = [spec.to_values(Customer(id=f"{at:04}", name=f"C{at}", staff_count=at)) for at in range(1200)]
    put(workspace, A)

    def work(unit: UnitOfWork) -> None:
        unit.apply(spec, rows, removed=["a"], origin=Origin.TRUTH)

    ((name, before, after, origin),) = watched(workspace, work)
    assert (name, before, len(after), origin) == ("customers", {"a"}, 1200, Origin.TRUTH)
    assert [customer.staff_count for customer in workspace.all(Customer)] == list(range(1200))


def test_ensuring_a_row_tells_the_observers_when_it_was_missing(workspace: Workspace) -> None:
    camera, other = DeviceType(id="CAM", name="Camera"), DeviceType(id="CAM", name="Camcorder")
    assert watched(workspace, lambda unit: unit.ensure(camera)) == [("device_types", set(), {"CAM"}, Origin.COMMAND)]
    assert watched(workspace, lambda unit: unit.ensure(other)) == []
    assert workspace.get(DeviceType, "CAM") == camera


def test_an_attempt_that_is_refused_leaves_no_trace_and_the_rest_stands(workspace: Workspace) -> None:
    def refused(unit: UnitOfWork) -> None:
        unit.put(B)
        assert unit.get(Customer, "b") == B
        unit.announce("B is there")
        raise Rejection("name_taken", name="Beta")

    def work(unit: UnitOfWork) -> Changes:
        unit.put(A)
        with pytest.raises(Rejection, match="name_taken"):
            unit.attempt(lambda: refused(unit))
        assert unit.get(Customer, "b") is None
        assert unit.take_events() == []
        return unit.changes

    assert workspace.store.write(work).ids["customers"] == {"a"}
    assert workspace.all(Customer) == [A]


def test_whoever_looked_for_an_image_in_vain_sees_it_once_it_is_kept(workspace: Workspace) -> None:
    def work(unit: UnitOfWork) -> tuple[ServerImage | None, ServerImage | None]:
        looked = unit.get(ServerImage, "customers:a")
        unit.put(A)
        return looked, unit.get(ServerImage, "customers:a")

    kept = ServerImage(id="customers:a", table_name="customers", row_id="a", content=None)
    assert workspace.store.write(work) == (None, kept)


def test_an_attempt_that_succeeds_stands(workspace: Workspace) -> None:
    assert workspace.store.write(lambda unit: unit.attempt(lambda: unit.put(A))) is None
    assert workspace.all(Customer) == [A]


def test_nothing_of_a_transaction_that_failed_is_kept(workspace: Workspace) -> None:
    def work(unit: UnitOfWork) -> None:
        unit.put(A)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        workspace.store.write(work)
    assert workspace.all(Customer) == []


def test_a_reader_sees_one_moment_while_others_write(workspace: Workspace) -> None:
    with workspace.store.read() as reader:
        assert reader.count(Customer) == 0
        writer = threading.Thread(target=put, args=(workspace, A))
        writer.start()
        writer.join()
        assert reader.count(Customer) == 0
    assert workspace.all(Customer) == [A]


def test_writers_in_several_threads_lose_no_count(workspace: Workspace) -> None:
    def count() -> None:
        for _ in range(20):
            workspace.store.write(lambda unit: next_count(unit, "anything"))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert workspace.store.write(lambda unit: next_count(unit, "anything")) == 81


def test_facts_of_the_workspace_are_kept(workspace: Workspace) -> None:
    with workspace.store.read() as reader:
        assert fact(reader, "colour") == ""
        assert fact(reader, "colour", "green") == "green"
    workspace.store.write(lambda unit: set_fact(unit, "colour", "red"))
    with workspace.store.read() as reader:
        assert fact(reader, "colour") == "red"


def test_changes_add_up() -> None:
    one, other = Changes({"a": frozenset("1")}), Changes({"a": frozenset("2"), "b": frozenset("3")})
    assert one.merged(other).ids == {"a": {"1", "2"}, "b": {"3"}}
    assert bool(one)
    assert not Changes()


def test_many_rows_are_written_alike_whether_some_of_them_were_there_or_not(workspace: Workspace) -> None:
    spec = spec_of(Customer)
    rows = [Customer(id=f"{at:03d}", name=f"n{at}", staff_count=at) for at in range(MANY)]
    values = [spec.to_values(row) for row in rows]
    put(workspace, rows[7], replace(rows[9], name="another"))

    def write(unit: UnitOfWork) -> None:
        unit.apply(spec, values, origin=Origin.TRUTH)

    ids = {row.id for row in rows}
    assert watched(workspace, write) == [("customers", {"009"}, ids - {"007"}, Origin.TRUTH)]
    assert workspace.all(Customer) == rows
    assert watched(workspace, write) == []
    workspace.store.write(lambda unit: unit.apply(spec, (), removed=list(ids)))
    assert watched(workspace, write) == [("customers", set(), ids, Origin.TRUTH)]
    assert workspace.all(Customer) == rows


def test_rows_are_found_and_counted_by_values_that_stand_in_them(workspace: Workspace) -> None:
    put(workspace, A, B)
    with workspace.store.read() as reader:
        assert reader.having(Customer, "name DESC") == [B, A]
        assert reader.having(Customer, staff_count=1) == [A]
        assert reader.having(Customer, name="Beta", staff_count=None) == [B]
        assert reader.count(Customer, staff_count=None) == 1
        assert reader.count(Customer, columns_of(Customer).name > "B", staff_count=None) == 1
        assert reader.having(Customer, name="Gamma") == []


def test_what_was_undone_is_not_announced_and_what_came_before_it_is(workspace: Workspace) -> None:
    heard: list[Changes] = []
    workspace.store.listen(heard.append)

    def refuse(unit: UnitOfWork) -> None:
        unit.put(B)
        raise Rejection("record_exists")

    def write(unit: UnitOfWork) -> None:
        unit.put(A)
        unit.attempt(lambda: unit.put(replace(A, name="Aleph")))
        with pytest.raises(Rejection):
            unit.attempt(lambda: refuse(unit))

    workspace.store.write(write)
    assert heard[0].ids["customers"] == {"a"}
    assert workspace.all(Customer) == [replace(A, name="Aleph")]
