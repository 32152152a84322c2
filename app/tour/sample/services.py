"""What is promised to the councils, how their services did in the last days, and what callers are told now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from app.checklists.presets import preset_checklists
from app.foundation.ids import derive_id
from app.knowledge.closure_commands import AgreeClosure, Announce
from app.knowledge.commands import ListSystem, PublishKnownIssue, RecordOutage
from app.knowledge.presets import preset_groups
from app.knowledge.rules.closures import ClosureKind
from app.sla.contract_commands import AddContract
from app.sla.presets import calendar_id, preset_calendars, preset_policies
from app.tour.sample.directory import sample_id, systems
from app.tour.sample.files import COUNCILS
from app.tour.sample.timetable import Step, Timetable

_BUSINESS = ("Finance", "Payroll", "Council Tax", "Housing Stock Management", "Land Charges", "Licensing")
"""Categories of the catalogue whose systems are measured as business systems."""
_MAIL = ("Email System",)


def service_steps(timetable: Timetable, owner_id: str) -> Iterator[Step]:
    """The councils' groups with their systems, and what happened to them."""
    councils = sample_id("customer", COUNCILS)
    groups = {group.name: group.id for group in preset_groups(councils)}
    members = {"business systems": _BUSINESS, "mail and home server": _MAIL}
    listed = (
        ListSystem(group_id=groups[name], system_id=system.id)
        for name, categories in members.items()
        for system in systems()
        if system.customer_id == councils and system.category in categories
    )
    began = timetable.now - timedelta(days=20)
    promised = (*preset_calendars(), *preset_policies(), _contract(councils, began.date()))
    yield Step(began, owner_id, (*promised, *preset_groups(councils), *listed))
    yield from _past_days(timetable, owner_id, councils, groups)


def _contract(councils: str, begins_on: date) -> AddContract:
    return AddContract(
        id=sample_id("contract", "council-ict"),
        customer_id=councils,
        number="MK-ICT-4",
        name="ICT service desk",
        policy_id=next(policy.id for policy in preset_policies() if policy.code == "council-ict"),
        begins_on=begins_on,
        ends_on=begins_on + timedelta(days=3 * 365),
        calendar_id=calendar_id("MKIP-desk"),
    )


def _past_days(timetable: Timetable, owner_id: str, councils: str, groups: dict[str, str]) -> Iterator[Step]:
    down = timetable.wall(timetable.working_day(3), time(18))
    yield Step(
        down + timedelta(hours=2),
        owner_id,
        (
            RecordOutage(
                id=derive_id("sample_outage", councils),
                customer_id=councils,
                begun_at=down,
                ended_at=down + timedelta(minutes=50),
                group_id=groups["network"],
                note="Core switch in Maidstone",
            ),
        ),
    )
    agreed = timetable.now - timedelta(hours=3)
    begins = timetable.wall(timetable.today + timedelta(days=4), time(19))
    closure = AgreeClosure(
        id=derive_id("sample_closure", councils),
        customer_id=councils,
        kind=ClosureKind.PLANNED,
        begins_at=begins,
        ends_at=begins + timedelta(hours=3),
        reason="New version of the finance system",
        agreed_by="Head of Finance",
        agreed_at=agreed,
        group_id=groups["business systems"],
    )
    told = Announce(
        id=derive_id("sample_announcement", councils),
        customer_id=councils,
        closure_id=closure.id,
        title=closure.reason,
        texts={"en": "The finance system is closed on the evening named above. Please save your work before."},
    )
    issue = PublishKnownIssue(
        id=derive_id("sample_issue", councils),
        customer_id=councils,
        title="Mail to large distribution lists is late",
        what_to_do="It arrives within half an hour; there is no need to send it again.",
        begins_at=agreed,
        group_id=groups["mail and home server"],
    )
    yield Step(agreed, owner_id, (closure, told, issue, *preset_checklists()))
