"""Reading the register of licences: how many seats are used, by whom, and what expires."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.assets.tables import Asset, Licence, LicenceSeat
from app.directory.tables import Customer, Person
from app.storage.schema import columns_of
from app.storage.units import Reader

_LICENCE, _SEAT = columns_of(Licence), columns_of(LicenceSeat)


@dataclass(frozen=True, slots=True)
class UsedLicence:
    """A licence, whose it is, and how many of its seats are used."""

    licence: Licence
    customer: str
    used: int

    @property
    def is_overused(self) -> bool:
        """Whether more are used than were bought."""
        return self.licence.seats is not None and self.used > self.licence.seats


@dataclass(frozen=True, slots=True)
class SeatUser:
    """Who uses a seat: a device with its code, or a person."""

    seat: LicenceSeat
    code: str
    name: str


def used_licences(reader: Reader, expiring_by: date | None = None) -> list[UsedLicence]:
    """All licences by product, or those whose last day is not after `expiring_by`, the first to expire first."""
    counted = sa.select(_SEAT.licence_id, sa.func.count()).group_by(_SEAT.licence_id)
    used = {row[0]: row[1] for row in reader.connection.execute(counted)}
    customers = {customer.id: customer.name for customer in reader.find(Customer)}
    wanted = [] if expiring_by is None else [_LICENCE.expires_on <= expiring_by]
    order = [_LICENCE.product, _LICENCE.id] if expiring_by is None else [_LICENCE.expires_on, _LICENCE.product]
    return [
        UsedLicence(licence, customers.get(licence.customer_id, ""), used.get(licence.id, 0))
        for licence in reader.find(Licence, *wanted, order_by=order)
    ]


def seat_users(reader: Reader, licence_id: str) -> tuple[SeatUser, ...]:
    """Who uses a licence, devices by code before people by name; those that are not here are left out."""
    seats = reader.having(LicenceSeat, licence_id=licence_id)
    assets = reader.get_all(Asset, {seat.asset_id for seat in seats if seat.asset_id})
    people = reader.get_all(Person, {seat.person_id for seat in seats if seat.person_id})
    users = [
        *(SeatUser(seat, asset.code, asset.name) for seat in seats if (asset := assets.get(seat.asset_id or ""))),
        *(SeatUser(seat, "", person.name) for seat in seats if (person := people.get(seat.person_id or ""))),
    ]
    return tuple(sorted(users, key=lambda user: (not user.code, user.code, user.name)))
