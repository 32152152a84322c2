"""What ids stand for: the number of an order, the name of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from app.foundation.translation import _

if TYPE_CHECKING:
    from app.storage.schema import TableSpec, Values
    from app.storage.units import Reader

TABLES_OF_IDS: Mapping[str, str] = {
    "actor_id": "people",
    "added_by_id": "people",
    "amendment_id": "amendments",
    "announced_by_id": "people",
    "asset_id": "assets",
    "asset_ids": "assets",
    "attachment_id": "attachments",
    "assigned_by_id": "people",
    "calendar_id": "calendars",
    "checklist_id": "order_checklists",
    "checklist_version_ids": "checklist_versions",
    "closure_id": "closures",
    "consumable_id": "consumables",
    "consumable_ids": "consumables",
    "contract_id": "contracts",
    "begun_by_id": "people",
    "caller_id": "people",
    "continued_in_id": "work_orders",
    "customer_id": "customers",
    "customer_ids": "customers",
    "decided_by_id": "people",
    "department_id": "departments",
    "department_ids": "departments",
    "engineer_id": "people",
    "follow_on_id": "work_orders",
    "group_id": "service_groups",
    "import_id": "imports",
    "issue_id": "known_issues",
    "licence_id": "licences",
    "licence_ids": "licences",
    "logged_by_id": "people",
    "mail_id": "incoming_mails",
    "new_visit_id": "visits",
    "order_id": "work_orders",
    "other_id": "work_orders",
    "parent_id": "work_orders",
    "outage_id": "outages",
    "part_id": "used_parts",
    "person_id": "people",
    "person_ids": "people",
    "plan_id": "cleaning_plans",
    "policy_id": "policies",
    "proposed_by_id": "people",
    "recorded_by_id": "people",
    "repair_id": "send_in_repairs",
    "settled_by_id": "people",
    "site_id": "sites",
    "site_ids": "sites",
    "stocktake_id": "stocktakes",
    "system_id": "supported_systems",
    "system_ids": "supported_systems",
    "taken_by_id": "people",
    "team_id": "teams",
    "used_by_id": "people",
    "version_id": "checklist_versions",
    "user_id": "people",
    "visit_id": "visits",
    "withdrawn_by_id": "people",
}
"""The table that a field's id is of, or each of its ids."""

ID_FIELDS: Mapping[str, str] = {
    "assets": "asset_id",
    "calendars": "calendar_id",
    "consumables": "consumable_id",
    "contracts": "contract_id",
    "customers": "customer_id",
    "departments": "department_id",
    "known_issues": "issue_id",
    "incoming_mails": "mail_id",
    "licences": "licence_id",
    "people": "person_id",
    "service_groups": "group_id",
    "sites": "site_id",
    "stocktakes": "stocktake_id",
    "supported_systems": "system_id",
    "used_parts": "part_id",
    "visits": "visit_id",
    "work_orders": "order_id",
}
"""How the id of a record is called elsewhere, by its table: an edit only says “id”."""


class Namer:
    """Names records as they stand now; those that are not here any more as they stood before a deed."""

    def __init__(self, reader: Reader, before: Iterable[tuple[TableSpec, Values]]) -> None:
        self._reader = reader
        self._before = {(spec.name, str(values[0])): spec.from_values(values) for spec, values in before}

    def names(self, values: Iterable[tuple[str, object]]) -> dict[str, str]:
        """The names of all ids among these fields and their values, as far as they can be known."""
        ids = {(name, str(each)) for name, value in values if name in TABLES_OF_IDS for each in ids_in(value)}
        return {row_id: title for name, row_id in ids if (title := self._called(TABLES_OF_IDS[name], row_id))}

    def title(self, table: str, row: Any) -> str:
        """What people call a record."""
        title_of = _TITLES.get(table)
        return title_of(self, row) if title_of else ""

    def called(self, field: str, row_id: str) -> str:
        """What people call the record whose id stands in `field`; empty where it is not known."""
        return self._called(TABLES_OF_IDS[field], row_id)

    def _called(self, table: str, row_id: str) -> str:
        from app.storage.schema import spec_named

        row = self._reader.get(spec_named(table).row_type, row_id) or self._before.get((table, row_id))
        return self.title(table, row) if row is not None else ""


def ids_in(value: object) -> tuple[object, ...]:
    """The ids of a field that has one, several or none."""
    return tuple(value) if isinstance(value, tuple | list) else (value,) if value else ()


def _name(_namer: Namer, row: Any) -> str:
    return str(row.name)


def _order(_namer: Namer, order: Any) -> str:
    return f"{order.number} {order.title}"


def _asset(_namer: Namer, asset: Any) -> str:
    return f"{asset.code} {asset.name}"


def _import(_namer: Namer, made: Any) -> str:
    return str(made.file_name)


def _repair(namer: Namer, repair: Any) -> str:
    return namer.called("asset_id", repair.asset_id)


def _contract(_namer: Namer, contract: Any) -> str:
    return f"{contract.number} {contract.name}"


def _amendment(namer: Namer, amendment: Any) -> str:
    return namer.called("contract_id", amendment.contract_id)


def _outage(namer: Namer, outage: Any) -> str:
    return outage.note or namer.called("customer_id", outage.customer_id)


def _closure(_namer: Namer, closure: Any) -> str:
    return str(closure.reason)


def _translated(_namer: Namer, row: Any) -> str:
    return _(row.name)


def _of_order(namer: Namer, row: Any) -> str:
    return namer.called("order_id", row.order_id)


def _part(_namer: Namer, part: Any) -> str:
    return str(part.description)


def _plan(_namer: Namer, plan: Any) -> str:
    return str(plan.title)


def _mail(_namer: Namer, mail: Any) -> str:
    return str(mail.subject or mail.sender)


def _system(_namer: Namer, system: Any) -> str:
    return str(system.product)


_TITLES: Mapping[str, Callable[[Namer, Any], str]] = {
    "amendments": _amendment,
    "assets": _asset,
    "attachments": _name,
    "calendars": _name,
    "checklist_versions": _translated,
    "cleaning_plans": _plan,
    "closures": _closure,
    "consumables": _name,
    "contracts": _contract,
    "customers": _name,
    "departments": _name,
    "device_types": _name,
    "imports": _import,
    "incoming_mails": _mail,
    "known_issues": _plan,
    "licences": _system,
    "order_checklists": _of_order,
    "outages": _outage,
    "people": _name,
    "policies": _name,
    "send_in_repairs": _repair,
    "service_groups": _name,
    "sites": _name,
    "stocktakes": _name,
    "supported_systems": _system,
    "teams": _name,
    "used_parts": _part,
    "visits": _of_order,
    "work_orders": _order,
}
