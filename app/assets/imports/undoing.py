"""Taking an import back: what can be, what stays and why, and the commands that do it.

All of it is read from what is here: records name the import that brought them, and the history of devices names the one
that changed them. So an import that was stopped halfway is undone like a whole one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.assets.edit_commands import EditAsset
from app.assets.imports.brought import BROUGHT, Left
from app.assets.imports.fields import ASSET_FIELDS
from app.assets.rules import next_states
from app.assets.tables import Asset, AssetEdit
from app.directory.tables import Import
from app.foundation.translation import N_, _
from app.storage.edits import edit_of
from app.storage.schema import spec_of
from app.storage.units import Reader

_CHANGED_SINCE = N_("{field} was changed since")
_NO_WAY_BACK = N_("nothing leads back to its former state")
_LABELS = {
    **{field.name: field.label for field in ASSET_FIELDS},
    "cost_minor": N_("Purchase cost"),
    "department_id": N_("Department"),
    "site_id": N_("Site"),
}
_PLACES = frozenset({"department_id", "site_id"})
_STEP = 5
_EDITS = 200


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
    edits = list(_restoring(reader, import_id, left))
    removals: list[object] = []
    taken: set[str] = set()
    staying: list[Any] = []
    leaving = frozenset(edit.id for edit in edits if _PLACES & edit.wanted.keys())
    for kind in BROUGHT:
        going, stay, told = kind.parted(reader, import_id, staying, leaving)
        taken.update(row.id for row in going)
        staying += stay
        left += told
        removals += kind.commands(going, import_id)
    restored = [edit for edit in edits if edit.id not in taken]
    steps = (*_pieces(restored, _EDITS), *_pieces(removals, _STEP))
    return Undoing(record, len(taken), len(restored), tuple(left), steps)


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
            if name == "state" and before not in next_states(asset.state):
                left.append(Left(f"{asset.code} {asset.name}", _(_NO_WAY_BACK)))
                continue
            decode = decoders.get(spec.columns.index(name))
            wanted[name] = decode(before) if decode and before is not None else before
        if wanted:
            yield edit_of(EditAsset, asset, **wanted)


def _pieces(commands: Sequence[object], size: int) -> list[tuple[object, ...]]:
    return [tuple(commands[start : start + size]) for start in range(0, len(commands), size)]
