"""The register as a table: what an import would read again, and what only we know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.assets.filters import AssetFilter
from app.assets.imports.fields import ASSET_FIELDS
from app.assets.queries import wanted_assets
from app.assets.rules import ASSET_STATE_NAMES
from app.assets.tables import Asset, AssetAlias
from app.directory.tables import Customer, Department, Site
from app.foundation.sheets.writing import Cell
from app.foundation.translation import N_, _
from app.storage.units import Reader

_YES = N_("yes")
_FURTHER = (
    ("customer", N_("Customer")),
    ("contract_code", N_("Contract code")),
    ("aliases", N_("Also known as")),
    ("currency", N_("Currency")),
)


@dataclass(frozen=True, slots=True)
class _Names:
    """What ids stand for; aliases by the device."""

    customers: Mapping[str, str]
    departments: Mapping[str, str]
    sites: Mapping[str, str]
    aliases: Mapping[str, str]


def register_table(reader: Reader, wanted: AssetFilter) -> tuple[Sequence[str], Iterator[Sequence[Cell]]]:
    """The columns, in the language shown now, and a row for each wanted device, by code."""
    fields = [field.name for field in ASSET_FIELDS] + [name for name, _label in _FURTHER]
    columns = [_(field.label) for field in ASSET_FIELDS] + [_(label) for _name, label in _FURTHER]
    names = _Names(
        {row.id: row.name for row in reader.find(Customer)},
        {row.id: row.name for row in reader.find(Department)},
        {row.id: row.name for row in reader.find(Site)},
        _aliases(reader),
    )
    assets = wanted_assets(reader, wanted)
    return columns, ([_cell(name, asset, names) for name in fields] for asset in assets)


def _aliases(reader: Reader) -> dict[str, str]:
    told: dict[str, str] = {}
    for alias in reader.find(AssetAlias):
        told[alias.asset_id] = f"{told[alias.asset_id]}, {alias.alias}" if alias.asset_id in told else alias.alias
    return told


def _cell(name: str, asset: Asset, names: _Names) -> Cell:
    if name in _CELLS:
        return _CELLS[name](asset, names)
    value = getattr(asset, name)
    return (_(_YES) if value else "") if isinstance(value, bool) else value


_CELLS: dict[str, Callable[[Asset, _Names], Cell]] = {
    "type": lambda asset, _names: asset.type_code,
    "department": lambda asset, names: names.departments.get(asset.department_id or ""),
    "site": lambda asset, names: names.sites.get(asset.site_id or ""),
    "cost": lambda asset, _names: None if asset.cost_minor is None else Decimal(asset.cost_minor) / 100,
    "customer": lambda asset, names: names.customers.get(asset.customer_id),
    "aliases": lambda asset, names: names.aliases.get(asset.id),
    "state": lambda asset, _names: _(ASSET_STATE_NAMES[asset.state]),
}
