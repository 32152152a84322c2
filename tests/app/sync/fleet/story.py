"""One run of a fleet: everybody does something, over and over, while things fail; then there is quiet."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

from app.accounts.rules import Role
from app.assets.tables import Asset
from app.foundation.errors import Rejection, Trouble
from app.workorders.tables import WorkOrder
from tests.app.files.samples import picture
from tests.app.sync.fleet.deeds import some_deed
from tests.app.sync.fleet.laptop import FleetLaptop
from tests.app.sync.fleet.network import Wire
from tests.app.sync.fleet.programs import OLDER, PRESENT
from tests.app.sync.fleet.server import CUSTOMERS, FleetServer
from tests.app.sync.fleet.templates import Templates
from tests.fakes import FakeClock

STEPS = 100
COMMON = 30
"""What happens so often, or more often, happens in every run."""
OF_DIFFERENT_AGE = 2
"""Every third run has programs of different age: the seeds that leave this when they are divided by three."""
LAPTOPS = 4
ROUNDS_OF_QUIET = 5
"""Signing in anew where that is asked for, offering, hearing the verdict, and hearing what others offered last."""


class Fleet:
    """A server and laptops: the desk, two engineers of whom one begins alone, and one who serves some customers."""

    def __init__(self, seed: int, templates: Templates, folder: Path) -> None:
        self.random = Random(seed)
        self.folder = folder
        self._templates = templates
        self.server = FleetServer(templates.copy("server", folder / "server"), FakeClock())
        self.wire = Wire(self.server, self.random, faults=0)
        self.laptops = [
            self._laptop("li", "empty"),
            self._laptop("wang", "empty"),
            self._laptop("zhao", "alone"),
            self._laptop("sun", "empty"),
        ]
        for laptop in self.laptops[:2]:
            laptop.enrol()
        self._events = [event for event, weight in _EVENTS.items() if weight > COMMON or self.random.random() < 0.5]
        """Half of what is rare does not happen at all: what mends things would hide what broke them."""
        self._ages = Random(seed)
        if seed % 3 == OF_DIFFERENT_AGE:
            for machine in self._machines:
                machine.program = self._ages.choice([OLDER, PRESENT])
        self.contents: dict[str, bytes] = {}
        """Every content that somebody attached, by its digest."""
        self.lost: list[FleetLaptop] = []
        """Laptops that nobody has any more, or that are not their people's."""

    @property
    def _machines(self) -> list[FleetServer | FleetLaptop]:
        return [self.server, *self.laptops]

    def run(self, steps: int = STEPS) -> None:
        """Everybody does something, so many times over; then there is quiet."""
        self.wire.faults = self.random.choice([0.2, 0.5, 1])
        for _step in range(steps):
            self._step()
            self._update_some(0.02)
            for laptop in self.laptops:
                laptop.clock.advance(minutes=self.random.randint(1, 300))
            self.server.clock.advance(minutes=self.random.randint(1, 300))
            self.random.choice(self.laptops).shows_what_was_noted()
        self._quiet()

    def _quiet(self) -> None:
        """Everybody is connected, nothing fails any more, and all is said."""
        self.wire.faults = 0
        self.server.let_everybody_in()
        for laptop in self.lost:
            with suppress(Trouble):
                laptop.agree()
        for laptop in self.laptops:
            laptop.die()
        for _round in range(ROUNDS_OF_QUIET):
            for laptop in list(self.laptops):
                self._must_agree(laptop)
                self._replace_if_shredded(laptop)
            self._update_some(1)

    def _update_some(self, chance: float) -> None:
        """Older programs are replaced one day, each machine's for itself."""
        for machine in self._machines:
            if machine.program.is_older and self._ages.random() < chance:
                machine.update(self._ages)

    def _must_agree(self, laptop: FleetLaptop) -> None:
        try:
            if not laptop.connected:
                laptop.enrol()
            laptop.agree()
            if not laptop.is_shredded:
                laptop.files.upload_again()
                laptop.files.move()
        except Trouble as trouble:
            raise AssertionError(f"{laptop.login} cannot agree") from trouble

    def close(self) -> None:
        for laptop in (*self.laptops, *self.lost):
            laptop.workspace.close()
        self.server.store.close()

    def _laptop(self, login: str, template: str, name: str = "") -> FleetLaptop:
        clock = FakeClock(self.server.clock.now())
        clock.advance(days=self.random.choice([0, 0, -3, 70]))
        home = self._templates.copy(template, self.folder / (name or login))
        laptop = FleetLaptop(home, login, clock, self.wire)
        laptop.meanwhile = lambda: self._work_meanwhile(laptop)
        return laptop

    def _work_meanwhile(self, laptop: FleetLaptop) -> None:
        if self.wire.faults and self.random.random() < 0.1:
            self._some_deeds(laptop)

    def _step(self) -> None:
        """One of the things that may happen, as often as its weight says."""
        laptop = self.random.choice(self.laptops)
        if not laptop.connected and self.random.random() < 0.2:
            laptop.mortal(self.random, laptop.enrol)
            return
        (event,) = self.random.choices(self._events, [_EVENTS[event] for event in self._events])
        event(self, laptop)
        if not self._replace_if_shredded(laptop):
            laptop.shows_what_was_noted()

    def _replace_if_shredded(self, laptop: FleetLaptop) -> bool:
        """A copy of a laptop that was revoked is gone, too."""
        if laptop.is_shredded:
            self._replace(laptop)
        return laptop.is_shredded

    def _replace(self, laptop: FleetLaptop) -> None:
        """Its person gets another one."""
        self.lost.append(laptop)
        self.laptops.remove(laptop)
        self.laptops.append(self._laptop(laptop.login, "empty", f"{laptop.login}-{len(self.lost)}"))

    def work(self, laptop: FleetLaptop) -> None:
        self._maybe_mortal(laptop, lambda: self._some_deeds(laptop))

    def synchronise(self, laptop: FleetLaptop) -> None:
        self._maybe_mortal(laptop, laptop.agree)

    def move_files(self, laptop: FleetLaptop) -> None:
        if laptop.connected:
            if self.random.random() < 0.3:
                laptop.files.want_one(self.random)
            self._maybe_mortal(laptop, laptop.files.move)

    def use_a_lost_laptop(self, _laptop: FleetLaptop) -> None:
        """Whoever has found it works with it, and lets it speak with the server."""
        for laptop in self.lost:
            if not laptop.is_shredded:
                self.work(laptop)
                self._maybe_mortal(laptop, self.random.choice([laptop.agree, laptop.push_and_hear_nothing]))

    def lose_laptop(self, laptop: FleetLaptop) -> None:
        """Once in a run: a laptop is gone, the administrator hears of it, and its person gets another one."""
        if laptop.connected and not self.lost:
            laptop.is_lost = True
            self.server.revoke(laptop.device_id)
            self._replace(laptop)

    def bring_an_old_page(self, laptop: FleetLaptop) -> None:
        laptop.safely(lambda: laptop.apply_old_page(self.random))

    def settle(self, laptop: FleetLaptop) -> None:
        laptop.safely(lambda: laptop.settle(self.random))

    def sign_in_again(self, laptop: FleetLaptop) -> None:
        if laptop.connected:
            laptop.safely(laptop.push_and_hear_nothing)
            laptop.mortal(self.random, laptop.enrol)

    def let_a_season_pass(self, _laptop: FleetLaptop) -> None:
        """What is over falls out of the engineers' windows."""
        for clock in (self.server.clock, *(laptop.clock for laptop in self.laptops)):
            clock.advance(days=100)

    def set_clock(self, laptop: FleetLaptop) -> None:
        laptop.clock.advance(days=self.random.choice([-400, -1, 1, 40]))

    def lose_power(self, laptop: FleetLaptop) -> None:
        loses_power = self.random.choice([laptop.lose_power, self.server.lose_power])
        loses_power()

    def restore_server(self, _laptop: FleetLaptop) -> None:
        self.server.restore()

    def copy_laptop(self, laptop: FleetLaptop) -> None:
        laptop.copy_folder()

    def put_back_laptop(self, laptop: FleetLaptop) -> None:
        laptop.put_copy_back()

    def double_laptop(self, laptop: FleetLaptop) -> None:
        """Once in a run: somebody works with two copies of a workspace."""
        if len(self.laptops) == LAPTOPS and laptop.connected:
            double = laptop.double(self.folder / "double")
            double.meanwhile = lambda: self._work_meanwhile(double)
            self.laptops.append(double)

    def back_up_server(self, _laptop: FleetLaptop) -> None:
        self.server.back_up()

    def tick(self, _laptop: FleetLaptop) -> None:
        self.server.tick()

    def move_somebody(self, _laptop: FleetLaptop) -> None:
        self.server.move_somebody(self.random)

    def turn_grant(self, _laptop: FleetLaptop) -> None:
        self.server.turn_grant("sun", Role.ENGINEER, self.random.choice(CUSTOMERS))

    def turn_user(self, _laptop: FleetLaptop) -> None:
        self.server.turn_user(self.random.choice(["sun", "wang"]))

    def _some_deeds(self, laptop: FleetLaptop) -> None:
        if self.random.random() < 0.15:
            self._attach_something(laptop)
        for _deed in range(self.random.randint(1, 6)):
            command = some_deed(self.random, laptop)
            if command is not None:
                with suppress(Rejection):
                    laptop.give(command)

    def _attach_something(self, laptop: FleetLaptop) -> None:
        """A photo, or a text; now and then one that somebody else has, too."""
        records: list[WorkOrder | Asset] = [*laptop.all(WorkOrder)[-3:], *laptop.all(Asset)[-1:]]
        if not records:
            return
        colour, size = self.random.choice(["red", "blue"]), self.random.randint(4, 8)
        text = self.random.randbytes(self.random.randint(1, 600)).hex().encode()
        photo = picture("PNG", size=(size, 8), colour=colour)
        taken, contents = laptop.files.take_in(*self.random.choice([(photo, "photo.png"), (text, "log.txt")]))
        self.contents |= contents
        laptop.files.attach(taken, self.random.choice(records))

    def _maybe_mortal(self, laptop: FleetLaptop, action: Callable[[], object]) -> None:
        if self.random.random() < 0.3:
            laptop.mortal(self.random, action)
        else:
            laptop.safely(action)


_EVENTS: dict[Callable[[Fleet, FleetLaptop], None], int] = {
    Fleet.work: 110,
    Fleet.synchronise: 110,
    Fleet.move_files: 40,
    Fleet.lose_laptop: 5,
    Fleet.use_a_lost_laptop: 6,
    Fleet.bring_an_old_page: 9,
    Fleet.settle: 7,
    Fleet.move_somebody: 10,
    Fleet.turn_grant: 7,
    Fleet.turn_user: 3,
    Fleet.tick: 2,
    Fleet.sign_in_again: 4,
    Fleet.set_clock: 3,
    Fleet.lose_power: 6,
    Fleet.copy_laptop: 6,
    Fleet.put_back_laptop: 3,
    Fleet.double_laptop: 2,
    Fleet.back_up_server: 6,
    Fleet.restore_server: 2,
    Fleet.let_a_season_pass: 6,
}
"""What may happen to a fleet, and how often."""
