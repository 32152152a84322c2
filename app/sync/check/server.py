"""The server's half of check: say what a device should hold, and send what it holds otherwise. Nothing is changed."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import msgspec

from app.accounts.tables import User
from app.accounts.users import grants_of
from app.foundation.logging import log_event
from app.storage.schema import TableSpec, Values, spec_of
from app.storage.store import Store
from app.storage.units import Reader
from app.sync.check.stretches import digest_of, digests_of, stretch_of, without_old
from app.sync.check.wire import CheckRequest, PackedCheck
from app.sync.pull.server import DeviceScopes, is_known
from app.sync.pull.wire import LARGEST_ROWS, TableRows
from app.sync.rebase.rows import synchronised_specs
from app.sync.stamps import SyncStamp, epoch_of, last_sequence

_STAMPS = spec_of(SyncStamp).name

_log = logging.getLogger(__name__)


def compare(store: Store, user: User, request: CheckRequest, at: datetime) -> PackedCheck:
    """What a person's device should hold of a stretch, all of it from one snapshot."""
    with store.read() as reader:
        scopes = DeviceScopes(grants_of(reader, user.id), user.person_id)
        if not _is_newest(reader, scopes, request, at):
            return PackedCheck(comparable=False, columns=[])
        spec = next((spec for spec in synchronised_specs() if spec.name == request.table), None)
        if spec is None:
            return PackedCheck(comparable=True, columns=[])
        return _Comparison(reader, scopes, spec, request).reply()


def _is_newest(reader: Reader, scopes: DeviceScopes, request: CheckRequest, at: datetime) -> bool:
    """Whether nothing that the device gets has changed since it pulled, so that both speak of the same moment."""
    if not is_known(request, last_sequence(reader), epoch_of(reader), scopes, at):
        return False
    condition, values = scopes.condition(reader.plain.mark)
    sql = f"SELECT 1 FROM {_STAMPS} WHERE {condition} AND sequence > {reader.plain.mark} LIMIT 1"  # noqa: S608 - ours
    return not reader.plain.rows(sql, [*values, request.cursor])


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A stretch of a table that is compared with what a device has."""

    reader: Reader
    scopes: DeviceScopes
    spec: TableSpec
    request: CheckRequest

    def reply(self) -> PackedCheck:
        """Count and digest; or, where the laptop has named its rows, what sets them right."""
        request, spec = self.request, self.spec
        stretch = stretch_of(self.reader, spec, request.after, request.until, cache(self.scopes.include))
        horizon = request.horizon if self.scopes.keeps_window else 0
        ids = without_old(self.reader, spec, stretch.ids, horizon)
        columns = [name for name in spec.columns if name in request.columns]
        rows = self.reader.values_of(spec, ids)
        digests = digests_of(spec, columns, rows)
        compared = PackedCheck(
            comparable=True,
            columns=columns,
            until=stretch.until,
            count=len(digests),
            digest=digest_of(digests.values()),
        )
        return compared if request.named is None else self._setting_right(compared, rows, request.named)

    def _setting_right(self, reply: PackedCheck, rows: Mapping[str, Values], named: Mapping[str, str]) -> PackedCheck:
        """The rows that stand here otherwise than they were named, and those of the named that the device gets no more.

        A row that was named and is too old for the device is sent nevertheless if it stands otherwise: the laptop then
        sees that it is old.
        """
        others = self.reader.values_of(self.spec, named.keys() - rows.keys())
        seen = {row_id: row for row_id, row in others.items() if self.scopes.include(self.spec.scope_of(row))}
        here = {**rows, **seen}
        digests = digests_of(self.spec, reply.columns, here)
        wrong = {row_id: row for row_id, row in here.items() if named.get(row_id) != digests[row_id]}
        left = [row_id for row_id in named if row_id not in here]
        if wrong or left:
            missing = len(wrong.keys() - named.keys())
            figures = {"missing": missing, "differing": len(wrong) - missing, "left": len(left)}
            log_event(_log, "a device held other rows", level=logging.WARNING, table=self.spec.name, **figures)
        tables = _packed(self.spec, list(wrong.values()), left)
        return msgspec.structs.replace(reply, differences=len(wrong) + len(left), tables=tables)


def _packed(spec: TableSpec, rows: list[Values], left: list[str]) -> msgspec.Raw:
    """The rows as JSON; where they come to too many bytes, half of them: the next check finds the rest."""
    values = [list(column) for column in zip(*rows, strict=True)]
    packed = msgspec.json.encode([TableRows(name=spec.name, columns=list(spec.columns), values=values, left=left)])
    if len(packed) > LARGEST_ROWS and len(rows) > 1:
        return _packed(spec, rows[: len(rows) // 2], left)
    return msgspec.Raw(packed)
