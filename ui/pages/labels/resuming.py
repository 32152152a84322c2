"""The job of a label printer that is under way, kept after each label, and offered again where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.label_commands import RecordLabels
    from app.labels.keeping import KeptJob
    from app.storage.units import Reader, UnitOfWork


class Resuming(QObject):
    """Knows the job as it stands; whatever ends the program, the store knows it up to the last label that was told."""

    found = Signal()
    """There is a `job` that stopped, or there is none; `devices` are its devices by id and code."""

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self.job: KeptJob | None = None
        self.devices: tuple[tuple[str, str], ...] = ()

    def look(self) -> None:
        """Look for a job that has not come to its end, and write down those of its labels that are out."""
        self._work.run_query(_look, self._looked)

    def begin(self, job: KeptJob) -> None:
        """Labels are about to be printed."""
        self.job = job
        self._work.write(job.keep)

    def count(self, out: int) -> None:
        """So many labels are out."""
        if self.job is not None:
            self.job = self.job.come_to(out)
            self._work.write(self.job.keep_progress)

    def end(self, out: int, *, is_sure: bool) -> None:
        """The job came to its end, or stopped; what is out is written down."""
        if self.job is not None:
            self.job = self.job.come_to(out, is_sure=is_sure)
            self._work.write(self.job.keep_progress)
            self._settle()
        if self.job is not None:
            self._name_devices()

    def begin_with(self, asset_id: str) -> None:
        """Go on with the label of this device of the job."""
        if self.job is not None:
            self.job = self.job.beginning_with(asset_id)

    def give_up(self) -> None:
        """Nobody wants the rest."""
        from app.labels.keeping import forget

        self.job = None
        self._work.write(forget)

    def _looked(self, job: KeptJob | None) -> None:
        self.job = job
        self._settle()
        self._name_devices()

    def _settle(self) -> None:
        if self.job is not None:
            self._work.run_query(self.job.settled, self._settled)
            self.job = self.job if self.job.rest else None

    def _settled(self, answer: tuple[list[RecordLabels], Callable[[UnitOfWork], None]]) -> None:
        told, keep = answer
        self._work.run_command(*told, and_write=keep)

    def _name_devices(self) -> None:
        ids = self.job.asset_ids if self.job is not None else ()
        self._work.run_query(partial(_named, ids), self._named)

    def _named(self, devices: tuple[tuple[str, str], ...]) -> None:
        self.devices = devices
        self.found.emit()


def _named(asset_ids: tuple[str, ...], reader: Reader) -> tuple[tuple[str, str], ...]:
    from app.assets.tables import Asset

    found = (reader.get(Asset, asset_id) for asset_id in asset_ids)
    return tuple((asset.id, asset.code) for asset in found if asset is not None)


def _look(reader: Reader) -> KeptJob | None:
    from app.labels.keeping import kept_job

    return kept_job(reader)
