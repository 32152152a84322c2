"""What happens to a process, to its disk and to its power in the middle of what it writes.

The database is the real one. A process ends before any statement of a transaction, before a commit or after it. Where
the power is cut, the disk holds what was synced: everything up to the last commit that returned, and of a commit that
was under way its first so many bytes. A full disk refuses to grow from some page, some statement or some commit on.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from random import Random
from typing import Any, NoReturn

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from app.storage.store import sqlite_engine

_MOST_STATEMENTS = 60
_NORMAL = 1
"""A commit that does not wait for the disk. 0 stands for what people have where `tests/shortcuts.py` is at work."""
_ANY_NUMBER_OF_PAGES = 1_073_741_823


class Killed(BaseException):
    """The process ended here."""


class Fate(Enum):
    """What is going to happen."""

    KILLED = "killed"
    POWER_CUT = "power cut"
    DISK_FULL = "disk full"
    NO_MORE_PAGES = "no more pages"


class Files:
    """The database's files as a disk holds them at one moment."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._log = Path(f"{database}-wal")
        self.rows = database.read_bytes()
        self.log = self._log.read_bytes() if self._log.exists() else b""

    def put_back(self) -> None:
        """Make this what is there; nobody may have the database open."""
        Path(f"{self._database}-shm").unlink(missing_ok=True)
        self._database.write_bytes(self.rows)
        self._log.write_bytes(self.log)


class Hazards:
    """Watches whoever writes to one database, and lets one thing happen to him when it is told to."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._fate: Fate | None = None
        self._statements_left = 0
        self._part = 0.0
        self._left_by_power: Files | None = None
        self._opening: sa.Engine | None = None

    def watched_engine(self, path: Path, key: bytes) -> sa.Engine:
        """An engine that is watched from its first statement on; it ends with the process."""
        self._opening = sqlite_engine(path, key)
        self.watch(self._opening)
        return self._opening

    def watch(self, engine: sa.Engine) -> None:
        """Watch what is written through this engine."""
        for name in ("do_execute", "do_executemany"):
            sa.event.listen(engine, name, self._executing)
        sa.event.listen(engine, "do_execute_no_params", self._executing_without)
        sa.event.listen(engine, "begin", self._begun)
        sa.event.listen(engine, "commit", self._committing)

    def arm(self, random: Random) -> None:
        """Something happens at one of the next statements, or at the next commit."""
        self._fate = random.choice(list(Fate))
        self._statements_left = random.choice([0, random.randint(1, _MOST_STATEMENTS)])
        self._part = random.random()

    def disarm(self) -> None:
        """Nothing happens any more; the disk has room again."""
        self._fate = None

    def cut_power(self, engine: sa.Engine) -> None:
        """What is on the disk now is what the next process finds."""
        with engine.connect() as connection:
            self._left_by_power = self._synced(_driver(connection))

    def begin_again(self) -> None:
        """The process has ended, and its files are closed: put there what a power cut has left."""
        self.disarm()
        if self._opening is not None:
            self._opening.dispose()
        if self._left_by_power is not None:
            self._left_by_power.put_back()
        self._left_by_power = None

    def _begun(self, connection: sa.Connection) -> None:
        if not _writes(connection):
            return
        full = self._fate is Fate.NO_MORE_PAGES
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() if full else _ANY_NUMBER_OF_PAGES
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def _executing_without(self, cursor: Any, statement: str, context: Any) -> None:
        self._executing(cursor, statement, (), context)

    def _executing(self, _cursor: object, statement: str, _parameters: object, context: Any) -> None:
        if self._fate is None or statement.startswith(("SELECT", "PRAGMA")) or not _writes(context.root_connection):
            return
        self._statements_left -= 1
        if self._fate is Fate.DISK_FULL and self._statements_left < 0:
            raise dbapi2.OperationalError("database or disk is full")
        if self._statements_left == 0 and self._fate in {Fate.KILLED, Fate.POWER_CUT}:
            self._die(self._synced(_driver(context.root_connection)) if self._fate is Fate.POWER_CUT else None)

    def _committing(self, connection: sa.Connection) -> None:
        if not _writes(connection) or self._statements_left > 0:
            return
        if self._fate is Fate.DISK_FULL:
            raise sa.exc.OperationalError("COMMIT", None, dbapi2.OperationalError("database or disk is full"))
        if self._fate is Fate.KILLED:
            if self._part > 0.5:
                _driver(connection).commit()
            self._die(None)
        if self._fate is Fate.POWER_CUT:
            self._die(self._torn(_driver(connection)))

    def _torn(self, driver: Any) -> Files:
        """What a disk holds that lost its power while the log of this commit was being written."""
        files = self._synced(driver)
        driver.commit()
        after = Files(self._database).log
        same = len(files.log) if after.startswith(files.log) else 0
        written = same + int((len(after) - same) * self._part)
        files.log = after[:written] + files.log[written:]
        return files

    def _synced(self, driver: Any) -> Files:
        files = Files(self._database)
        if driver.execute("PRAGMA synchronous").fetchone()[0] == _NORMAL:
            files.log = b""  # nothing has asked the disk to keep it
        return files

    def _die(self, left_by_power: Files | None) -> NoReturn:
        self.disarm()
        self._left_by_power = left_by_power
        raise Killed


def _writes(connection: sa.Connection) -> bool:
    writes: bool = connection.get_execution_options().get("paigong_writer", False)
    return writes


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection
