"""What the list of checklists asks the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.accounts.rules import Permission

if TYPE_CHECKING:
    from app.assets.tables import DeviceType
    from app.checklists.commands import WriteChecklist
    from app.checklists.tables import ChecklistVersion
    from app.directory.tables import Customer
    from app.storage.units import Reader


@dataclass(frozen=True, slots=True)
class ListedChecklists:
    """The newest version of every checklist, what it can be for, and what the person at this workspace may do.

    `customers` are those whose checklists he may write; `may_write_for_all` tells whether everybody's, too. `missing`
    are the shipped ones that are not here.
    """

    checklists: tuple[ChecklistVersion, ...]
    names: dict[str, str]
    customers: tuple[Customer, ...]
    device_types: tuple[DeviceType, ...]
    missing: tuple[WriteChecklist, ...]
    may_write_for_all: bool

    @property
    def may_write(self) -> bool:
        """Whether any can be written here."""
        return self.may_write_for_all or bool(self.customers)

    def may_revise(self, checklist: ChecklistVersion) -> bool:
        """Whether this one can be given a new version here."""
        if checklist.customer_id is None:
            return self.may_write_for_all
        return checklist.customer_id in {customer.id for customer in self.customers}


def read_checklists(reader: Reader) -> ListedChecklists:
    """Every checklist that is known here."""
    from app.assets.queries import device_types
    from app.checklists.presets import missing_presets
    from app.checklists.queries import checklists
    from app.directory.queries import customers, myself

    grants, known = myself(reader).grants, customers(reader)
    may_write_for_all = grants.may(Permission.PLAN_MAINTENANCE, None)
    return ListedChecklists(
        tuple(checklists(reader)),
        {customer.id: customer.name for customer in known},
        tuple(customer for customer in known if grants.may(Permission.PLAN_MAINTENANCE, customer.id)),
        tuple(device_types(reader)),
        missing_presets(reader) if may_write_for_all else (),
        may_write_for_all,
    )
