"""Finding who calls: by name, phone, department, or by a code that a device carries or once did."""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa

from app.assets.queries import assets_with_code
from app.assets.rules import normal_code
from app.assets.tables import Asset, AssetAlias
from app.directory.queries import customers_found
from app.directory.rules import department_code
from app.directory.tables import Customer, Department, Person, Site
from app.storage.schema import columns_of, spec_of
from app.storage.search import first_found, search_condition
from app.storage.units import Reader
from app.workorders.calls import Caller, Found, FoundKind

_MOST_OF_A_KIND = 8
_MOST_COMPARED = 128
"""Of so many devices that match the first by their codes are shown; whoever finds more types another word."""
_PHONE = re.compile(r"[+\d\s()/.\-]+")
_LEAST_DIGITS = 3
"""Fewer would find half of the directory."""
_PERSON, _DEPARTMENT = columns_of(Person), columns_of(Department)


def find_callers(reader: Reader, text: str, at_hand: str = "") -> tuple[Found, ...]:
    """Who may be calling, the likeliest first: a code in full, people, departments, devices, customers.

    Codes are unique within a customer only: where one is ambiguous, the customer `at_hand` (an id) stands first
    (`domain.md` §2).
    """
    if not text.strip():
        return ()
    exact = assets_with_code(reader, text)
    people = people_found(reader, text)
    departments = _departments(reader, text)
    devices = [] if exact else _devices(reader, text)
    organisations = customers_found(reader, text)[:_MOST_OF_A_KIND]
    named: list[Person | Department | Asset] = [*exact, *people, *departments, *devices]
    names = {row.id: row.name for row in reader.get_all(Customer, {row.customer_id or "" for row in named}).values()}
    found = (
        *(_device(each, names, exact=True) for each in exact),
        *(
            Found(FoundKind.PERSON, each.id, each.customer_id or "", each.name, _joined(names, each, each.phone))
            for each in people
        ),
        *(
            Found(FoundKind.DEPARTMENT, each.id, each.customer_id, each.name, _joined(names, each, each.code))
            for each in departments
        ),
        *(_device(each, names) for each in devices),
        *(Found(FoundKind.CUSTOMER, each.id, each.id, each.name, "") for each in organisations),
    )
    kinds = list(FoundKind)
    return tuple(sorted(found, key=lambda each: (not each.exact, kinds.index(each.kind), each.customer_id != at_hand)))


def caller_found(reader: Reader, found: Found) -> Caller:
    """What is known of whoever was chosen.

    :raises Rejection: ``record_unknown`` where it is not here any more
    """
    if found.kind is FoundKind.PERSON:
        person = reader.require(Person, found.id)
        site_id = _site_of_user(reader, found, person.name)
        return Caller(
            found.customer_id, person.name, person.phone, person.id, person.department_id or "", site_id=site_id
        )
    if found.kind is FoundKind.ASSET:
        asset = reader.require(Asset, found.id)
        user = _user(reader, asset)
        return Caller(
            asset.customer_id,
            user.name if user else asset.user_name,
            user.phone if user else "",
            user.id if user else "",
            asset.department_id or "",
            asset.site_id or "",
            asset.code,
        )
    department_id = found.id if found.kind is FoundKind.DEPARTMENT else ""
    sites = reader.having(Site, customer_id=found.customer_id, limit=2)
    return Caller(found.customer_id, department_id=department_id, site_id=sites[0].id if len(sites) == 1 else "")


def devices_used_by(reader: Reader, customer_id: str, name: str, person_id: str, limit: int) -> list[Asset]:
    """The devices of a customer that somebody uses: those that name him in the directory, then those of his name.

    A namesake's are not his; with an empty `person_id` only the name is known.
    """
    column = columns_of(Asset)
    his = reader.find(Asset, column.user_id == person_id, order_by=[column.code], limit=limit) if person_id else []
    named = [search_condition(spec_of(Asset), name), column.customer_id == customer_id, column.user_name == name]
    if person_id:
        named.append(column.user_id.is_(None))
    return [*his, *(reader.find(Asset, *named, order_by=[column.code], limit=limit) if name else [])][:limit]


def people_found(reader: Reader, text: str, customer_id: str = "") -> list[Person]:
    """The first people who match a name or a phone number: a customer's, or with an empty id everybody's."""
    digits = "".join(re.findall(r"\d", unicodedata.normalize("NFKC", text)))
    if _PHONE.fullmatch(unicodedata.normalize("NFKC", text)):
        bare = sa.func.replace(sa.func.replace(_PERSON.phone, " ", ""), "-", "")
        matching = bare.contains(digits) if len(digits) >= _LEAST_DIGITS else sa.false()
    else:
        matching = search_condition(spec_of(Person), text)
    by_name = [_PERSON.name, _PERSON.id]
    theirs = _PERSON.customer_id == customer_id if customer_id else _PERSON.customer_id.is_not(None)
    return reader.find(Person, matching, theirs, order_by=by_name, limit=_MOST_OF_A_KIND)


def _departments(reader: Reader, text: str) -> list[Department]:
    called = search_condition(spec_of(Department), text)
    matching = sa.or_(_DEPARTMENT.code == department_code(text), called)
    by_code = [_DEPARTMENT.code, _DEPARTMENT.id]
    return reader.find(Department, matching, order_by=by_code, limit=_MOST_OF_A_KIND)


def _devices(reader: Reader, text: str) -> list[Asset]:
    """The first devices by code: those whose codes begin so, else those that match, or were once called so."""
    column, begins = columns_of(Asset), normal_code(text)
    coded = [column.code >= begins, column.code < f"{begins}\U0010ffff"]
    called = reader.find(Asset, *coded, order_by=[column.code], limit=_MOST_OF_A_KIND) if begins else []
    if len(called) == _MOST_OF_A_KIND:
        return called
    matching = reader.get_all(Asset, first_found(reader, spec_of(Asset), text, _MOST_COMPARED)).values()
    by_code = sorted(matching, key=lambda asset: asset.code)
    aliases = reader.get_all(AssetAlias, first_found(reader, spec_of(AssetAlias), text, _MOST_OF_A_KIND)).values()
    formerly = reader.get_all(Asset, [alias.asset_id for alias in aliases]).values()
    return list({asset.id: asset for asset in (*called, *by_code, *formerly)}.values())[:_MOST_OF_A_KIND]


def _user(reader: Reader, asset: Asset) -> Person | None:
    """The person who uses a device: the one of the directory, or where just one has this name."""
    if asset.user_id:
        return reader.get(Person, asset.user_id)
    namesakes = reader.having(Person, customer_id=asset.customer_id, name=asset.user_name, limit=2)
    return namesakes[0] if len(namesakes) == 1 else None


def _site_of_user(reader: Reader, found: Found, name: str) -> str:
    sites = {each.site_id for each in devices_used_by(reader, found.customer_id, name, found.id, _MOST_OF_A_KIND)}
    (site,) = sites if len(sites) == 1 else ("",)
    return site or ""


def _device(asset: Asset, names: dict[str, str], *, exact: bool = False) -> Found:
    title = f"{asset.code} · {asset.name}"
    return Found(FoundKind.ASSET, asset.id, asset.customer_id, title, _joined(names, asset, asset.user_name), exact)


def _joined(names: dict[str, str], row: Person | Department | Asset, more: str) -> str:
    return " · ".join(filter(None, (names.get(row.customer_id or "", ""), more)))
