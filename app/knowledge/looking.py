"""What the window shows of closures, outages and known issues: with the names of customers, services and people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.calendars.queries import newest_version
from app.directory.queries import customers, names_of
from app.directory.tables import Customer, SupportedSystem
from app.knowledge.queries import (
    Known,
    Services,
    all_closures,
    announcements_of,
    events_of_closure,
    known_now,
    overlapping,
)
from app.knowledge.tables import Announcement, Closure, ClosureEvent, KnownIssue, Outage, ServiceGroup
from app.storage.schema import columns_of
from app.storage.units import Reader

_MOST_ANNOUNCEMENTS = 200


@dataclass(frozen=True, slots=True)
class ClosureInList:
    """A closure with its names."""

    closure: Closure
    customer: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClosureDetail:
    """All about one closure. `zone` is that of the customer's services, empty where none is known."""

    listed: ClosureInList
    events: tuple[tuple[ClosureEvent, str], ...]
    """Each with the name of who did it."""
    announcements: tuple[Announcement, ...]
    overlaps: tuple[Closure, ...]
    zone: str


@dataclass(frozen=True, slots=True)
class KnownInList:
    """Something that callers are told, with the name of their customer."""

    known: Known
    customer: str


@dataclass(frozen=True, slots=True)
class AnnouncementInList:
    """What a customer's people were told, and by whom."""

    announcement: Announcement
    customer: str
    by: str


@dataclass(frozen=True, slots=True)
class ServiceChoices:
    """What can be named as affected, by name."""

    customers: tuple[Customer, ...]
    groups: tuple[ServiceGroup, ...]
    systems: tuple[SupportedSystem, ...]


def closures_in_list(reader: Reader, *, only_open: bool) -> list[ClosureInList]:
    """The closures of all customers, the latest first."""
    names = {customer.id: customer.name for customer in customers(reader)}
    closures = all_closures(reader, only_open=only_open)
    services = {customer_id: Services(reader, customer_id) for customer_id in {each.customer_id for each in closures}}
    return [
        ClosureInList(
            closure,
            names.get(closure.customer_id, ""),
            services[closure.customer_id].names(closure.group_id, closure.system_ids),
        )
        for closure in closures
    ]


def closure_detail(reader: Reader, closure_id: str) -> ClosureDetail | None:
    """All about one closure; None where it is not here (any more)."""
    closure = reader.get(Closure, closure_id)
    if closure is None:
        return None
    services = Services(reader, closure.customer_id)
    customer = reader.get(Customer, closure.customer_id)
    events = events_of_closure(reader, closure_id)
    names = names_of(reader, (event.actor_id for event in events))
    affected = (closure.group_id, closure.system_ids)
    return ClosureDetail(
        ClosureInList(closure, customer.name if customer else "", services.names(*affected)),
        tuple((event, names.get(event.actor_id, "")) for event in events),
        tuple(announcements_of(reader, closure_id)),
        tuple(overlapping(reader, closure.customer_id, affected, (closure.begins_at, closure.ends_at), but=closure_id)),
        _zone_of(reader, services),
    )


def known_in_list(reader: Reader, at: datetime) -> list[KnownInList]:
    """What is known now about the services of all customers, the latest first."""
    named = {customer.id: customer.name for customer in customers(reader)}
    concerned = {closure.customer_id for closure in reader.find(Closure)}
    concerned |= {outage.customer_id for outage in reader.find(Outage)}
    concerned |= {issue.customer_id for issue in reader.find(KnownIssue)}
    found = [known for customer_id in concerned & named.keys() for known in known_now(reader, customer_id, at)]
    newest = sorted(found, key=lambda known: (known.begins_at, known.id), reverse=True)
    return [KnownInList(known, named[known.customer_id]) for known in newest]


def announcements_in_list(reader: Reader) -> list[AnnouncementInList]:
    """What people of all customers were told, the latest first, as many as anybody looks through."""
    column = columns_of(Announcement)
    latest = [column.announced_at.desc(), column.id.desc()]
    found = reader.find(Announcement, order_by=latest, limit=_MOST_ANNOUNCEMENTS)
    whose = {customer.id: customer.name for customer in customers(reader)}
    people = names_of(reader, (each.announced_by_id for each in found))
    named = ((each, whose.get(each.customer_id, ""), people.get(each.announced_by_id, "")) for each in found)
    return [AnnouncementInList(*each) for each in named]


def service_choices(reader: Reader) -> ServiceChoices:
    """What can be named as affected."""
    group, system = columns_of(ServiceGroup), columns_of(SupportedSystem)
    return ServiceChoices(
        tuple(customers(reader)),
        tuple(reader.find(ServiceGroup, group.retired_at.is_(None), order_by=[group.name])),
        tuple(reader.find(SupportedSystem, order_by=[system.category, system.product, system.site])),
    )


def _zone_of(reader: Reader, services: Services) -> str:
    """The zone of the customer's first group of services."""
    group = next(iter(services.groups.values()), None)
    return newest_version(reader, group.calendar_id).zone if group else ""
