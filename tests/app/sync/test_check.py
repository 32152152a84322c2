"""Both sides compare what they hold; what differs is mended from the server's side, and nothing else happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
import requests
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from app.accounts.rules import Role
from app.accounts.tables import RoleGrant, User
from app.directory.commands import AddCustomer
from app.directory.tables import Customer, Site
from app.foundation.errors import Trouble
from app.foundation.ids import new_id
from app.storage.images import ServerImage
from app.storage.outbox import OutboxEntry
from app.storage.schema import Values, columns_of, spec_of
from app.storage.store import Store
from app.storage.units import Origin, Reader
from app.sync.check import stretches
from app.sync.check.rules import CheckReport, is_due, place_after
from app.sync.check.stretches import digest_of, digests_of
from app.sync.check.wire import CHECK, CheckReply, CheckRequest
from app.sync.laptop import LaptopSync
from app.sync.pull.laptop import standpoint
from app.sync.rebase.rows import synchronised_specs
from app.sync.stamps import SyncStamp
from app.sync.transport import Transport
from app.sync.wire import Message, MessageT
from app.workorders.commands import AddNote, AssignOrder, LogOrder
from app.workorders.tables import OrderEvent, Visit, WorkOrder
from tests.app.sync.conftest import Headquarters, Laptop
from tests.fakes import FakeBootClock


class Watched(Laptop):
    """A laptop to which something happens before or after its questions of a check, one after the other."""

    def __init__(self, laptop: Laptop) -> None:
        super().__init__(laptop.workspace)
        self.sync.close()
        self.boot_clock = FakeBootClock()
        self.asked = 0
        self.happens: list[Callable[[], object]] = []
        self.happens_after: list[Callable[[], object]] = []
        runner = self.workspace.runner
        self.sync = LaptopSync(self.workspace.store, runner, runner.clock, self._line, self.boot_clock)

    def _line(self, url: str, token: str, authority: str) -> Transport:
        return _WatchedLine(self, url, token, authority)

    def pull_without_check(self) -> None:
        """Bring what is new at a time when no check is due."""
        self.check()
        self.asked = 0
        self.synchronise()
        assert self.asked == 0

    def close(self) -> None:
        """The workspace is another one's."""
        self.sync.close()
        self.files.close()


class _WatchedLine(Transport):
    def __init__(self, laptop: Watched, url: str, token: str, authority: str) -> None:
        super().__init__(url, token, authority)
        self._laptop = laptop

    def ask(self, step: str, message: Message, reply_type: type[MessageT]) -> MessageT:
        if step == CHECK:
            self._laptop.asked += 1
            if self._laptop.happens:
                self._laptop.happens.pop(0)()
        reply = super().ask(step, message, reply_type)
        if step == CHECK and self._laptop.happens_after:
            self._laptop.happens_after.pop(0)()
        return reply


class Little:
    """A server on SQLite with one customer and one order, and the engineer's laptop."""

    def __init__(self, headquarters: Headquarters) -> None:
        self.headquarters, self.server = headquarters, headquarters.server
        self.customer_id, self.order_id = new_id(), new_id()
        wang_id = headquarters.add_user("wang", Role.ENGINEER)
        self.server.run(
            AddCustomer(id=self.customer_id, name="第一人民医院"),
            LogOrder(id=self.order_id, customer_id=self.customer_id, title="打印机卡纸"),
            AssignOrder(order_id=self.order_id, visit_id="visit", engineer_id=wang_id),
        )
        self.wang = Watched(headquarters.new_laptop("wang"))


@pytest.fixture
def little(new_headquarters: Callable[[], Headquarters]) -> Iterator[Little]:
    made = Little(new_headquarters())
    yield made
    made.wang.close()


@pytest.fixture
def watched(little: Little) -> Watched:
    return little.wang


@pytest.fixture
def either(headquarters: Headquarters) -> Iterator[Little]:
    """The same on either database."""
    made = Little(headquarters)
    yield made
    made.wang.close()


def rows(reader: Reader) -> dict[str, dict[str, Values]]:
    """All that agrees, but for what concerns one person or the desk alone."""
    found = {}
    for spec in synchronised_specs():
        assert spec.scope is not None
        if spec.scope.column != "person_id" and spec.name != "refusals":
            ids = [str(row[0]) for row in reader.plain.rows(f"SELECT id FROM {spec.name}")]
            found[spec.name] = reader.values_of(spec, ids)
    return found


def agree(headquarters: Headquarters, laptop: Laptop) -> bool:
    with headquarters.server.store.read() as there, laptop.workspace.store.read() as here:
        return rows(here) == rows(there)


def by_hand(store: Store, *statements: str) -> None:
    """Change a database as a bug or a damaged disk would: past everything that watches."""
    with store.engine.execution_options(paigong_writer=True).begin() as connection:
        for statement in statements:
            assert connection.execute(sa.text(statement)).rowcount == 1, statement


def test_whatever_differs_is_found_mended_and_logged_without_its_contents(
    either: Little, expected_log: pytest.LogCaptureFixture
) -> None:
    wang, another_id = either.wang, new_id()
    either.server.run(LogOrder(id=another_id, customer_id=either.customer_id, title="网络中断"))
    wang.synchronise()
    with wang.workspace.store.read() as reader:
        count = sum(reader.count(spec.row_type) for spec in synchronised_specs())
    assert wang.check() == CheckReport(compared=count, mended=0, asked=True)
    theirs, ours = either.server.store, wang.workspace.store
    by_hand(
        ours,
        f"DELETE FROM work_orders WHERE id = '{another_id}'",
        f"UPDATE work_orders SET title = '秘密 4711' WHERE id = '{either.order_id}'",
        _site("x", either.customer_id),
    )
    by_hand(theirs, "UPDATE customers SET name = '第二人民医院'", _site("y", either.customer_id))
    before = _server_standing(theirs)
    assert wang.check().mended == 5
    assert agree(either.headquarters, wang)
    compared, differences = _figures(either)
    assert differences == 5
    assert wang.check() == CheckReport(compared=count + 1, mended=0, asked=True)
    assert _figures(either) == (compared + count + 1, 5)
    assert _server_standing(theirs) == before
    told = [(record.levelname, record.figures) for record in expected_log.records]  # type: ignore[attr-defined]
    assert ("WARNING", {"table": "work_orders", "missing": 1, "differing": 1, "left": 0}) in told
    assert ("WARNING", {"table": "sites", "missing": 1, "differing": 0, "left": 1}) in told
    assert len(told) == 3
    assert "秘密" not in expected_log.text


def _figures(little: Little) -> tuple[float, float]:
    """How many rows the server has compared, and how many were held otherwise, by its metrics."""
    requests.get(f"{little.headquarters.url}/v1/health/live", timeout=10)  # whatever came before it has been counted
    told = dict(line.split() for line in little.headquarters.figures().splitlines() if line.count(" ") == 1)
    return float(told["paigong_compared_rows_total"]), float(told["paigong_check_differences_total"])


def _site(site_id: str, customer_id: str) -> str:
    columns = "id, customer_id, name, address, clean"
    return f"INSERT INTO sites ({columns}) VALUES ('{site_id}', '{customer_id}', '门诊楼', '', true)"


def _server_standing(store: Store) -> tuple[dict[str, dict[str, Values]], list[SyncStamp]]:
    with store.read() as reader:
        return rows(reader), reader.find(SyncStamp, order_by=[columns_of(SyncStamp).sequence])


def nothing() -> None:
    pass


def test_while_something_waits_nothing_is_compared_and_after_it_all_is(little: Little, watched: Watched) -> None:
    (order,) = watched.all(WorkOrder)
    watched.happens = [lambda: watched.run(AddNote(order_id=order.id, text="又卡纸了"))]
    watched.sync.ask_for_check()
    watched.synchronise()
    assert (watched.asked, watched.sync.check_report) == (1, None)
    watched.synchronise()
    assert watched.sync.check_report is not None
    assert watched.sync.check_report.mended == 0


def test_work_that_is_done_before_a_difference_is_mended_is_kept_and_sent(
    little: Little, watched: Watched, expected_log: pytest.LogCaptureFixture
) -> None:
    (order,) = watched.all(WorkOrder)
    store = watched.workspace.store
    for statement in (f"UPDATE work_orders SET title = 'x' WHERE id = '{order.id}'", "DELETE FROM visits"):
        by_hand(store, statement)

    def work() -> None:
        watched.run(AddNote(order_id=order.id, text="又卡纸了"))
        watched.happens.clear()

    watched.happens = [*(nothing for _each in _tables_before("visits")), nothing, work]
    watched.sync.ask_for_check()
    watched.synchronise()
    assert [entry.state for entry in watched.all(OutboxEntry, name="workorders.add_note")] == ["pending"]
    assert len(watched.all(Visit)) == 1
    assert [event.note for event in watched.all(OrderEvent) if event.note] == ["又卡纸了"]
    assert watched.all(ServerImage)
    watched.synchronise()
    watched.synchronise()
    assert [entry.state for entry in watched.all(OutboxEntry, name="workorders.add_note")] == ["applied"]
    assert [one.title for one in watched.all(WorkOrder)] == [order.title]
    assert agree(little.headquarters, watched)
    assert expected_log.records


def _tables_before(name: str) -> list[str]:
    return [spec.name for spec in synchronised_specs() if spec.name < name]


def test_what_another_process_has_pulled_meanwhile_is_not_undone_by_an_answer_that_is_older(
    little: Little, watched: Watched, expected_log: pytest.LogCaptureFixture
) -> None:
    customer = Customer(id=little.customer_id, name="第二人民医院", staff_count=None)
    by_hand(watched.workspace.store, "UPDATE customers SET name = 'x'")

    def work() -> None:
        little.server.store.write(lambda unit: unit.put(customer))
        another = LaptopSync(watched.workspace.store, watched.workspace.runner, little.headquarters.clock)
        another.synchronise()
        another.close()

    watched.happens_after = [*(nothing for _each in _tables_before("customers")), nothing, work]
    watched.sync.ask_for_check()
    watched.synchronise()
    assert watched.sync.check_report is None
    assert watched.happens_after == []
    assert watched.all(Customer) == [customer]
    watched.synchronise()
    assert watched.sync.check_report is not None
    assert watched.all(Customer) == [customer]
    assert len(expected_log.records) == 1


def test_what_changes_at_the_server_while_it_is_asked_is_pulled_first(little: Little, watched: Watched) -> None:
    order = LogOrder(id=new_id(), customer_id=little.customer_id, title="网络中断")
    watched.happens = [nothing, lambda: little.server.run(order)]
    watched.sync.ask_for_check()
    watched.synchronise()
    assert (watched.asked, watched.sync.check_report) == (2, None)
    watched.synchronise()
    assert watched.sync.check_report is not None
    assert watched.sync.check_report.mended == 0
    assert len(watched.all(WorkOrder)) == 2


def test_what_leaves_the_scope_while_it_is_asked_leaves_by_a_pull(little: Little, watched: Watched) -> None:
    headquarters = little.headquarters

    def send_to_another_customer() -> None:
        with headquarters.server.store.read() as reader:
            (grant,) = [grant for grant in reader.find(RoleGrant) if grant.user_id == _user_id(reader, "wang")]
        headquarters.server.store.write(lambda unit: unit.put(replace(grant, customer_id="another")))

    watched.happens = [nothing, send_to_another_customer]
    watched.sync.ask_for_check()
    watched.synchronise()
    assert (watched.asked, watched.sync.check_report) == (2, None)
    watched.synchronise()
    assert watched.sync.check_report is not None
    assert watched.sync.check_report.mended == 0
    assert watched.all(WorkOrder) == []


def _user_id(reader: Reader, login: str) -> str:
    (user,) = reader.find(User, columns_of(User).login == login)
    return user.id


def test_a_row_of_somebody_elses_customer_is_taken_away_and_tells_nothing(
    little: Little, watched: Watched, expected_log: pytest.LogCaptureFixture
) -> None:
    headquarters = little.headquarters
    headquarters.add_user("sun", Role.ENGINEER, "another")
    sun = headquarters.new_laptop("sun")
    assert sun.all(WorkOrder) == []
    (order,) = watched.all(WorkOrder)
    sun.workspace.store.write(
        lambda unit: unit.apply(spec_of(WorkOrder), [spec_of(WorkOrder).to_values(order)], origin=Origin.TRUTH)
    )
    assert sun.check().mended == 1
    assert sun.all(WorkOrder) == []
    assert expected_log.records


def test_many_rows_are_gone_through_in_several_rounds_once_a_day(
    little: Little, watched: Watched, expected_log: pytest.LogCaptureFixture
) -> None:
    spec = spec_of(Site)
    empty = Site(id="", customer_id=little.customer_id, name="门诊楼", address="", clean=False)
    sites = [replace(empty, id=new_id()) for _number in range(4500)]
    little.server.store.write(lambda unit: unit.apply(spec, [spec.to_values(site) for site in sites]))
    watched.pull_without_check()
    for site in (sites[0], sites[1500], sites[-1]):
        by_hand(watched.workspace.store, f"DELETE FROM sites WHERE id = '{site.id}'")
    watched.boot_clock.advance(hours=25)
    reports = []
    for _round in range(5):
        watched.synchronise()
        reports.append(watched.sync.check_report)
    (report,) = filter(None, reports)
    assert (report.mended, report.asked) == (3, False)
    assert report.compared > 4500
    assert reports.index(report) > 1
    assert len(watched.all(Site)) == 4500
    asked = watched.asked
    watched.synchronise()
    assert watched.asked == asked
    watched.boot_clock.restart()
    watched.synchronise()
    assert watched.asked > asked
    assert len(expected_log.records) == 3


def test_rows_of_others_between_ones_own_make_more_stretches_and_no_difference(
    little: Little, watched: Watched, monkeypatch: pytest.MonkeyPatch, expected_log: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(stretches, "MOST_ROWS", 3)
    monkeypatch.setattr(stretches, "_MOST_LOOKED_AT", 5)
    little.server.run(AddCustomer(id="another", name="实验中学"))
    owners = ["another"] * 12 + [little.customer_id] * 7 + ["another"] * 4 + [little.customer_id]
    empty = Site(id="", customer_id="", name="x", address="", clean=True)
    sites = [replace(empty, id=f"{number:02x}", customer_id=owner) for number, owner in enumerate(owners)]
    spec = spec_of(Site)
    little.server.store.write(lambda unit: unit.apply(spec, [spec.to_values(site) for site in sites]))
    little.headquarters.add_user("sun", Role.ENGINEER, "another")
    sun = little.headquarters.new_laptop("sun")
    for laptop, count in ((sun, 16), (watched, 24)):
        laptop.synchronise()
        assert len(laptop.all(Site)) == count
        assert laptop.check().mended == 0
    by_hand(sun.workspace.store, "DELETE FROM sites WHERE id = '00'", "UPDATE sites SET name = 'y' WHERE id = '14'")
    by_hand(sun.workspace.store, _site("0c", "another"), _site("ff", "another"))
    assert sun.check().mended == 4
    assert len(sun.all(Site, name="x")) == 16
    assert len(expected_log.records) > 1


def test_tables_and_columns_that_one_side_does_not_know_are_left_out(little: Little) -> None:
    line = little.wang.sync._connection.line()
    assert line is not None
    with little.wang.workspace.store.read() as reader:
        place = msgspec.structs.asdict(standpoint(reader))
        (order,) = reader.find(WorkOrder)
    unknown = line.ask(CHECK, CheckRequest(**place, table="not_yet", columns=["id"]), CheckReply)
    assert (unknown.comparable, unknown.columns, unknown.count) == (True, [], 0)
    fewer = line.ask(CHECK, CheckRequest(**place, table="work_orders", columns=["title", "id", "mood"]), CheckReply)
    assert fewer.columns == ["id", "title"]
    spec = spec_of(WorkOrder)
    digests = digests_of(spec, fewer.columns, {order.id: spec.to_values(order)})
    assert (fewer.count, fewer.digest) == (1, digest_of(digests.values()))


@pytest.mark.parametrize("code", ["protocol_unknown", "server_failed"])
def test_a_server_that_cannot_compare_stands_in_nobodys_way(watched: Watched, code: str) -> None:
    def refuse() -> None:
        raise Trouble(code)

    watched.pull_without_check()
    watched.boot_clock.advance(hours=25)
    watched.happens = [refuse, refuse]
    watched.synchronise()
    watched.synchronise()
    assert watched.asked == 1
    watched.sync.ask_for_check()
    with pytest.raises(Trouble, match=code):
        watched.sync.synchronise()


def test_a_check_that_was_cut_off_goes_on_where_it_was(watched: Watched) -> None:
    def cut() -> None:
        raise Trouble("server_unreachable")

    watched.happens = [nothing, nothing, cut]
    watched.sync.ask_for_check()
    with pytest.raises(Trouble, match="server_unreachable"):
        watched.sync.synchronise()
    watched.synchronise()
    assert watched.sync.check_report is not None
    assert watched.asked == len(synchronised_specs()) + 1


_cells = st.none() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=20)


@settings(max_examples=30)
@given(rows=st.dictionaries(st.text(max_size=5), st.tuples(_cells, _cells), max_size=5), data=st.data())
def test_digests_are_the_same_in_whatever_order_and_for_truth_values_of_either_database(
    rows: dict[str, tuple[str | int | None, str | int | None]], data: st.DataObject
) -> None:
    spec = spec_of(Site)
    stored: dict[str, Values] = {row_id: (row_id, *cells, "", True, None) for row_id, cells in rows.items()}
    found = digests_of(spec, spec.columns, stored)
    of_sqlite = {row_id: (*values[:-2], 1, None) for row_id, values in stored.items()}
    assert digests_of(spec, spec.columns, of_sqlite) == found
    shuffled = data.draw(st.permutations(list(found.values())))
    assert digest_of(shuffled) == digest_of(found.values())
    assert len(set(found.values())) == len(rows)


@given(after=st.text(max_size=4), until=st.text(max_size=4), compared_until=st.text(max_size=4))
def test_a_check_always_comes_nearer_to_its_end(after: str, until: str, compared_until: str) -> None:
    until = max(until, after + "a") if until else ""
    place = place_after(after, until, compared_until)
    assert not place or place > after


def test_a_check_is_due_a_day_after_the_last_one_or_after_a_restart() -> None:
    begun = timedelta(hours=3)
    assert not is_due(begun, begun + timedelta(hours=23), same_boot=True)
    assert is_due(begun, begun + timedelta(hours=24), same_boot=True)
    assert is_due(begun, timedelta(minutes=5), same_boot=True)  # started anew, where the system has no name for that
    assert is_due(begun, begun, same_boot=False)
