"""Writing checklists: each change is a new version, so that what was begun with stays as it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.assets.tables import DeviceType
from app.checklists.queries import newest_version
from app.checklists.rules import items_of
from app.checklists.tables import ChecklistVersion
from app.directory.tables import Customer
from app.foundation.errors import Rejection
from app.foundation.texts import Name, RequiredLongText, ShortText
from app.storage.commands import Context, handles, its_customer
from app.storage.units import UnitOfWork

_Codes = Annotated[tuple[Annotated[str, Meta(pattern=r"\A\S{1,40}\Z")], ...], Meta(max_length=50)]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteChecklist:
    """Write a checklist, or a new version of one; `seen_number` is that of the version it was made from, else 0.

    `id` is that of the new version.
    """

    id: str
    template_id: str
    name: Name
    items: RequiredLongText
    customer_id: str | None = None
    kinds: _Codes = ()
    type_codes: _Codes = ()
    system_category: ShortText = ""
    in_use: bool = True
    seen_number: int = 0


@handles("checklists.write", WriteChecklist, permission=Permission.PLAN_MAINTENANCE, customer_of=its_customer)
def write_checklist(unit: UnitOfWork, command: WriteChecklist, context: Context) -> None:
    """Two people who changed it at once would silently undo each other: the second one is asked to look again."""
    unit.require_new(ChecklistVersion, command.id)
    newest = newest_version(unit, command.template_id)
    if newest is not None:
        unit.require(ChecklistVersion, newest.id, customer_id=command.customer_id)  # whose it is stays
    elif command.customer_id is not None:
        unit.require(Customer, command.customer_id)
    if (newest.number if newest else 0) != command.seen_number:
        raise Rejection("checklist_changed_meanwhile", name=command.name)
    items_of(command.items)  # refuses what nobody could tick
    for type_code in command.type_codes:
        unit.require(DeviceType, type_code)
    unit.put(
        ChecklistVersion(
            id=command.id,
            template_id=command.template_id,
            customer_id=command.customer_id,
            number=command.seen_number + 1,
            name=command.name.strip(),
            kinds=command.kinds,
            type_codes=command.type_codes,
            system_category=command.system_category.strip(),
            items=command.items.strip(),
            in_use=command.in_use,
            made_at=context.at,
            made_by_id=context.actor_id,
        )
    )
