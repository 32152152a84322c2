"""Reading checklists: the versions that count, and which an order begins with."""

from __future__ import annotations

from app.checklists.tables import ChecklistVersion
from app.storage.units import Reader


def newest_version(reader: Reader, template_id: str) -> ChecklistVersion | None:
    """The version of a template that counts; None where there is no such template."""
    versions = reader.having(ChecklistVersion, "number", "id", template_id=template_id)
    return versions[-1] if versions else None


def checklists(reader: Reader) -> list[ChecklistVersion]:
    """The version that counts of every template, by name; also those that are not in use any more."""
    newest = {version.template_id: version for version in reader.having(ChecklistVersion, "number", "id")}
    return sorted(newest.values(), key=lambda version: (version.name, version.id))


def offered_checklists(reader: Reader, customer_id: str) -> list[ChecklistVersion]:
    """The lists in use that are everybody's or this customer's, by name."""
    whose = (None, customer_id)
    return [version for version in checklists(reader) if version.in_use and version.customer_id in whose]


def fitting_checklists(
    reader: Reader, customer_id: str, *, kind: str, type_code: str, system_category: str
) -> list[ChecklistVersion]:
    """The lists that work of this kind on this type of device and category of system begins with."""
    offered = offered_checklists(reader, customer_id)
    return [version for version in offered if version.purpose.fits(kind, type_code, system_category)]
