"""Reading closures, outages and known issues: what is closed, what overlaps, and what a caller is told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.assets.tables import Asset
from app.directory.tables import Customer, SupportedSystem
from app.foundation.errors import Rejection
from app.foundation.translation import N_
from app.knowledge.rules.closures import OPEN_CLOSURE_STATES, ClosureState
from app.knowledge.rules.concerning import may_concern, touches
from app.knowledge.tables import (
    Announcement,
    Closure,
    ClosureEvent,
    KnownIssue,
    Outage,
    ServiceGroup,
    ServiceGroupSystem,
)
from app.storage.schema import columns_of
from app.storage.units import Reader


class KnownKind(StrEnum):
    """What is known: a closure, an outage, or an issue that was entered for callers."""

    CLOSURE = "closure"
    OUTAGE = "outage"
    ISSUE = "issue"


KNOWN_KIND_NAMES = {
    KnownKind.CLOSURE: N_("Closure"),
    KnownKind.OUTAGE: N_("Outage"),
    KnownKind.ISSUE: N_("Known issue"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """Something that a caller is told before his call is logged once more; without an end it is not known when.

    `services` are what it is about: a group, systems, or the code of a device.
    """

    kind: KnownKind
    id: str
    customer_id: str
    services: tuple[str, ...]
    title: str
    what_to_do: str
    begins_at: datetime
    ends_at: datetime | None
    order_id: str | None


class Services:
    """The groups and systems of one customer, read once for as long as this object is used."""

    def __init__(self, reader: Reader, customer_id: str) -> None:
        self.groups = {group.id: group for group in reader.having(ServiceGroup, "name", customer_id=customer_id)}
        self.systems = {
            system.id: system
            for system in reader.having(SupportedSystem, "category", "product", "site", customer_id=customer_id)
        }
        self._members: dict[str, list[str]] = {group_id: [] for group_id in self.groups}
        for member in reader.having(ServiceGroupSystem, "id", customer_id=customer_id):
            self._members.setdefault(member.group_id, []).append(member.system_id)

    def members(self, group_id: str) -> tuple[str, ...]:
        """What a group consists of: its systems, or, where none is listed, the group as one."""
        return tuple(self._members.get(group_id, ())) or (group_id,)

    def affected(self, group_id: str | None, system_ids: Collection[str]) -> frozenset[str]:
        """All that is meant by a group and by systems."""
        return frozenset(system_ids).union(self.members(group_id) if group_id else ())

    def names(self, group_id: str | None, system_ids: Collection[str]) -> tuple[str, ...]:
        """What people call it: the group, then the systems, as far as they are known here."""
        named = [self.groups[group_id].name] if group_id in self.groups else []
        return (*named, *(self.system_name(each) for each in system_ids if each in self.systems))

    def system_name(self, system_id: str) -> str:
        """What people call a system, or a group that counts as one."""
        system = self.systems.get(system_id)
        if system is None:
            return self.groups[system_id].name if system_id in self.groups else ""
        return system.product or system.category


def closures_of(reader: Reader, customer_id: str) -> list[Closure]:
    """Every closure of a customer, in the order of their beginnings."""
    return reader.having(Closure, "begins_at", "id", customer_id=customer_id)


def all_closures(reader: Reader, *, only_open: bool = False) -> list[Closure]:
    """The closures of all customers, the latest first."""
    column = columns_of(Closure)
    wanted = [column.state.in_(OPEN_CLOSURE_STATES)] if only_open else []
    return reader.find(Closure, *wanted, order_by=[column.begins_at.desc(), column.id.desc()])


def events_of_closure(reader: Reader, closure_id: str) -> list[ClosureEvent]:
    """The facts of a closure, in the order in which they were judged."""
    return reader.having(ClosureEvent, "ordinal", closure_id=closure_id)


def announcements_of(reader: Reader, closure_id: str) -> list[Announcement]:
    """What people were told about a closure, the latest last."""
    return reader.having(Announcement, "announced_at", "id", closure_id=closure_id)


def outages_of(reader: Reader, customer_id: str) -> list[Outage]:
    """The outages of a customer that were no mistake, in the order of their beginnings."""
    return reader.having(Outage, "begun_at", "id", customer_id=customer_id, withdrawn_because="")


def overlapping(
    reader: Reader,
    customer_id: str,
    affected: tuple[str | None, Collection[str]],
    period: tuple[datetime, datetime],
    but: str = "",
) -> list[Closure]:
    """The closures of the same services that overlap a period and are not over; without the one with the id `but`.

    :param affected: the id of a group, and those of systems
    """
    services = Services(reader, customer_id)
    meant = services.affected(*affected)
    return [
        closure
        for closure in closures_of(reader, customer_id)
        if closure.id != but
        and closure.state in OPEN_CLOSURE_STATES
        and closure.begins_at < period[1]
        and period[0] < closure.ends_at
        and touches(meant, services.affected(closure.group_id, closure.system_ids))
    ]


def known_now(
    reader: Reader, customer_id: str, at: datetime, *, system_id: str = "", asset_id: str = ""
) -> list[Known]:
    """What is known about a customer's services at an instant, for the desk to say before it logs a call.

    What names other systems than the one asked about, or another device, is left out; the latest stands first.

    :raises Rejection: ``record_unknown`` where there is no such customer here
    """
    if reader.get(Customer, customer_id) is None:
        raise Rejection("record_unknown", table="customers", id=customer_id)
    services = Services(reader, customer_id)
    closed = [_of_closure(services, each) for each in closures_of(reader, customer_id) if _is_closed(each, at)]
    down = [
        _of_outage(services, each)
        for each in outages_of(reader, customer_id)
        if each.begun_at <= at and (each.ended_at is None or at < each.ended_at)
    ]
    issues = [_of_issue(reader, services, each) for each in issues_in_force(reader, customer_id, at)]
    found = [
        known
        for known, affected, about_asset in (*closed, *down, *issues)
        if may_concern([(system_id, affected), (asset_id, about_asset)])
    ]
    return sorted(found, key=lambda known: (known.begins_at, known.id), reverse=True)


def issues_in_force(reader: Reader, customer_id: str, at: datetime) -> list[KnownIssue]:
    """The issues that callers of a customer are told about at an instant."""
    return [
        issue
        for issue in reader.having(KnownIssue, "begins_at", "id", customer_id=customer_id)
        if issue.begins_at <= at and (issue.ends_at is None or at < issue.ends_at)
    ]


_Found = tuple[Known, frozenset[str], tuple[str, ...]]
"""What is known, the systems it is about, and the device, if it is about one."""


def _is_closed(closure: Closure, at: datetime) -> bool:
    """Whether it was begun and is not ended, or is agreed for this time and nobody has marked it as begun."""
    if closure.state is ClosureState.AGREED:
        return closure.begins_at <= at < closure.ends_at
    return closure.state is ClosureState.UNDER_WAY


def _of_closure(services: Services, closure: Closure) -> _Found:
    known = Known(
        KnownKind.CLOSURE,
        closure.id,
        closure.customer_id,
        services.names(closure.group_id, closure.system_ids),
        closure.reason,
        "",
        closure.begun_at or closure.begins_at,
        closure.ends_at,
        None,
    )
    return known, services.affected(closure.group_id, closure.system_ids), ()


def _of_outage(services: Services, outage: Outage) -> _Found:
    known = Known(
        KnownKind.OUTAGE,
        outage.id,
        outage.customer_id,
        services.names(outage.group_id, outage.system_ids),
        outage.note,
        "",
        outage.begun_at,
        outage.ended_at,
        outage.order_id,
    )
    return known, services.affected(outage.group_id, outage.system_ids), ()


def _of_issue(reader: Reader, services: Services, issue: KnownIssue) -> _Found:
    device = reader.get(Asset, issue.asset_id) if issue.asset_id else None
    named = services.names(issue.group_id, issue.system_ids)
    known = Known(
        KnownKind.ISSUE,
        issue.id,
        issue.customer_id,
        (*named, device.code) if device else named,
        issue.title,
        issue.what_to_do,
        issue.begins_at,
        issue.ends_at,
        issue.order_id,
    )
    return known, services.affected(issue.group_id, issue.system_ids), (issue.asset_id,) if issue.asset_id else ()
