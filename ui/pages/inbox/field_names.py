"""What people call the fields of commands, and the records that commands change."""

from __future__ import annotations

from collections.abc import Mapping

from app.foundation.translation import N_, _


def field_name(name: str) -> str:
    """What people call a field."""
    return _(FIELD_NAMES.get(name, name))


def table_name(table: str) -> str:
    """What people call a record of a table."""
    return _(TABLE_NAMES.get(table, table))


TABLE_NAMES: Mapping[str, str] = {
    "assets": N_("Device"),
    "attachments": N_("File"),
    "cleaning_plans": N_("Cleaning plan"),
    "customers": N_("Customer"),
    "departments": N_("Department"),
    "device_types": N_("Device type"),
    "notices": N_("Notice"),
    "people": N_("Person"),
    "send_in_repairs": N_("Repair"),
    "sites": N_("Site"),
    "supported_systems": N_("Supported system"),
    "teams": N_("Team"),
    "visits": N_("Visit"),
    "work_orders": N_("Work order"),
}
"""Records that a command can change; all others are only ever added."""

FIELD_NAMES: Mapping[str, str] = {
    "active": N_("Active"),
    "added_at": N_("Attached at"),
    "added_by_id": N_("Attached by"),
    "address": N_("Address"),
    "asset_id": N_("Device"),
    "attachment_id": N_("File"),
    "assigned_at": N_("Assigned at"),
    "assigned_by_id": N_("Assigned by"),
    "caller_name": N_("Caller"),
    "caller_phone": N_("Caller's phone"),
    "category": N_("Category"),
    "channel": N_("Channel"),
    "clean": N_("Clean place"),
    "closed_at": N_("Closed at"),
    "code": N_("Code"),
    "contract_code": N_("Contract code"),
    "contract_number": N_("Contract number"),
    "cost_minor": N_("Cost"),
    "created_at": N_("Told at"),
    "currency": N_("Currency"),
    "customer_id": N_("Customer"),
    "department_id": N_("Department"),
    "description": N_("Description"),
    "digest": N_("Checksum"),
    "due_at": N_("Due"),
    "email": N_("E-mail"),
    "engineer_id": N_("Engineer"),
    "every_months": N_("Every so many months"),
    "existing_code": N_("Code on the device"),
    "facts": N_("Facts"),
    "fault": N_("Fault"),
    "finished_at": N_("Finished at"),
    "first_due_on": N_("First due"),
    "keep_code": N_("Keep that code"),
    "kind": N_("Kind"),
    "logged_at": N_("Logged at"),
    "logged_by_id": N_("Logged by"),
    "maker": N_("Maker"),
    "media_type": N_("Kind of file"),
    "model": N_("Model"),
    "name": N_("Name"),
    "next_due_on": N_("Next due"),
    "next_sequence": N_("Next turn"),
    "note": N_("Note"),
    "notes": N_("Notes"),
    "notice_id": N_("Notice"),
    "number": N_("Number"),
    "numbers": N_("Order numbers"),
    "on": N_("Date"),
    "order_id": N_("Work order"),
    "outcome": N_("Outcome"),
    "owner": N_("Owner"),
    "pause_reason": N_("Waits for"),
    "person_id": N_("Person"),
    "phone": N_("Phone"),
    "place": N_("Place"),
    "plan_id": N_("Cleaning plan"),
    "planned_at": N_("Planned"),
    "priority": N_("Priority"),
    "product": N_("Product"),
    "purchased_on": N_("Bought on"),
    "read_at": N_("Read at"),
    "reason": N_("Reason"),
    "reference": N_("Reference"),
    "repair_id": N_("Repair"),
    "resolution": N_("Resolution"),
    "resolved_at": N_("Resolved at"),
    "seen": N_("What stood"),
    "sent_at": N_("Sent out"),
    "serial": N_("Serial"),
    "serial_number": N_("Serial number"),
    "site": N_("Site"),
    "site_id": N_("Site"),
    "size": N_("Bytes"),
    "staff_count": N_("Staff"),
    "started_at": N_("Started at"),
    "state": N_("State"),
    "supplier": N_("Supplier"),
    "system_id": N_("Supported system"),
    "team_id": N_("Team"),
    "text": N_("Text"),
    "thumbnail_digest": N_("Checksum of the preview"),
    "thumbnail_size": N_("Bytes of the preview"),
    "title": N_("Title"),
    "type_code": N_("Device type"),
    "type_codes": N_("Devices"),
    "user_name": N_("User"),
    "visit_id": N_("Visit"),
    "wanted": N_("What was wanted"),
    "withdrawn_at": N_("Taken off at"),
    "withdrawn_by_id": N_("Taken off by"),
    "zone": N_("Time zone"),
}
"""The fields of commands and of the records that they change."""
