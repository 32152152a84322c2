"""A first load from prepared files comes to what a pull of everything brings, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from app.accounts.rules import Role
from app.bootstrap import create_empty_workspace, open_server
from app.directory.commands import AddCustomer
from app.directory.tables import Customer
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.server.authority import Server
from app.storage.facts import CURSOR, LOADING, fact, set_fact
from app.storage.schema import Values, all_specs
from app.storage.units import Reader
from app.sync.laptop import LaptopSync
from app.sync.rebase.rows import known_schema, synchronised_specs
from app.sync.snapshot import laptop as laptop_half
from app.sync.snapshot.server import SnapshotShelf, snapshot_key
from app.sync.snapshot.wire import BETWEEN, SnapshotReply, SnapshotRequest
from app.sync.stamps import begin_new_epoch
from app.sync.transport import Answer, Transport
from app.sync.wire import PROTOCOL
from app.workorders.commands import AddNote, LogOrder
from app.workorders.tables import OrderEvent, WorkOrder
from tests.app.sync.conftest import Headquarters, Laptop
from tests.fakes import FakeClock

CUSTOMERS = ("hospital", "school", "works")


class Ward(Transport):
    """A line that notes what is fetched, and breaks before a fetch where it is told to."""

    def __init__(self, url: str, token: str, authority: str, breaks_after: int) -> None:
        super().__init__(url, token, authority)
        self.fetched: list[str] = []
        self.breaks_after = breaks_after
        self.meanwhile: Callable[[], object] = lambda: None

    def exchange(self, method: str, path: str, headers: Mapping[str, str], content: bytes = b"") -> Answer:
        if len(self.fetched) == self.breaks_after:
            raise Trouble("server_unreachable")
        self.meanwhile()
        self.fetched.append(path)
        return super().exchange(method, path, headers, content)


class Newcomer(Laptop):
    """A laptop that has nothing yet."""

    def __init__(self, headquarters: Headquarters, login: str, folder: Path, breaks_after: int = 1000) -> None:
        super().__init__(create_empty_workspace(Home(folder / new_id()), headquarters.clock))
        self.lines: list[Ward] = []
        self.breaks_after = breaks_after
        self.enrol(headquarters.url, login)
        self.sync.close()
        self.begin_anew()

    def begin_anew(self) -> None:
        """As after a restart of the program."""
        workspace = self.workspace
        self.sync = LaptopSync(workspace.store, workspace.runner, workspace.runner.clock, self._connect)

    def _connect(self, url: str, token: str, authority: str) -> Ward:
        self.lines.append(Ward(url, token, authority, self.breaks_after))
        return self.lines[-1]

    @property
    def fetched(self) -> list[str]:
        return [path for line in self.lines for path in line.fetched]

    def fact(self, name: str) -> str:
        with self.workspace.store.read() as reader:
            return fact(reader, name)


class Firm:
    """A server that prepares files however little there is, with some orders of three customers."""

    def __init__(self, headquarters: Headquarters, folder: Path) -> None:
        self.headquarters = headquarters
        self.server = headquarters.server
        self._folder = folder
        self._newcomers: list[Newcomer] = []
        headquarters.add_user("li", Role.DISPATCHER)
        headquarters.add_user("wang", Role.ENGINEER, "school")
        self.server.run(*(AddCustomer(id=customer_id, name=customer_id) for customer_id in CUSTOMERS))
        self.orders = {customer_id: self.log(customer_id) for customer_id in CUSTOMERS}

    def log(self, customer_id: str) -> str:
        order_id = new_id()
        self.server.run(LogOrder(id=order_id, customer_id=customer_id, title=f"打印机卡纸 {order_id}"))
        return order_id

    def forget(self, order_id: str) -> None:
        """As if it had never been."""
        self.server.store.write(lambda unit: unit.remove(WorkOrder, order_id))

    def newcomer(self, login: str = "li", breaks_after: int = 1000) -> Newcomer:
        self._newcomers.append(Newcomer(self.headquarters, login, self._folder, breaks_after))
        return self._newcomers[-1]

    def offers(self, laptop: Laptop) -> SnapshotReply:
        line = laptop.sync._connection.line()
        assert line is not None
        return line.ask("snapshots", SnapshotRequest(protocol=PROTOCOL), SnapshotReply)

    @property
    def files(self) -> list[Path]:
        return sorted(self._folder.glob("server/snapshots/*.snapshot"))

    def close(self) -> None:
        for newcomer in self._newcomers:
            newcomer.close()


def rows(reader: Reader) -> dict[str, dict[str, Values]]:
    """All that agrees, but for what concerns persons alone."""
    found = {}
    for spec in all_specs():
        if spec.scope is not None and "person" not in spec.scope.column:
            ids = [str(row[0]) for row in reader.plain.rows(f"SELECT id FROM {spec.name}")]
            found[spec.name] = reader.values_of(spec, ids)
    return found


def same_rows(firm: Firm, laptop: Laptop) -> bool:
    with firm.server.store.read() as there, laptop.workspace.store.read() as here:
        return rows(here) == rows(there)


def indexes_of(laptop: Laptop) -> set[str]:
    """The indexes of the tables that agree."""
    tables = {spec.name for spec in synchronised_specs()}
    with laptop.workspace.store.read() as reader:
        found = reader.plain.rows("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    return {str(name) for name, table in found if table in tables}


@pytest.fixture(params=["sqlite", "postgresql"])
def firm(
    request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Firm]:
    """Laptops fetch each piece by itself."""
    monkeypatch.setattr(laptop_half, "_AT_ONCE", 1)
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    made = eager(open_server(Home(tmp_path / "server"), url, clock), tmp_path / "server" / "snapshots")
    headquarters = Headquarters(made, tmp_path, clock)
    firm = Firm(headquarters, tmp_path)
    yield firm
    firm.close()
    headquarters.close()


def eager(server: Server, folder: Path) -> Server:
    """Prepares files however little there is."""
    return replace(server, snapshots=SnapshotShelf(server.store, folder, server.store.write(snapshot_key), least=1))


def test_a_first_load_brings_everything_and_the_second_laptop_costs_no_more_work(firm: Firm) -> None:
    first = firm.newcomer()
    first.synchronise()
    assert same_rows(firm, first)
    assert indexes_of(first) == {str(index.name) for spec in synchronised_specs() for index in spec.table.indexes}
    assert len(set(first.fetched)) == len(firm.files) > len(CUSTOMERS)
    assert first.fact(LOADING) == ""
    made = {path.name for path in firm.files}
    second = firm.newcomer()
    second.synchronise()
    assert same_rows(firm, second)
    assert {path.name for path in firm.files} == made


@pytest.mark.parametrize(
    ("at_once", "most_files", "largest_answer"), [(10**6, 50, 10**6), (10**6, 2, 100), (2000, 50, 10**6)]
)
def test_small_files_are_fetched_together(
    firm: Firm, monkeypatch: pytest.MonkeyPatch, at_once: int, most_files: int, largest_answer: int
) -> None:
    monkeypatch.setattr(laptop_half, "_AT_ONCE", at_once)
    monkeypatch.setattr(laptop_half, "MOST_FILES", most_files)
    monkeypatch.setattr("app.sync.files.wire.LARGEST_CHUNK", largest_answer)
    laptop = firm.newcomer()
    laptop.synchronise()
    assert same_rows(firm, laptop)
    together = [set(path.rpartition("/")[2].split(BETWEEN)) for path in dict.fromkeys(laptop.fetched)]
    assert set.union(*together) == {path.stem.rpartition("-")[2] for path in firm.files}
    assert max(map(len, together)) <= most_files
    if at_once > 2000:
        assert len(together) == -(-len(firm.files) // most_files)


def test_what_happened_since_a_file_was_made_is_pulled_after_it(firm: Firm) -> None:
    firm.newcomer().synchronise()
    gone, moved = firm.log("school"), firm.log("works")
    firm.newcomer().synchronise()
    firm.forget(firm.orders["hospital"])
    firm.forget(gone)
    with firm.server.store.read() as reader:
        order = reader.require(WorkOrder, moved)
    firm.server.store.write(lambda unit: unit.put(replace(order, customer_id="school")))
    late = firm.newcomer()
    late.synchronise()
    assert late.fetched
    assert same_rows(firm, late)


def test_what_changes_while_it_is_loaded_is_pulled_after_it(firm: Firm) -> None:
    laptop = firm.newcomer()
    laptop.sync._connection.line()

    def work() -> None:
        firm.log("school")
        firm.forget(firm.orders["hospital"])

    laptop.lines[0].meanwhile = work
    laptop.synchronise()
    assert same_rows(firm, laptop)


@pytest.mark.parametrize("breaks_after", [1, 2, 3])
def test_a_load_that_was_interrupted_goes_on_where_it_was(firm: Firm, breaks_after: int) -> None:
    laptop = firm.newcomer(breaks_after=breaks_after)
    with pytest.raises(Trouble):
        laptop.sync.synchronise()
    assert laptop.fact(CURSOR) == "0"
    laptop.breaks_after = 1000
    laptop.begin_anew()
    laptop.synchronise()
    assert same_rows(firm, laptop)
    assert len(laptop.fetched) == len(set(laptop.fetched)) == len(firm.files)


@pytest.mark.parametrize("what", ["emptied", "restored", "granted", "aged", "updated"])
def test_a_load_that_cannot_go_on_begins_anew_and_nothing_untrue_stays(firm: Firm, what: str, clock: FakeClock) -> None:
    laptop = firm.newcomer(login="wang", breaks_after=1)
    with pytest.raises(Trouble):
        laptop.sync.synchronise()
    assert laptop.fact(LOADING)
    assert not indexes_of(laptop)
    if what == "emptied":
        for path in firm.files:
            path.unlink()
    elif what == "restored":
        firm.server.store.write(begin_new_epoch)
    elif what == "granted":
        firm.headquarters.add_user("more", Role.DISPATCHER)
        firm.server.store.write(lambda unit: grant_everything(unit, "wang"))
    elif what == "updated":
        older = laptop.fact(LOADING).replace(known_schema(), "of an older program")
        laptop.workspace.store.write(lambda unit: set_fact(unit, LOADING, older))
    else:
        clock.advance(days=2)
    loaded = len(laptop.fetched)
    firm.forget(firm.orders["school"])
    laptop.breaks_after = 1000
    laptop.begin_anew()
    laptop.synchronise()
    held = {"school"} if what != "granted" else set(CUSTOMERS)
    assert len(laptop.fetched) == loaded
    assert {customer.id for customer in laptop.all(Customer)} == held
    assert {order.id for order in laptop.all(WorkOrder)} == {firm.orders[one] for one in held - {"school"}}
    assert laptop.fact(LOADING) == ""
    assert indexes_of(laptop)


@pytest.mark.parametrize("what", ["gone", "damaged"])
@pytest.mark.parametrize("at", [0, 1])
def test_a_file_that_was_offered_and_is_not_to_be_had_is_done_without(firm: Firm, what: str, at: int) -> None:
    laptop = firm.newcomer()
    laptop.sync._connection.line()

    def spoil() -> None:
        if len(laptop.fetched) == at:
            for path in firm.files:
                path.write_bytes(path.read_bytes()[:-1] + b"?") if what == "damaged" else path.unlink()

    laptop.lines[0].meanwhile = spoil
    laptop.synchronise()
    assert same_rows(firm, laptop)
    assert laptop.fact(LOADING) == ""
    assert indexes_of(laptop)


def test_work_that_is_done_during_a_load_stays(firm: Firm) -> None:
    laptop = firm.newcomer(breaks_after=2)
    with pytest.raises(Trouble):
        laptop.sync.synchronise()
    here = laptop.all(WorkOrder)
    assert here
    laptop.run(AddNote(order_id=here[0].id, text="在路上"))
    laptop.breaks_after = 1000
    laptop.begin_anew()
    laptop.synchronise()
    assert sorted(event.note for event in laptop.all(OrderEvent, order_id=here[0].id)) == ["", "在路上"]
    assert same_rows(firm, laptop)


def test_nobody_gets_a_file_of_another_customer(firm: Firm) -> None:
    firm.newcomer().synchronise()
    guest = firm.newcomer(login="wang")
    guest.synchronise()
    assert {order.customer_id for order in guest.all(WorkOrder)} == {"school"}
    mine = {offer.name for offer in firm.offers(guest).offers}
    line = guest.lines[-1]
    others = {path.stem.rpartition("-")[2] for path in firm.files} - mine
    assert others
    for name in [*others, BETWEEN.join([*mine, *others]), "0" * 32, "..", "*"]:
        with pytest.raises(Trouble) as refused:
            line.exchange("GET", f"/v1/snapshots/{name}", {"Range": "bytes=0-9"})
        assert refused.value.code in {"snapshot_unknown", "protocol_unknown", "server_nonsense"}
    assert line.exchange("GET", f"/v1/snapshots/{min(mine)}", {"Range": "bytes=0-9"}).status == 206


def test_a_file_is_made_anew_when_it_is_old_or_much_has_changed_or_it_is_of_another_layout(
    firm: Firm, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = firm.newcomer()
    laptop.synchronise()
    names = {offer.name for offer in firm.offers(laptop).offers}
    assert names == {offer.name for offer in firm.offers(laptop).offers}
    monkeypatch.setattr("app.sync.snapshot.server._TOLERATED_CHANGES", 2)
    firm.log("school")
    changed = {offer.name for offer in firm.offers(laptop).offers}
    assert len(names - changed) == 1
    for path in firm.files:
        path.write_bytes(path.read_bytes().replace(b'"layout":"', b'"layout":"0', 1))
    again = {offer.name for offer in firm.offers(laptop).offers}
    assert not again & changed
    clock.advance(days=1, seconds=1)
    laptop.synchronise()
    fresh = {offer.name for offer in firm.offers(laptop).offers}
    assert not fresh & again
    assert {path.stem.rpartition("-")[2] for path in firm.files} == fresh


def test_what_lies_on_the_disk_is_sealed(firm: Firm) -> None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    laptop = firm.newcomer()
    laptop.synchronise()
    for offer in firm.offers(laptop).offers:
        (path,) = [path for path in firm.files if path.stem.endswith(offer.name)]
        piece = path.read_bytes()[offer.start : offer.start + offer.pieces[0]]
        assert AESGCM(bytes.fromhex(offer.key)).decrypt(bytes(12), piece, None)[:4] == b"\x28\xb5\x2f\xfd"
        with pytest.raises(InvalidTag):
            AESGCM(bytes(32)).decrypt(bytes(12), piece, None)
        assert path.stat().st_mode & 0o077 == 0


def grant_everything(unit: object, login: str) -> None:
    from app.accounts.tables import RoleGrant, User
    from app.storage.units import UnitOfWork

    assert isinstance(unit, UnitOfWork)
    (user,) = unit.having(User, login=login)
    unit.put(RoleGrant(id="everything", user_id=user.id, role=Role.ENGINEER, customer_id=None))
