"""Groups of services, outages, and what callers are told about known issues."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Protocol

from msgspec import Meta

from app.accounts.rules import Permission
from app.assets.tables import Asset
from app.calendars.tables import Calendar
from app.directory.tables import Customer, SupportedSystem
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.texts import Instant, LongText, Name, ShortText
from app.foundation.translation import N_
from app.knowledge.affected import SystemIds, check_not_later, require_affected, require_named, require_order
from app.knowledge.rules.closures import check_period
from app.knowledge.tables import KnownIssue, Outage, ServiceGroup, ServiceGroupSystem
from app.storage.commands import Context, Merged, handles, its_customer
from app.storage.edits import Edit, customer_of_edited, merge_edit
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class AddServiceGroup:
    """Services of a customer share a target: so many hundredths of a percent of the hours of a calendar."""

    id: str
    customer_id: str
    name: Name
    target_hundredths: Annotated[int, Meta(ge=0, le=10_000)]
    calendar_id: str
    system_ids: SystemIds = ()


@handles(
    "knowledge.add_service_group",
    AddServiceGroup,
    permission=Permission.MANAGE_SERVICE_LEVELS,
    customer_of=its_customer,
)
def add_service_group(unit: UnitOfWork, command: AddServiceGroup, _context: Context) -> None:
    """Names are unique among a customer's groups; its calendar is the customer's or everybody's."""
    unit.require_new(ServiceGroup, command.id)
    unit.require(Customer, command.customer_id)
    _require_free_name(unit, command.customer_id, command.name)
    _require_calendar(unit, command.customer_id, command.calendar_id)
    group = ServiceGroup(
        id=command.id,
        customer_id=command.customer_id,
        name=command.name,
        target_hundredths=command.target_hundredths,
        calendar_id=command.calendar_id,
    )
    unit.put(group)
    for system_id in command.system_ids:
        _list(unit, group, system_id)


def _require_free_name(unit: Reader, customer_id: str, name: str) -> None:
    column = columns_of(ServiceGroup)
    if unit.first(ServiceGroup, column.customer_id == customer_id, column.name == name) is not None:
        raise Rejection("name_taken", name=name)


def _require_calendar(unit: Reader, customer_id: str, calendar_id: str) -> None:
    """Hours are the customer's own or everybody's."""
    if unit.require(Calendar, calendar_id).customer_id is not None:
        unit.require(Calendar, calendar_id, customer_id=customer_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditServiceGroup(Edit):
    """Call a group of services otherwise, or measure it otherwise: all of its months, also those that are over."""

    row_type = ServiceGroup


@handles(
    "knowledge.edit_service_group",
    EditServiceGroup,
    permission=Permission.MANAGE_SERVICE_LEVELS,
    customer_of=customer_of_edited,
)
def edit_service_group(unit: UnitOfWork, command: EditServiceGroup, context: Context) -> Merged | None:
    """Names are unique among a customer's groups; its calendar is the customer's or everybody's."""
    group = unit.require(ServiceGroup, command.id)
    merging = merge_edit(command, group, context, group.customer_id)
    if "name" in merging.changed:
        _require_free_name(unit, group.customer_id, merging.row.name)
    if "calendar_id" in merging.changed:
        _require_calendar(unit, group.customer_id, merging.row.calendar_id)
    unit.put(merging.row)
    return merging.outcome


class _NamesGroup(Protocol):
    @property
    def group_id(self) -> str: ...


def _customer_of_group(reader: Reader, command: _NamesGroup) -> str:
    return reader.require(ServiceGroup, command.group_id).customer_id


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireServiceGroup:
    """Measure a group of services no more from now on, or take it up again."""

    group_id: str
    retired: bool = True


@handles(
    "knowledge.retire_service_group",
    RetireServiceGroup,
    permission=Permission.MANAGE_SERVICE_LEVELS,
    customer_of=_customer_of_group,
)
def retire_service_group(unit: UnitOfWork, command: RetireServiceGroup, context: Context) -> None:
    """What was measured stays, and so does what was said about it; once is enough."""
    group = unit.require(ServiceGroup, command.group_id)
    retired_at = (group.retired_at or context.at) if command.retired else None
    unit.put(replace(group, retired_at=retired_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSystem:
    """Let a supported system belong to a group of services, or not any more."""

    group_id: str
    system_id: str
    listed: bool = True


@handles(
    "knowledge.list_system",
    ListSystem,
    permission=Permission.MANAGE_SERVICE_LEVELS,
    customer_of=_customer_of_group,
)
def list_system(unit: UnitOfWork, command: ListSystem, _context: Context) -> None:
    """Once is enough."""
    group = unit.require(ServiceGroup, command.group_id)
    if command.listed:
        _list(unit, group, command.system_id)
    else:
        unit.remove(ServiceGroupSystem, _member_id(group, command.system_id))


def _list(unit: UnitOfWork, group: ServiceGroup, system_id: str) -> None:
    unit.require(SupportedSystem, system_id, customer_id=group.customer_id)
    member_id = _member_id(group, system_id)
    unit.put(ServiceGroupSystem(id=member_id, customer_id=group.customer_id, group_id=group.id, system_id=system_id))


def _member_id(group: ServiceGroup, system_id: str) -> str:
    return derive_id("service_group_system", group.id, system_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOutage:
    """Services have been unavailable since `begun_at`, perhaps until `ended_at`, and nobody had agreed to it."""

    id: str
    customer_id: str
    begun_at: Instant
    ended_at: Instant | None = None
    group_id: str | None = None
    system_ids: SystemIds = ()
    order_id: str | None = None
    note: ShortText = ""


@handles("knowledge.record_outage", RecordOutage, permission=Permission.PUBLISH_KNOWLEDGE, customer_of=its_customer)
def record_outage(unit: UnitOfWork, command: RecordOutage, context: Context) -> None:
    """Outages are of the past; two of one system may overlap, the time counts once."""
    unit.require_new(Outage, command.id)
    unit.require(Customer, command.customer_id)
    require_affected(unit, command.customer_id, command.group_id, command.system_ids)
    require_order(unit, command.customer_id, command.order_id)
    check_not_later(context, command.begun_at, command.ended_at)
    if command.ended_at is not None:
        check_period(command.begun_at, command.ended_at)
    unit.put(
        Outage(
            id=command.id,
            customer_id=command.customer_id,
            group_id=command.group_id,
            system_ids=tuple(dict.fromkeys(command.system_ids)),
            begun_at=command.begun_at,
            ended_at=command.ended_at,
            order_id=command.order_id,
            note=command.note,
            withdrawn_because="",
            recorded_at=context.at,
            recorded_by_id=context.actor_id,
        )
    )


class _NamesOutage(Protocol):
    @property
    def outage_id(self) -> str: ...


def _customer_of_outage(reader: Reader, command: _NamesOutage) -> str:
    return reader.require(Outage, command.outage_id).customer_id


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOutage:
    """The services are available again, since now or since `at`."""

    outage_id: str
    at: Instant | None = None


@handles("knowledge.end_outage", EndOutage, permission=Permission.PUBLISH_KNOWLEDGE, customer_of=_customer_of_outage)
def end_outage(unit: UnitOfWork, command: EndOutage, context: Context) -> None:
    """It ends once, after it began."""
    outage = _standing(unit, command.outage_id)
    if outage.ended_at is not None:
        raise Rejection("outage_over")
    check_not_later(context, command.at)
    check_period(outage.begun_at, command.at or context.at)
    unit.put(replace(outage, ended_at=command.at or context.at))


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawOutage:
    """There was no such outage; it stays on record with the reason, and counts no more."""

    outage_id: str
    reason: Name


@handles(
    "knowledge.withdraw_outage",
    WithdrawOutage,
    permission=Permission.PUBLISH_KNOWLEDGE,
    customer_of=_customer_of_outage,
)
def withdraw_outage(unit: UnitOfWork, command: WithdrawOutage, _context: Context) -> None:
    """Whoever got a time wrong withdraws it and records another one: history is not rewritten."""
    unit.put(replace(_standing(unit, command.outage_id), withdrawn_because=command.reason))


def _standing(unit: Reader, outage_id: str) -> Outage:
    outage = unit.require(Outage, outage_id)
    if outage.withdrawn_because:
        raise Rejection("outage_over")
    return outage


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishKnownIssue:
    """From `begins_at` on callers are told this, with what they can do; where nothing is named, all of them."""

    id: str
    customer_id: str
    title: Name
    what_to_do: LongText
    begins_at: Instant
    ends_at: Instant | None = None
    group_id: str | None = None
    system_ids: SystemIds = ()
    asset_id: str | None = None
    order_id: str | None = None


@handles(
    "knowledge.publish_known_issue",
    PublishKnownIssue,
    permission=Permission.PUBLISH_KNOWLEDGE,
    customer_of=its_customer,
)
def publish_known_issue(unit: UnitOfWork, command: PublishKnownIssue, context: Context) -> None:
    """What it names is the customer's own."""
    unit.require_new(KnownIssue, command.id)
    unit.require(Customer, command.customer_id)
    require_named(unit, command.customer_id, command.group_id, command.system_ids)
    require_order(unit, command.customer_id, command.order_id)
    if command.asset_id is not None:
        unit.require(Asset, command.asset_id, customer_id=command.customer_id)
    if command.ends_at is not None:
        check_period(command.begins_at, command.ends_at)
    unit.put(
        KnownIssue(
            id=command.id,
            customer_id=command.customer_id,
            group_id=command.group_id,
            system_ids=tuple(dict.fromkeys(command.system_ids)),
            asset_id=command.asset_id,
            order_id=command.order_id,
            title=command.title,
            what_to_do=command.what_to_do,
            begins_at=command.begins_at,
            ends_at=command.ends_at,
            recorded_at=context.at,
            recorded_by_id=context.actor_id,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EditKnownIssue(Edit):
    """Tell callers something else, or until another time: until now, where it is over."""

    row_type = KnownIssue


@handles(
    "knowledge.edit_known_issue",
    EditKnownIssue,
    permission=Permission.PUBLISH_KNOWLEDGE,
    customer_of=customer_of_edited,
)
def edit_known_issue(unit: UnitOfWork, command: EditKnownIssue, context: Context) -> Merged | None:
    """It ends after it begins."""
    issue = unit.require(KnownIssue, command.id)
    merging = merge_edit(command, issue, context, issue.customer_id)
    if merging.row.ends_at is not None:
        check_period(merging.row.begins_at, merging.row.ends_at)
    unit.put(merging.row)
    return merging.outcome


declare(
    {
        "outage_over": N_("This outage has ended or was withdrawn in the meantime. Look at it again."),
    }
)
