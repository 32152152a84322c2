"""Reading the register: the ids of a list, its windows and counts, a device by its code, and all about one."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.assets.filters import AssetFilter, AssetListItem, AssetSort, Due, Planned
from app.assets.rules import (
    GONE_STATES,
    AssetState,
    RelationKind,
    normal_code,
    replaced_on,
    serial_series,
)
from app.assets.searching import matching_text
from app.assets.tables import Asset, AssetAlias, AssetEdit, AssetRelation, DeviceType, LabelEvent
from app.directory.queries import names_of
from app.directory.tables import Customer, Department, Person, Site
from app.storage.edits import Change, told_changes
from app.storage.facts import SERVER_URL, fact
from app.storage.images import server_row
from app.storage.lists import read_rowids, read_window, rowid_of
from app.storage.numbers import leased_here
from app.storage.schema import columns_of, spec_of
from app.storage.search import first_found
from app.storage.units import Reader

Condition = sa.ColumnElement[bool]

_ASSET = columns_of(Asset)
_READ_AT_ONCE = 500
_MANY = 2000


def asset_ids(reader: Reader, wanted: AssetFilter, limit: int | None = None) -> array[int]:
    """The rowids of the wanted devices, sorted, the first `limit` of them; among equals by code.

    Where very many match a text, the first of them by code are found by going through the codes.
    """
    conditions = _conditions(reader, wanted)
    if limit and wanted.text and wanted.sort is AssetSort.CODE and _are_many(reader, wanted.text, conditions):
        conditions = _conditions(reader, wanted, walks=True)
    query = sa.select(rowid_of(Asset)).where(*conditions).limit(limit)
    column: sa.ColumnElement[Any] = {
        AssetSort.CODE: _ASSET.code,
        AssetSort.NAME: _ASSET.name,
        AssetSort.STATE: _ASSET.state,
        AssetSort.CUSTOMER: columns_of(Customer).name,
    }[wanted.sort]
    if wanted.sort is AssetSort.CUSTOMER:
        query = query.outerjoin(spec_of(Customer).table, columns_of(Customer).id == _ASSET.customer_id)
    ways = [column] if wanted.sort is AssetSort.CODE else [column, _ASSET.code]
    row = rowid_of(Asset)
    if wanted.descending:
        return read_rowids(reader, query.order_by(*(way.desc() for way in ways), row.desc()))
    return read_rowids(reader, query.order_by(*ways, row))


def wanted_assets(reader: Reader, wanted: AssetFilter) -> Iterator[Asset]:
    """The wanted devices, by code; some hundred at a time are read, while the reader lasts."""
    query = sa.select(_ASSET.id).where(*_conditions(reader, wanted)).order_by(_ASSET.code, _ASSET.id)
    ids = reader.connection.execute(query).scalars().all()
    for start in range(0, len(ids), _READ_AT_ONCE):
        wanted_ids = ids[start : start + _READ_AT_ONCE]
        found = reader.get_all(Asset, wanted_ids)
        yield from (found[asset_id] for asset_id in wanted_ids)


def ids_in_care(reader: Reader, wanted: AssetFilter) -> list[str]:
    """The ids of the wanted devices that are not retired, by code."""
    conditions = [*_conditions(reader, wanted), _ASSET.state != AssetState.RETIRED]
    query = sa.select(_ASSET.id).where(*conditions).order_by(_ASSET.code, _ASSET.id)
    return list(reader.connection.execute(query).scalars())


def asset_counts(reader: Reader, wanted: AssetFilter) -> dict[AssetState, int]:
    """How many devices are in each state, under the other conditions of `wanted`; states without any are left out."""
    conditions = _conditions(reader, replace(wanted, state=None))
    query = sa.select(_ASSET.state, sa.func.count()).where(*conditions).group_by(_ASSET.state)
    return {AssetState(state): count for state, count in reader.connection.execute(query)}


def asset_costs(reader: Reader, wanted: AssetFilter) -> dict[str, int]:
    """What the wanted devices were bought for, in hundredths, by currency."""
    total, known = sa.func.sum(_ASSET.cost_minor), _ASSET.cost_minor.is_not(None)
    query = sa.select(_ASSET.currency, total).where(*_conditions(reader, wanted), known).group_by(_ASSET.currency)
    return {currency: int(cost) for currency, cost in reader.connection.execute(query)}


_PAGE = """
SELECT a.rowid, a.id, a.code, a.name, a.maker, a.model, a.type_code,
    c.name, d.name, s.name, a.place, a.user_name, a.state
FROM assets AS a
LEFT JOIN customers AS c ON c.id = a.customer_id
LEFT JOIN departments AS d ON d.id = a.department_id
LEFT JOIN sites AS s ON s.id = a.site_id
WHERE a.rowid IN
"""


def asset_page(reader: Reader, rowids: Sequence[int]) -> list[AssetListItem]:
    """What the list shows of these devices, in this order; those that are gone are left out."""
    found = read_window(reader, _PAGE, rowids)
    return [_list_item(found[rowid]) for rowid in rowids if rowid in found]


def search_assets(reader: Reader, text: str, limit: int) -> list[AssetListItem]:
    """The first devices by code that match `text`, at most `limit` of them."""
    return asset_page(reader, asset_ids(reader, AssetFilter(text=text), limit))


def assets_with_code(reader: Reader, code: str, customer_id: str | None = None) -> list[Asset]:
    """The devices that carry this code or once did, in whatever width it is typed; of one customer, or of all.

    Codes are unique within a customer only (`domain.md` §2).
    """
    wanted = normal_code(code)
    alias = columns_of(AssetAlias)
    formerly = sa.select(alias.asset_id).where(alias.alias == wanted)
    of_customer = [_ASSET.customer_id == customer_id] if customer_id else []
    called = sa.or_(_ASSET.code == wanted, _ASSET.id.in_(formerly))
    return reader.find(Asset, called, *of_customer, order_by=[_ASSET.code != wanted, _ASSET.id])


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetDetail:
    """All about one device, with names; a name is empty where there is nothing to name."""

    asset: Asset
    customer: str
    department: str
    site: str
    type_name: str
    account_name: str
    """What the computers of the customer call the user, where he is known in the directory."""
    aliases: tuple[str, ...]
    replace_on: date | None
    """From when it is to be replaced; None where it is not known when it was bought."""


def asset_detail(reader: Reader, asset_id: str) -> AssetDetail | None:
    """All about one device; None where it is not here (any more)."""
    asset = reader.get(Asset, asset_id)
    if asset is None:
        return None
    alias = columns_of(AssetAlias)
    others = (alias.asset_id == asset_id, alias.alias != asset.code)
    customer = reader.get(Customer, asset.customer_id)
    department = reader.get(Department, asset.department_id) if asset.department_id else None
    site = reader.get(Site, asset.site_id) if asset.site_id else None
    device_type = reader.get(DeviceType, asset.type_code)
    user = reader.get(Person, asset.user_id) if asset.user_id else None
    return AssetDetail(
        asset=asset,
        customer=customer.name if customer else "",
        department=department.name if department else "",
        site=site.name if site else "",
        type_name=device_type.name if device_type else asset.type_code,
        account_name=user.account_name if user else "",
        aliases=tuple(row.alias for row in reader.find(AssetAlias, *others, order_by=[alias.alias])),
        replace_on=replaced_on(asset.purchased_on, device_type.life_years)
        if device_type and asset.purchased_on
        else None,
    )


@dataclass(frozen=True, slots=True)
class AssetChange:
    """An edit, a move or a hand-over: who did it, and what changed; of what has an id, its name."""

    edit: AssetEdit
    actor: str
    changed: tuple[Change, ...]


_NAMED: dict[str, tuple[type[Any], str]] = {
    "department_id": (Department, "name"),
    "site_id": (Site, "name"),
    "user_id": (Person, "name"),
}


def asset_changes(reader: Reader, asset_id: str) -> tuple[AssetChange, ...]:
    """What changed about a device since it was registered, the latest first."""
    edits = reader.having(AssetEdit, "ordinal", asset_id=asset_id)
    names = names_of(reader, {edit.actor_id for edit in edits})
    return tuple(
        AssetChange(edit, names.get(edit.actor_id, ""), told_changes(reader, spec_of(Asset), edit.facts, _NAMED))
        for edit in reversed(edits)
    )


@dataclass(frozen=True, slots=True)
class RelatedAsset:
    """Another device, and the relation of the two; `is_turned` where it is that other one's to this."""

    relation: AssetRelation
    other: Asset
    is_turned: bool


def related_assets(reader: Reader, asset_id: str) -> tuple[RelatedAsset, ...]:
    """The devices that one has to do with, in the order of `RelationKind`; those that are not here are left out."""
    ours = [(each, each.other_id, False) for each in reader.having(AssetRelation, asset_id=asset_id)]
    theirs = [(each, each.asset_id, True) for each in reader.having(AssetRelation, other_id=asset_id)]
    kinds = list(RelationKind)
    found = [
        RelatedAsset(relation, other, is_turned)
        for relation, other_id, is_turned in (*ours, *theirs)
        if (other := reader.get(Asset, other_id)) is not None
    ]
    return tuple(sorted(found, key=lambda each: (kinds.index(each.relation.kind), each.is_turned, each.other.code)))


def code_stands(reader: Reader, asset: Asset) -> bool:
    """Whether a device will keep its code: a server has said it, or its serial is from a block leased to us."""
    if not fact(reader, SERVER_URL):
        return True
    spec = spec_of(Asset)
    there = server_row(reader, spec, asset.id)
    if there is not None:
        return there[spec.columns.index("code")] == asset.code
    return leased_here(reader, serial_series(asset.customer_id, asset.type_code), asset.serial)


def device_types(reader: Reader) -> list[DeviceType]:
    """All device types, by code."""
    return reader.find(DeviceType, order_by=[columns_of(DeviceType).id])


def _conditions(reader: Reader, wanted: AssetFilter, *, walks: bool = False) -> list[Condition]:
    conditions: list[Condition] = []
    if wanted.state is not None:
        conditions.append(_ASSET.state == wanted.state)
    if wanted.customer_id is not None:
        conditions.append(_ASSET.customer_id == wanted.customer_id)
    if wanted.type_code is not None:
        conditions.append(_ASSET.type_code == wanted.type_code)
    if wanted.unlabelled:
        event = columns_of(LabelEvent)
        conditions.append(~sa.exists().where(event.asset_id == _ASSET.id, event.code == _ASSET.code))
    if wanted.due is not None:
        conditions += [_DUE[wanted.due.what](wanted.due), _ASSET.state.not_in(sorted(GONE_STATES))]
    if wanted.text:
        conditions.append(matching_text(reader, wanted.text, walks=walks))
    return conditions


def _are_many(reader: Reader, text: str, conditions: Sequence[Condition]) -> bool:
    """Whether more devices match than are sorted in a few milliseconds; most often the search index tells at once."""
    if len(first_found(reader, spec_of(Asset), text, _MANY)) == _MANY:
        return True
    some = sa.select(rowid_of(Asset)).where(*conditions).limit(_MANY).subquery()
    return reader.connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one() == _MANY


def planned(what: Planned) -> Callable[[Callable[[Due], Condition]], Callable[[Due], Condition]]:
    """Declare what makes a device due for a list: rooms above know more about devices than the register does."""

    def declared(condition: Callable[[Due], Condition]) -> Callable[[Due], Condition]:
        _DUE[what] = condition
        return condition

    return declared


_DUE: dict[Planned, Callable[[Due], Condition]] = {}


@planned(Planned.WARRANTY)
def _warranty_ends(due: Due) -> Condition:
    return _ASSET.warranty_until.between(due.since, due.until)


@planned(Planned.REPLACEMENT)
def _is_old(due: Due) -> Condition:
    """Bought so long before, or earlier, as its type lasts; days are text, year first."""
    device_type, day = columns_of(DeviceType), due.until.isoformat()[4:]
    longest_ago = sa.cast(due.until.year - device_type.life_years, sa.Text) + day
    bought_on = sa.type_coerce(_ASSET.purchased_on, sa.Text)
    return sa.exists().where(device_type.id == _ASSET.type_code, bought_on <= longest_ago)


def _list_item(row: tuple[Any, ...]) -> AssetListItem:
    rowid, asset_id, code, name, maker, model, type_code, customer, department, site, place, user_name, state = row
    return AssetListItem(
        row=rowid,
        id=asset_id,
        code=code,
        name=name,
        maker=maker,
        model=model,
        type_code=type_code,
        customer=customer or "",
        department=department or "",
        place=" ".join(filter(None, (site, place))),
        user_name=user_name,
        state=AssetState(state),
    )
