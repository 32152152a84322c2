"""What imports bring, and what stands in the way of taking it back."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any

from app.assets.import_commands import LARGEST_BATCH, TakeBackAssets
from app.assets.model_commands import TakeBackModels
from app.assets.tables import Asset, Consumable, DeviceModel, Licence
from app.directory.import_commands import TakeBackCustomers, TakeBackRecords
from app.directory.referring import (
    REFERRING_TO_ASSETS,
    REFERRING_TO_CONSUMABLES,
    REFERRING_TO_CUSTOMERS,
    REFERRING_TO_DEPARTMENTS,
    REFERRING_TO_LICENCES,
    REFERRING_TO_PEOPLE,
    REFERRING_TO_SITES,
    REFERRING_TO_SYSTEMS,
    referred_to,
)
from app.directory.tables import Customer, Department, Person, Site, SupportedSystem
from app.foundation.translation import N_, _
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
    "assets": N_("a device belongs to it"),
    "people": N_("somebody belongs to it"),
    "blank_labels": N_("labels were printed for it"),
    "stocktakes": N_("a stocktake was made there"),
    "contracts": N_("it has a contract"),
    "sites": N_("it has sites"),
    "departments": N_("it has departments"),
    "supported_systems": N_("a system is supported there"),
}
_OTHER_REASON = N_("something else refers to it")


@dataclass(frozen=True, slots=True)
class Left:
    """What an undoing would leave: its name, and why in the language shown."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Brought:
    """A kind of record that imports bring: what refers to it, what it is called, and what takes it back.

    `command` is given the customer, the import and the ids.
    """

    row_type: type[Any]
    referring: Sequence[str]
    called: Callable[[Any], str]
    command: Callable[[str, str, tuple[str, ...]], object]

    def parted(
        self, reader: Reader, import_id: str, staying: Sequence[Any], leaving: Container[str]
    ) -> tuple[list[Any], list[Any], list[Left]]:
        """Those that can be taken back, those that cannot, and why not.

        :param staying: what else the import brought and cannot be taken back
        :param leaving: ids of rows that will refer to none of them
        """
        rows = reader.having(self.row_type, import_id=import_id)
        why: dict[str, str] = {}
        for start in range(0, len(rows), LARGEST_BATCH):
            ids = [row.id for row in rows[start : start + LARGEST_BATCH]]
            why |= referred_to(reader, self.referring, ids, import_id, leaving)
        for row in staying:
            for name in self.referring:
                why.setdefault(getattr(row, name, None) or "", spec_of(type(row)).name)
        left = [Left(self.called(row), _(_REASONS.get(why[row.id], _OTHER_REASON))) for row in rows if row.id in why]
        return [row for row in rows if row.id not in why], [row for row in rows if row.id in why], left

    def commands(self, rows: Sequence[Any], import_id: str) -> list[object]:
        """What takes these back."""
        batches = (rows[start : start + LARGEST_BATCH] for start in range(0, len(rows), LARGEST_BATCH))
        return [
            self.command(getattr(batch[0], "customer_id", ""), import_id, tuple(row.id for row in batch))
            for batch in batches
        ]


BROUGHT = (
    Brought(
        Consumable,
        REFERRING_TO_CONSUMABLES,
        lambda row: row.name,
        lambda customer, brought_by, ids: TakeBackAssets(
            customer_id=customer, import_id=brought_by, consumable_ids=ids
        ),
    ),
    Brought(
        Licence,
        REFERRING_TO_LICENCES,
        lambda row: row.product,
        lambda customer, brought_by, ids: TakeBackAssets(customer_id=customer, import_id=brought_by, licence_ids=ids),
    ),
    Brought(
        Asset,
        REFERRING_TO_ASSETS,
        lambda row: f"{row.code} {row.name}",
        lambda customer, brought_by, ids: TakeBackAssets(customer_id=customer, import_id=brought_by, asset_ids=ids),
    ),
    Brought(
        Person,
        REFERRING_TO_PEOPLE,
        lambda row: row.name,
        lambda customer, brought_by, ids: TakeBackRecords(customer_id=customer, import_id=brought_by, person_ids=ids),
    ),
    Brought(
        SupportedSystem,
        REFERRING_TO_SYSTEMS,
        lambda row: row.product,
        lambda customer, brought_by, ids: TakeBackRecords(customer_id=customer, import_id=brought_by, system_ids=ids),
    ),
    Brought(
        Department,
        REFERRING_TO_DEPARTMENTS,
        lambda row: f"{row.name} ({row.code})",
        lambda customer, brought_by, ids: TakeBackRecords(
            customer_id=customer, import_id=brought_by, department_ids=ids
        ),
    ),
    Brought(
        Site,
        REFERRING_TO_SITES,
        lambda row: row.name,
        lambda customer, brought_by, ids: TakeBackRecords(customer_id=customer, import_id=brought_by, site_ids=ids),
    ),
    Brought(
        DeviceModel,
        (),
        lambda row: row.name,
        lambda _customer, brought_by, ids: TakeBackModels(import_id=brought_by, model_ids=ids),
    ),
    Brought(
        Customer,
        REFERRING_TO_CUSTOMERS,
        lambda row: row.name,
        lambda _customer, brought_by, ids: TakeBackCustomers(import_id=brought_by, customer_ids=ids),
    ),
)
"""What refers to others goes before what it refers to."""
