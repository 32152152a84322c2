"""The register of licences, and who uses their seats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.accounts.rules import Permission
from app.assets.tables import Asset, Licence, LicenceSeat
from app.directory.rules import normal_name
from app.directory.tables import Customer, Person
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.texts import Code, Count, LongText, Name, ShortText
from app.foundation.translation import N_
from app.storage.commands import Context, Merged, handles, its_customer
from app.storage.edits import Edit, customer_of_edited, merge_edit
from app.storage.units import Reader, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLicence:
    """Put a licence into the register; without `seats` it may be used as often as one likes."""

    id: str
    customer_id: str
    product: Name
    publisher: ShortText = ""
    key: ShortText = ""
    seats: Count | None = None
    expires_on: date | None = None
    supplier: ShortText = ""
    contract_number: Code = ""
    notes: LongText = ""
    import_id: str | None = None


@handles("assets.add_licence", AddLicence, permission=Permission.REGISTER_ASSETS, customer_of=its_customer)
def add_licence(unit: UnitOfWork, command: AddLicence, _context: Context) -> None:
    """A product may be bought several times, each with an end of its own."""
    unit.require_new(Licence, command.id)
    unit.require(Customer, command.customer_id)
    unit.put(
        Licence(
            id=command.id,
            customer_id=command.customer_id,
            product=normal_name(command.product),
            publisher=command.publisher,
            key=command.key,
            seats=command.seats,
            expires_on=command.expires_on,
            supplier=command.supplier,
            contract_number=command.contract_number,
            notes=command.notes,
            import_id=command.import_id,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EditLicence(Edit):
    """Correct what is known about a licence: it is renewed, or more seats are bought."""

    row_type = Licence


@handles("assets.edit_licence", EditLicence, permission=Permission.REGISTER_ASSETS, customer_of=customer_of_edited)
def edit_licence(unit: UnitOfWork, command: EditLicence, context: Context) -> Merged | None:
    """Fewer seats than are used are no mistake of whoever says so.

    What somebody corrected is no more what an import brought, and is not taken back with it.
    """
    licence = unit.require(Licence, command.id)
    merging = merge_edit(command, licence, context, licence.customer_id, normal={"product": normal_name})
    if merging.changed:
        merging = merging.followed_by(import_id=None)
    unit.put(merging.row)
    return merging.outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class UseSeat:
    """A device or a person uses a seat of a licence, or with `used` false no more."""

    licence_id: str
    asset_id: str | None = None
    person_id: str | None = None
    used: bool = True
    import_id: str | None = None


def _customer_of_licence(reader: Reader, command: UseSeat) -> str:
    return reader.require(Licence, command.licence_id).customer_id


@handles("assets.use_seat", UseSeat, permission=Permission.REGISTER_ASSETS, customer_of=_customer_of_licence)
def use_seat(unit: UnitOfWork, command: UseSeat, _context: Context) -> None:
    """Once is enough. More than were bought can be used: that is what the register is to show."""
    licence = unit.require(Licence, command.licence_id)
    if (command.asset_id is None) is (command.person_id is None):
        raise Rejection("licence_seat_unclear")
    seat_id = derive_id("licence_seat", licence.id, command.asset_id or command.person_id or "")
    if not command.used:
        unit.remove(LicenceSeat, seat_id)
        return
    if command.asset_id is not None:
        unit.require(Asset, command.asset_id, customer_id=licence.customer_id)
    if command.person_id is not None:
        unit.require(Person, command.person_id, customer_id=licence.customer_id)
    unit.put(
        LicenceSeat(
            id=seat_id,
            customer_id=licence.customer_id,
            licence_id=licence.id,
            asset_id=command.asset_id,
            person_id=command.person_id,
            import_id=command.import_id,
        )
    )


declare({"licence_seat_unclear": N_("Say which device or which person uses the licence: one of both.")})
