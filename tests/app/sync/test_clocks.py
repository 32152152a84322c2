"""A device's time is a claim: it is measured, stored beside the server's time, and nothing is ordered by it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.accounts.rules import Role
from app.bootstrap import create_empty_workspace
from app.directory.commands import AddCustomer
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.storage.columns import instant_to_stored
from app.storage.schema import columns_of
from app.sync.clocks.laptop import ServerTime
from app.sync.clocks.rules import is_wrong
from app.sync.laptop import LaptopSync
from app.sync.push.server import JudgedCommand
from app.sync.rounds import LONGEST_PAUSE_SECONDS, Rounds
from app.workorders.commands import AddNote, LogOrder
from app.workorders.tables import OrderEvent
from tests.app.sync.conftest import Headquarters, Laptop
from tests.fakes import A_MONDAY_MORNING, FakeBootClock, FakeClock

AHEAD = timedelta(minutes=10)


class Exchanges:
    """A computer and a server that exchange messages, each with a clock of its own."""

    def __init__(self) -> None:
        self.device = FakeClock()
        self.boot = FakeBootClock()
        self.server_at = A_MONDAY_MORNING + AHEAD
        self.time = ServerTime(self.boot)

    def pass_by(self, **duration: float) -> None:
        self.device.advance(**duration)
        self.boot.advance(**duration)
        self.server_at += timedelta(**duration)

    def ask(self, there: float, back: float) -> None:
        """Ask once; so many seconds is the question on its way, and the answer."""
        asked = self.boot.since_boot()
        self.pass_by(seconds=there)
        told = str(instant_to_stored(self.server_at))
        self.pass_by(seconds=back)
        self.time.answered(asked, told)

    @property
    def error(self) -> timedelta:
        offset = self.time.offset(self.device)
        assert offset is not None
        return abs(offset - (self.server_at - self.device.now()))


@pytest.fixture
def exchanges() -> Exchanges:
    return Exchanges()


def test_nothing_is_known_before_the_first_answer(exchanges: Exchanges) -> None:
    assert exchanges.time.offset(exchanges.device) is None
    assert exchanges.time.claim(exchanges.device).offset_milliseconds is None


def test_an_offset_is_known_to_half_of_the_round_trip(exchanges: Exchanges) -> None:
    exchanges.ask(there=2, back=0)
    assert exchanges.error == timedelta(seconds=1)


def test_the_fastest_answer_knows_best_until_it_has_grown_old(exchanges: Exchanges) -> None:
    exchanges.ask(there=0.1, back=0.1)
    exchanges.ask(there=4, back=0)
    assert exchanges.error == timedelta()
    exchanges.pass_by(hours=6)
    exchanges.ask(there=4, back=0)
    assert exchanges.error == timedelta(seconds=2)


def test_a_jump_of_the_clock_is_seen_at_once_and_spoils_no_measurement(exchanges: Exchanges) -> None:
    exchanges.ask(there=0.1, back=0.1)
    for jump in (timedelta(days=-400), timedelta(days=900)):
        exchanges.device.set(exchanges.device.now() + jump)
        assert exchanges.error == timedelta()


@pytest.mark.parametrize("told", ["", "yesterday", "1" * 400, "-9" + "9" * 30])
def test_an_answer_that_tells_no_time_changes_nothing(exchanges: Exchanges, told: str) -> None:
    exchanges.ask(there=1, back=1)
    before = exchanges.time.anchor
    exchanges.time.answered(timedelta(), told)
    assert exchanges.time.anchor == before


def test_only_a_clock_that_is_off_by_minutes_is_worth_a_word() -> None:
    assert not is_wrong(None)
    assert not is_wrong(timedelta(minutes=-2))
    assert is_wrong(timedelta(minutes=-3))
    assert is_wrong(timedelta(days=400))


class SlowLaptop(Laptop):
    """A laptop whose clock is not the server's."""

    def __init__(self, headquarters: Headquarters, folder: Path) -> None:
        self.clock = FakeClock(headquarters.clock.now() - AHEAD)
        self.boot = FakeBootClock()
        super().__init__(create_empty_workspace(Home(folder / "slow"), self.clock))
        self.start_again()
        self.enrol(headquarters.url, "li")
        self.synchronise()

    def start_again(self) -> None:
        """Begin a new life of the program."""
        self.sync.close()
        self.sync = LaptopSync(self.workspace.store, self.workspace.runner, self.clock, boot_clock=self.boot)


def judged(headquarters: Headquarters, name: str) -> list[JudgedCommand]:
    column = columns_of(JudgedCommand)
    with headquarters.server.store.read() as reader:
        return reader.find(JudgedCommand, column.name == name, order_by=[column.sequence])


def test_the_server_keeps_what_a_device_claims_of_its_clock_beside_its_own_time(
    headquarters: Headquarters, tmp_path: Path
) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    laptop = SlowLaptop(headquarters, tmp_path)
    laptop.run(AddCustomer(id=new_id(), name="第一人民医院"))
    laptop.synchronise()
    (command,) = judged(headquarters, "directory.add_customer")
    assert command.judged_at - command.occurred_at == AHEAD
    assert command.clock_offset_milliseconds == AHEAD / timedelta(milliseconds=1)
    assert (command.boot_id, command.since_boot_milliseconds) == ("first", 3_600_000)
    laptop.close()


def test_an_offset_is_remembered_until_the_computer_is_started_anew(headquarters: Headquarters, tmp_path: Path) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    laptop = SlowLaptop(headquarters, tmp_path)
    laptop.start_again()
    remembered = laptop.sync.clock_offset()
    laptop.boot.restart()
    laptop.start_again()
    assert (remembered, laptop.sync.clock_offset()) == (AHEAD, None)
    laptop.close()


def test_what_was_done_later_stands_later_however_the_clock_has_jumped(
    headquarters: Headquarters, tmp_path: Path
) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    laptop = SlowLaptop(headquarters, tmp_path)
    customer_id, order_id = new_id(), new_id()
    laptop.run(AddCustomer(id=customer_id, name="第一人民医院"))
    laptop.run(LogOrder(id=order_id, customer_id=customer_id, title="打印机卡纸"))
    for note, jump in (("一", timedelta(days=-30)), ("二", timedelta(days=400)), ("三", timedelta(days=-900))):
        laptop.clock.set(laptop.clock.now() + jump)
        laptop.run(AddNote(order_id=order_id, text=note))
        laptop.synchronise()
    other = headquarters.new_laptop("li")
    for side in (laptop, other):
        events = sorted(side.all(OrderEvent, order_id=order_id), key=lambda event: event.ordinal)
        assert [event.note for event in events][1:] == ["一", "二", "三"]
    assert laptop.all(OrderEvent) == other.all(OrderEvent)
    laptop.close()


def test_pauses_do_not_follow_the_clock_of_the_wall(clock: FakeClock) -> None:
    class Unreachable:
        def synchronise(self) -> bool:
            raise Trouble("server_failed")

    rounds = Rounds(Unreachable(), clock)
    for failures in range(1, 10):
        clock.advance(days=(-1) ** failures * 500)
        longest = min(LONGEST_PAUSE_SECONDS, 2.0**failures)
        assert longest / 2 <= rounds.make().pause_seconds <= longest
