"""A job of labels under way, kept in the workspace, so that it can go on where it stopped, whatever stopped it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

import msgspec

from app.assets.label_commands import RecordLabels
from app.assets.tables import Asset
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.labels.jobs import records
from app.storage.drafts import Draft, drop_draft, read_draft, save_draft
from app.storage.units import Reader, UnitOfWork

_JOB, _PROGRESS, _FIELD = "labels.job", "labels.progress", "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a job has come: labels that are `out`, each copy counted, and devices that are `written` down.

    Unless `is_sure`, the label that comes next may be out as well: the program was killed, or the printer broke off.
    """

    out: int = 0
    written: int = 0
    is_sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptJob:
    """Which devices get labels and where; all that is needed to go on."""

    asset_ids: tuple[str, ...]
    medium: str
    printer: str
    copies: int
    reason: str
    begun_at: datetime
    progress: Progress = field(default_factory=Progress)

    @property
    def rest(self) -> tuple[str, ...]:
        """The devices that wait for a label, or for another copy of it."""
        return self.asset_ids[self.progress.out // self.copies :]

    @property
    def copies_out(self) -> int:
        """How many copies of the label that comes next are out."""
        return self.progress.out % self.copies

    def beginning_with(self, asset_id: str) -> KeptJob:
        """The same, to go on with the label of this device, also where it had come further.

        :raises Rejection: ``label_not_in_job``
        """
        if asset_id not in self.asset_ids:
            raise Rejection("label_not_in_job")
        out = self.asset_ids.index(asset_id) * self.copies
        return replace(self, progress=Progress(out=out, written=out // self.copies, is_sure=True))

    def rest_of(self, asset_ids: tuple[str, ...], reason: str) -> KeptJob:
        """What is left as a job of its own, for those of the devices of which a label can be made."""
        left = Progress(out=self.copies_out, is_sure=self.progress.is_sure)
        return replace(self, asset_ids=asset_ids, reason=reason or self.reason, progress=left)

    def come_to(self, out: int, *, is_sure: bool = False) -> KeptJob:
        """The same, once so many labels are out."""
        return replace(self, progress=replace(self.progress, out=out, is_sure=is_sure))

    def keep(self, unit: UnitOfWork) -> None:
        """Keep it in place of an earlier one."""
        self._save(unit, _JOB, msgspec.json.encode(self))
        self.keep_progress(unit)

    def keep_progress(self, unit: UnitOfWork) -> None:
        """Keep how far it has come, after each label; the list of devices may be long."""
        self._save(unit, _PROGRESS, msgspec.json.encode(self.progress))

    def settled(self, reader: Reader) -> tuple[list[RecordLabels], Callable[[UnitOfWork], None]]:
        """The labels that are out and not written down yet, and what is to be kept in the same transaction."""
        done = self.progress.out // self.copies
        assets = (reader.get(Asset, asset_id) for asset_id in self.asset_ids[self.progress.written : done])
        told = records([asset for asset in assets if asset is not None], self.medium, self.reason)
        if not self.rest:
            return told, forget
        return told, replace(self, progress=replace(self.progress, written=done)).keep_progress

    def _save(self, unit: UnitOfWork, draft_id: str, content: bytes) -> None:
        save_draft(unit, Draft(id=draft_id, fields={_FIELD: content.decode()}, saved_at=self.begun_at))


def kept_job(reader: Reader) -> KeptJob | None:
    """The job that has not come to its end."""
    job, progress = read_draft(reader, _JOB), read_draft(reader, _PROGRESS)
    if job is None or progress is None:
        return None
    kept = msgspec.json.decode(job.fields[_FIELD], type=KeptJob)
    return replace(kept, progress=msgspec.json.decode(progress.fields[_FIELD], type=Progress))


def required_job(reader: Reader) -> KeptJob:
    """The same, where there must be one.

    :raises Rejection: ``no_label_job``
    """
    kept = kept_job(reader)
    if kept is None:
        raise Rejection("no_label_job")
    return kept


def forget(unit: UnitOfWork) -> None:
    """The job has come to its end, or nobody wants it any more."""
    drop_draft(unit, _JOB)
    drop_draft(unit, _PROGRESS)


declare(
    {
        "no_label_job": N_("No job of labels has stopped: all that were begun have come to their end."),
        "label_not_in_job": N_("The job that stopped has no label of this device. Print that one by itself."),
    }
)
