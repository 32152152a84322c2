"""What each command means, said as the person would who gave it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from string import Formatter

from app.foundation.translation import N_, _
from ui.pages.inbox.reading import RefusedDeed
from ui.pages.inbox.values import EMPTY, Words

DEED_SENTENCES: Mapping[str, str] = {
    "assets.add_device_type": N_("Add the device type {type_code}"),
    "assets.add_device_model": N_("Add the model “{name}”"),
    "assets.set_replacement_age": N_("Replace devices of the type {type_code} when they are {life_years} years old"),
    "assets.add_licence": N_("Register the licence of “{product}”"),
    "assets.edit_licence": N_("Correct the licence {licence_id}"),
    "assets.use_seat": N_("Change who uses the licence {licence_id}"),
    "assets.add_consumable": N_("Register the consumable “{name}”"),
    "assets.edit_consumable": N_("Correct the consumable {consumable_id}"),
    "assets.change_quantity": N_("Change how many there are of {consumable_id} by {difference}"),
    "assets.withdraw_consumable": N_("Keep the consumable {consumable_id} no longer"),
    "assets.edit": N_("Correct the device {asset_id}"),
    "assets.record_labels": N_("Write down labels that were printed or stuck on"),
    "assets.add_alias": N_("Let {alias} lead to the device {asset_id}"),
    "assets.reserve_labels": N_("Reserve {count} blank labels for {customer_id}"),
    "assets.unregister": N_("Take the device {asset_id} out of the register"),
    "assets.relate": N_("Link the device {asset_id} with {other_id}"),
    "assets.unrelate": N_("Take the link of {asset_id} with {other_id} away"),
    "assets.register": N_("Register the device “{name}”"),
    "assets.register_several": N_("Register devices of an imported file"),
    "assets.take_back": N_("Take back what an import brought"),
    "assets.take_back_models": N_("Take back models that an import brought"),
    "attendance.check_in": N_("Check in"),
    "attendance.check_out": N_("Check out"),
    "calendars.add": N_("Add the calendar “{name}”"),
    "calendars.edit": N_("Rename the calendar “{calendar_id}”"),
    "calendars.revise": N_("Change the hours of the calendar “{calendar_id}”"),
    "checklists.write": N_("Write the checklist “{name}”"),
    "directory.add_customer": N_("Add the customer “{name}”"),
    "directory.add_department": N_("Add the department “{name}” ({code})"),
    "directory.add_person": N_("Add “{name}” to the directory"),
    "directory.add_site": N_("Add the site “{name}”"),
    "directory.add_supported_system": N_("Add the supported system “{product}”"),
    "directory.add_team": N_("Add the team “{name}”"),
    "directory.record_import": N_("Import the file “{file_name}”"),
    "directory.take_back": N_("Take back what an import brought into the directory"),
    "directory.take_back_customers": N_("Take customers back whom an import brought"),
    "directory.edit_customer": N_("Correct the customer {customer_id}"),
    "directory.edit_department": N_("Correct the department {department_id}"),
    "directory.edit_person": N_("Correct what is known about {person_id}"),
    "directory.edit_site": N_("Correct the site {site_id}"),
    "directory.edit_supported_system": N_("Correct the supported system {system_id}"),
    "files.attach": N_("Attach the file “{name}”"),
    "files.withdraw": N_("Take the file {attachment_id} off its record"),
    "knowledge.add_service_group": N_("Add the service group “{name}”"),
    "knowledge.agree_closure": N_("Record the closure “{reason}”"),
    "knowledge.announce": N_("Announce “{title}”"),
    "knowledge.begin_closure": N_("Record that the closure “{closure_id}” has begun"),
    "knowledge.cancel_closure": N_("Cancel the closure “{closure_id}”"),
    "knowledge.edit_known_issue": N_("Correct the known issue “{issue_id}”"),
    "knowledge.edit_service_group": N_("Correct the service group “{group_id}”"),
    "knowledge.end_closure": N_("Record that the closure “{closure_id}” has ended"),
    "knowledge.end_outage": N_("Record that the outage {outage_id} has ended"),
    "knowledge.extend_closure": N_("Extend the closure “{closure_id}” until {ends_at}"),
    "knowledge.list_system": N_("Change the systems of the service group “{group_id}”: {system_id}"),
    "knowledge.publish_known_issue": N_("Publish the known issue “{title}”"),
    "knowledge.record_outage": N_("Record an outage since {begun_at}"),
    "knowledge.retire_service_group": N_("Measure the service group “{group_id}” no more, or again"),
    "knowledge.withdraw_outage": N_("Withdraw the outage {outage_id}"),
    "labels.write_format": N_("Write the labels “{name}”"),
    "maintenance.add_cleaning_plan": N_("Add the cleaning plan “{title}”"),
    "maintenance.make_due_orders": N_("Make the orders of the cleaning plans that are due by {on}"),
    "maintenance.resume_cleaning_plan": N_("Resume the cleaning plan “{plan_id}”"),
    "maintenance.suspend_cleaning_plan": N_("Suspend the cleaning plan “{plan_id}”"),
    "messages.read_notice": N_("Mark a notice as read"),
    "repairs.arrive_at_maker": N_("Record that {repair_id} arrived at the maker"),
    "repairs.send_out": N_("Send {asset_id} out to {maker}"),
    "repairs.take_back": N_("Take {repair_id} back"),
    "sla.add_contract": N_("Enter the contract {number}"),
    "sla.add_policy": N_("Add the service policy “{name}”"),
    "sla.decide_amendment": N_("Decide about an amendment of {amendment_id}"),
    "sla.edit_contract": N_("Correct the contract {contract_id}"),
    "sla.list_device": N_("Change the device list of {contract_id}: {asset_id}"),
    "sla.propose_amendment": N_("Propose an amendment of {contract_id}"),
    "stocktakes.begin": N_("Begin the stocktake “{name}”"),
    "stocktakes.cancel": N_("Cancel the stocktake “{stocktake_id}”"),
    "stocktakes.decide": N_("Decide about what was found in the stocktake “{stocktake_id}”: {kind}"),
    "stocktakes.end": N_("End the stocktake “{stocktake_id}”"),
    "stocktakes.reopen": N_("Reopen the stocktake “{stocktake_id}”"),
    "stocktakes.scan": N_("Scan {text} for the stocktake “{stocktake_id}”"),
    "workorders.accept": N_("Accept the visit to {visit_id}"),
    "workorders.add_note": N_("Add a note to {order_id}"),
    "workorders.arrive": N_("Arrive on site for {visit_id}"),
    "workorders.answer_item": N_("Answer point {place} of the checklist of {checklist_id}"),
    "workorders.answer": N_("Answer the caller of {order_id}"),
    "workorders.attach_checklist": N_("Attach a checklist to {order_id}"),
    "workorders.assign": N_("Send {engineer_id} to {order_id}"),
    "workorders.call_supplier": N_("Give {order_id} to {supplier}"),
    "workorders.cancel": N_("Cancel {order_id}"),
    "workorders.cannot_complete": N_("Say that {visit_id} cannot be completed"),
    "workorders.close": N_("Close {order_id}"),
    "workorders.close_unanswered": N_("Close {order_id}, which nobody answered"),
    "workorders.edit": N_("Correct {order_id}"),
    "workorders.edit_used_part": N_("Correct the part {part_id}"),
    "workorders.edit_visit": N_("Plan or correct the visit to {visit_id}"),
    "workorders.file_mail": N_("Put {mail_id} to {order_id}"),
    "workorders.hand_over": N_("Hand {visit_id} over"),
    "workorders.link": N_("Link {order_id} with {other_id}"),
    "workorders.exclude_misrouting": N_("Exclude a time of {order_id} on a wrong way"),
    "workorders.log": N_("Log the work order “{title}”"),
    "workorders.merge": N_("Merge {order_id} into {other_id}"),
    "workorders.pause_work": N_("Pause work on {visit_id}"),
    "workorders.prioritise": N_("Give {order_id} another priority"),
    "workorders.rate_on_site": N_("Rate {order_id} on site"),
    "workorders.reject": N_("Reject the visit to {visit_id}"),
    "workorders.reopen": N_("Reopen {order_id}"),
    "workorders.report": N_("Hand over the report on {visit_id}"),
    "workorders.sign_report": N_("Let {signer} sign for {visit_id}"),
    "workorders.resolve": N_("Resolve {visit_id}"),
    "workorders.resolve_order": N_("Resolve {order_id} at the desk"),
    "workorders.restore": N_("Restore the service for {visit_id}"),
    "workorders.skip_update": N_("Leave out what the caller of {order_id} is told at the end of the day"),
    "workorders.set_mail_aside": N_("Set {mail_id} aside"),
    "workorders.set_out": N_("Set out for {visit_id}"),
    "workorders.start_work": N_("Start work on {visit_id}"),
    "workorders.take_back_from_supplier": N_("Take {order_id} back from the supplier"),
    "workorders.unlink": N_("Remove the link between {order_id} and {other_id}"),
    "workorders.use_part": N_("Note the part {description}"),
    "workorders.withdraw_part": N_("Take the part {part_id} off the list"),
    "workorders.warn": N_("Warn of the clocks of {order_id}"),
}
"""By the command's name. A field in brackets stands for what it says; an id for what it is the id of."""

_TEXTS = ("name", "title", "product", "text", "resolution", "reason", "note", "description", "fault", "address")

_UNKNOWN = N_("A step of another version of Paigong ({name})")


def deed_sentence(deed: RefusedDeed, words: Words) -> str:
    """What was done."""
    source = DEED_SENTENCES.get(deed.entry.name)
    if source is None:
        return _(_UNKNOWN).format(name=deed.entry.name)
    return _(source).format(**{name: words.value(name, deed.entered.get(name)) for name in _named_in(source)})


def entered_fields(deed: RefusedDeed) -> list[tuple[str, object]]:
    """What was entered beside what the sentence says: nothing of it may be lost."""
    said = _named_in(DEED_SENTENCES.get(deed.entry.name, "")) | {"id"}
    return [
        (name, value) for name, value in deed.entered.items() if name not in said and value not in (None, False, *EMPTY)
    ]


def text_fields(deed: RefusedDeed) -> tuple[str, ...]:
    """The fields of words that can be corrected before it is done after all."""
    return tuple(
        name for name in _TEXTS if isinstance(deed.entered.get(name), str) and not isinstance(deed.entered[name], Enum)
    )


def _named_in(source: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in Formatter().parse(source) if name}
