"""Taking an import back: what can be, what stays and why, and the commands that do it.

All of it is read from what is here: devices, people, licences and consumables name the import that brought them, and
the history of devices names the one that changed them. So an import that was stopped halfway is undone like a whole
one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.assets.edit_commands import EditAsset
from app.assets.import_commands import LARGEST_BATCH, TakeBackAssets
from app.assets.imports.fields import ASSET_FIELDS
from app.assets.tables import Asset, AssetEdit, Consumable, Licence
from app.directory.import_commands import TakeBackPeople
from app.directory.referring import (
    REFERRING_TO_ASSETS,
    REFERRING_TO_CONSUMABLES,
    REFERRING_TO_LICENCES,
    REFERRING_TO_PEOPLE,
    referred_to,
)
from app.directory.tables import Import, Person
from app.foundation.translation import N_, _
from app.storage.edits import edit_of
from app.storage.schema import spec_of
from app.storage.units import Reader

_REASONS = {
    "asset_edits": N_("it was corrected since"),
    "label_events": N_("a label was printed for it"),
    "asset_relations": N_("it is linked with another device"),
    "work_orders": N_("there is a work order about it"),
    "send_in_repairs": N_("it was sent to a repair"),
    "contract_devices": N_("it is on the list of a contract"),
    "licence_seats": N_("a licence is used there"),
    "consumable_changes": N_("it was changed since"),
    "attachments": N_("a file is attached to it"),
    "assets": N_("a device is in use there"),
}
_OTHER_REASON = N_("something else refers to it")
_CHANGED_SINCE = N_("{field} was changed since")
_LABELS = {
    **{field.name: field.label for field in ASSET_FIELDS},
    "cost_minor": N_("Purchase cost"),
    "department_id": N_("Department"),
    "site_id": N_("Site"),
}
_STEP = 5
_EDITS = 200


@dataclass(frozen=True, slots=True)
class Left:
    """What an undoing would leave: its name, and why in the language shown."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing an import would do; `removed` and `restored` count records, `steps` do it, each all or none."""

    record: Import
    removed: int
    restored: int
    left: tuple[Left, ...]
    steps: tuple[tuple[object, ...], ...]


def undoing(reader: Reader, import_id: str) -> Undoing:
    """What undoing an import would do now.

    :raises Rejection: ``record_unknown``
    """
    record = reader.require(Import, import_id)
    left: list[Left] = []
    removals: list[object] = []
    removed = 0
    for kind in _BROUGHT:
        rows = reader.having(kind.row_type, import_id=import_id)
        taken, stay = kind.parted(reader, rows, import_id)
        removed += len(taken)
        left += stay
        for start in range(0, len(taken), LARGEST_BATCH):
            batch = taken[start : start + LARGEST_BATCH]
            removals.append(kind.command(batch[0].customer_id, import_id, tuple(row.id for row in batch)))
    edits = list(_restoring(reader, import_id, left))
    steps = (*_pieces(removals, _STEP), *_pieces(edits, _EDITS))
    return Undoing(record, removed, len(edits), tuple(left), steps)


@dataclass(frozen=True, slots=True)
class _Brought:
    """A kind of record that imports bring: what refers to it, what it is called, and what takes it back."""

    row_type: type[Any]
    referring: Sequence[str]
    called: Callable[[Any], str]
    command: Callable[[str, str, tuple[str, ...]], object]

    def parted(self, reader: Reader, rows: Sequence[Any], import_id: str) -> tuple[list[Any], list[Left]]:
        """Those that can be taken back, and those that cannot."""
        why: dict[str, str] = {}
        for start in range(0, len(rows), LARGEST_BATCH):
            ids = [row.id for row in rows[start : start + LARGEST_BATCH]]
            why |= referred_to(reader, self.referring, ids, import_id)
        left = [Left(self.called(row), _(_REASONS.get(why[row.id], _OTHER_REASON))) for row in rows if row.id in why]
        return [row for row in rows if row.id not in why], left


_BROUGHT = (
    _Brought(
        Consumable,
        REFERRING_TO_CONSUMABLES,
        lambda row: row.name,
        lambda customer, brought_by, ids: TakeBackAssets(
            customer_id=customer, import_id=brought_by, consumable_ids=ids
        ),
    ),
    _Brought(
        Licence,
        REFERRING_TO_LICENCES,
        lambda row: row.product,
        lambda customer, brought_by, ids: TakeBackAssets(customer_id=customer, import_id=brought_by, licence_ids=ids),
    ),
    _Brought(
        Asset,
        REFERRING_TO_ASSETS,
        lambda row: f"{row.code} {row.name}",
        lambda customer, brought_by, ids: TakeBackAssets(customer_id=customer, import_id=brought_by, asset_ids=ids),
    ),
    _Brought(
        Person,
        REFERRING_TO_PEOPLE,
        lambda row: row.name,
        lambda customer, brought_by, ids: TakeBackPeople(customer_id=customer, import_id=brought_by, person_ids=ids),
    ),
)
"""What refers to others goes before what it refers to."""


def _restoring(reader: Reader, import_id: str, left: list[Left]) -> Iterator[EditAsset]:
    """The edits that give devices back what they had; what somebody changed since is noted in `left`."""
    spec = spec_of(Asset)
    decoders = dict(spec.decoders)
    for done in reader.having(AssetEdit, import_id=import_id):
        asset = reader.get(Asset, done.asset_id)
        if asset is None:
            continue
        stands = dict(zip(spec.columns, spec.to_values(asset), strict=True))
        wanted: dict[str, object] = {}
        for name, pair in done.facts.items():
            before, after = json.loads(pair)
            if name not in spec.editable or stands[name] == before:
                continue
            if stands[name] != after:
                label = _(_LABELS.get(name, name))
                left.append(Left(f"{asset.code} {asset.name}", _(_CHANGED_SINCE).format(field=label)))
                continue
            decode = decoders.get(spec.columns.index(name))
            wanted[name] = decode(before) if decode and before is not None else before
        if wanted:
            yield edit_of(EditAsset, asset, **wanted)


def _pieces(commands: Sequence[object], size: int) -> list[tuple[object, ...]]:
    return [tuple(commands[start : start + size]) for start in range(0, len(commands), size)]
