"""Making a workspace whole again: from a backup, from what can still be read, from the journal, and from its server.

What is there is copied aside before anything is changed. The new database is made complete in a folder of its own and
then takes the place of the old one, so that a crash leaves the one or the other.
"""

from __future__ import annotations

import getpass
import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.bootstrap import begin_alone, create_empty_workspace, open_workspace
from app.foundation.clock import Clock, SystemClock
from app.foundation.errors import PaigongError
from app.foundation.home import Home
from app.foundation.translation import _, ngettext
from app.safekeeping.backups import Backup, newest_good_backup, verify
from app.safekeeping.checking import forget_damage
from app.safekeeping.exchange import keep_aside, put_in_place
from app.safekeeping.occupancy import alone_in
from app.safekeeping.salvage import Salvage, numbered_anew, salvage
from app.storage import facts
from app.storage.numbers import NumberBlock
from app.storage.outbox import OutboxEntry, OutboxState
from app.storage.schema import columns_of
from app.storage.units import UnitOfWork
from app.unsent.file import UnsentWork
from app.unsent.takeover import TakenOver, take_over
from app.workspace import Workspace, has_begun

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rescued:
    """What a rescue came to. `backed_up_at` is of the backup that it began with, if there was one."""

    aside: Path
    backed_up_at: datetime | None
    waiting: int
    drafts: int
    server: str
    """Where the rest comes from; empty where there is no server."""
    must_sign_in: bool
    """The server has to learn of this workspace anew."""

    def words(self) -> list[str]:
        """All that a person wants to know, a sentence each, in the language shown now."""
        day = f"{self.backed_up_at:%Y-%m-%d %H:%M} UTC" if self.backed_up_at else ""
        known = {"folder": self.aside, "day": day, "server": self.server, "count": self.waiting}
        return [text.format(**known) for text in self._templates()]

    def _templates(self) -> Iterator[str]:
        yield _("The workspace was made whole again. What was there before is kept in {folder}.")
        if self.backed_up_at is not None:
            yield _("It begins with the backup of {day}.")
        if self.server:
            yield _("Everything else comes from the server {server} again, as soon as it can be reached.")
            yield ngettext(
                "{count} entry that the server may not have yet is kept and offered to it.",
                "{count} entries that the server may not have yet are kept and offered to it.",
                self.waiting,
            )
        else:
            yield ngettext(
                "{count} entry was read from the journal and done again where the backup did not have it.",
                "{count} entries were read from the journal and done again where the backup did not have them.",
                self.waiting,
            )
        if self.must_sign_in:
            yield _("Part of the journal was damaged too, so the server has to learn who you are: sign in again.")


def rescue(home: Home, clock: Clock | None = None, backup: Backup | None = None) -> Rescued:
    """Make the workspace whole again, which nobody has open; from `backup`, or else from the newest that is good.

    :raises Trouble: ``aside_no_room``, ``copy_unreadable``, ``disk_full`` …; nothing was changed
    """
    home = home.unlocked(home.read_key())
    if backup is not None:
        verify(backup.path, home.read_key())
    with alone_in(home.lock_file):
        return _rescue(home, clock or SystemClock(), backup)


def _rescue(home: Home, clock: Clock, backup: Backup | None) -> Rescued:
    found = salvage(home)
    if found.facts.get(facts.SERVER_URL) and not found.keeps_device:
        found = numbered_anew(found)
    aside = keep_aside(home, clock.now())
    base = backup or newest_good_backup(home)
    prepared = Home(home.folder / "rescue").unlocked(home.read_key())
    shutil.rmtree(prepared.folder, ignore_errors=True)  # an earlier attempt; what it was made of is still there
    workspace = _begin(prepared, base, found, clock)
    try:
        workspace.store.write(lambda unit: _fill(unit, workspace, found))
    finally:
        workspace.close()
    put_in_place(home, prepared.database)
    shutil.rmtree(prepared.folder, ignore_errors=True)
    forget_damage(home)
    server = found.facts.get(facts.SERVER_URL, "")
    return Rescued(
        aside=aside,
        backed_up_at=base.made_at if base else None,
        waiting=len(found.pending),
        drafts=len(found.drafts),
        server=server,
        must_sign_in=bool(server) and not found.facts.get(facts.DEVICE_TOKEN),
    )


def take_in(workspace: Workspace, work: UnsentWork) -> TakenOver:
    """Do here what was done on another laptop of the same person and has not reached the server.

    :raises Rejection: ``export_of_other``
    :raises Trouble: ``export_unreadable``, ``disk_full``, ``file_not_writable``
    """

    def do(unit: UnitOfWork, entry: OutboxEntry) -> None:
        _do_again(unit, workspace, entry)

    return take_over(workspace.store, workspace.vault, do, work, workspace.runner.clock.now())


def _begin(prepared: Home, base: Backup | None, found: Salvage, clock: Clock) -> Workspace:
    """A workspace to fill: the backup, or an empty one in which its person works."""
    prepared.prepare()
    if base is not None:
        shutil.copyfile(base.path, prepared.database)
        return open_workspace(prepared, clock)
    workspace = create_empty_workspace(prepared, clock)
    if not found.facts.get(facts.SERVER_URL):
        begin_alone(workspace, getpass.getuser(), owner_id=found.facts.get(facts.PERSON_ID, ""))
    return workspace


def _fill(unit: UnitOfWork, workspace: Workspace, found: Salvage) -> None:
    for name, value in found.facts.items():
        facts.set_fact(unit, name, value)
    if found.facts.get(facts.SERVER_URL):
        for name, value in ((facts.CURSOR, "0"), (facts.SCOPES, ""), (facts.RESCUED, "yes")):
            facts.set_fact(unit, name, value)  # the server tells everything once more
    known = {entry.id for entry in unit.find(OutboxEntry)}
    _make_way(unit, found.entries)
    for entry in found.entries:
        unit.put(entry)
        if entry.id not in known and entry.state is OutboxState.PENDING and has_begun(unit):
            _do_again(unit, workspace, entry)
    unit.put(*found.drafts)
    for block in unit.find(NumberBlock):  # what was given out of it since is not known: its rest is given up
        unit.remove(NumberBlock, block.id)


def _make_way(unit: UnitOfWork, entries: list[OutboxEntry]) -> None:
    """Places in the outbox belong to one entry each; where entries were numbered anew, older ones give theirs up."""
    places = {entry.sequence: entry.id for entry in entries}
    taken = unit.find(OutboxEntry, columns_of(OutboxEntry).sequence.in_(list(places)))
    for entry in taken:
        if places[entry.sequence] != entry.id:
            unit.remove(OutboxEntry, entry.id)


def _do_again(unit: UnitOfWork, workspace: Workspace, entry: OutboxEntry) -> None:
    """What cannot be done here, because what it stands on is missing, waits all the same: the server decides."""
    try:
        unit.attempt(lambda: workspace.runner.redo(unit, entry))
    except PaigongError:
        _log.info("command %s (%s) waits for the server", entry.id, entry.name)
