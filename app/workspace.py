"""A workspace that is open, and opening one that is there.

This half of the wiring stands apart from `app.bootstrap`, which loads every room: a window reads its first list before.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.queries import held_grants
from app.files.vault import Vault
from app.foundation.clock import Clock
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.safekeeping.backups import Reason, make_backup
from app.safekeeping.ballast import Ballast
from app.safekeeping.exchange import finish_exchange
from app.safekeeping.journal import Journal
from app.safekeeping.journaling import Journaling
from app.safekeeping.occupancy import Occupancy, alone_in
from app.safekeeping.shredding import refuse_shredded
from app.storage.facts import PERSON_ID, fact
from app.storage.images import ServerImageKeeper
from app.storage.migration import bring_up_to_date
from app.storage.runner import CommandRunner, Reactions
from app.storage.search import SearchIndexer
from app.storage.store import Store, sqlite_engine
from app.storage.troubles import translated
from app.storage.units import Reader
from app.workorders.clock_keeping import ClockKeeper


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace that is open: its store, the one way to change it, and the contents of its files."""

    home: Home
    store: Store
    runner: CommandRunner
    vault: Vault
    journaling: Journaling
    ballast: Ballast
    occupancy: Occupancy

    def close(self) -> None:
        """Close the store."""
        self.store.close()
        self.occupancy.end()


def open_for_reading(home: Home, clock: Clock) -> Workspace:
    """Open the workspace that is in a home, brought up to date; `app.bootstrap.get_ready` comes before any change.

    :raises Trouble: ``workspace_missing``, ``workspace_key_missing``, ``workspace_key_wrong``, ``workspace_newer`` …
    """
    if not home.exists:
        raise Trouble("workspace_missing", path=str(home.folder))
    if home.exchange_file.exists():
        with alone_in(home.lock_file):
            finish_exchange(home)
    if home.damage_file.exists():
        raise Trouble("workspace_damaged", path=str(home.database), detail="check")
    return open_database(home, clock)


def open_database(home: Home, clock: Clock) -> Workspace:
    """Open the database of a home, which is made where there is none yet; its key must be there.

    :raises Trouble: as `open_for_reading`
    """
    refuse_shredded(home)
    key = home.read_key()
    home = home.unlocked(key)
    occupancy = Occupancy(home.lock_file)
    engine = sqlite_engine(home.database, key)
    try:
        with translated(str(home.database)):
            bring_up_to_date(engine, lambda: make_backup(home, clock.now(), Reason.MIGRATION))
    except BaseException:
        engine.dispose()
        occupancy.end()
        raise
    ballast = Ballast(home.ballast_file)
    journaling = Journaling(Journal(home.journal_file, key), ballast.release)
    store = Store(
        engine,
        [ServerImageKeeper, SearchIndexer, ClockKeeper, journaling.observer],
        path=str(home.database),
        make_room=ballast.release,
    )
    store.listen(journaling.heard)
    runner = CommandRunner(store, clock, held_grants, Reactions())
    return Workspace(home, store, runner, Vault(home.files_folder, key), journaling, ballast, occupancy)


def has_begun(reader: Reader) -> bool:
    """Whether somebody works in this workspace: it was begun alone, or a person has signed in."""
    return bool(fact(reader, PERSON_ID))
