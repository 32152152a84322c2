"""How available a customer's groups of services were in a month, against their targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.calendars.queries import newest_version, working_time_of
from app.calendars.rules import zone_named
from app.calendars.working_time import instant, stamp
from app.directory.queries import customers
from app.directory.tables import Customer
from app.knowledge.queries import Services, closures_of, outages_of
from app.knowledge.rules.availability import Availability, Downtime, availability
from app.knowledge.rules.closures import time_down
from app.knowledge.tables import Closure, Outage, ServiceGroup
from app.storage.units import Reader


@dataclass(frozen=True, slots=True)
class Cause:
    """What made some of a group's systems unavailable, and for how long within its hours, in microseconds."""

    what: Closure | Outage
    services: tuple[str, ...]
    begins_at: datetime
    ends_at: datetime
    down: int


@dataclass(frozen=True, slots=True)
class GroupAvailability:
    """How available a group was from the beginning of a month until `until_at`: its end, or now.

    `worst` is the system that was down longest, empty where none was.
    """

    group: ServiceGroup
    customer: str
    until_at: datetime
    figure: Availability
    worst: str
    causes: tuple[Cause, ...]

    @property
    def met(self) -> bool:
        """Whether the target is met so far."""
        return self.figure.meets(self.group.target_hundredths)


def availabilities(reader: Reader, month: tuple[int, int], now: datetime) -> list[GroupAvailability]:
    """Every group of every customer, by their names.

    :param month: the year and the month, by each group's own calendar
    :param now: a month that is not over is judged until then
    """
    return [found for customer in customers(reader) for found in _of_customer(reader, customer, month, now)]


def _of_customer(
    reader: Reader, customer: Customer, month: tuple[int, int], now: datetime
) -> Iterator[GroupAvailability]:
    services = Services(reader, customer.id)
    if not services.groups:
        return
    down = _downtimes([*closures_of(reader, customer.id), *outages_of(reader, customer.id)], now)
    for group in services.groups.values():
        begins, until = _month(reader, group, month, now)
        if group.retired_at is None or begins < stamp(group.retired_at):
            hours = working_time_of(newest_version(reader, group.calendar_id)).windows(begins, until)
            yield _of_group(group, customer.name, services, (until, hours), down)


_Down = tuple[Closure | Outage, Downtime]


def _downtimes(happened: list[Closure | Outage], now: datetime) -> list[_Down]:
    """When each of these made its services unavailable; what still goes on does so until now."""
    found = []
    for what in happened:
        period = (
            (what.begun_at, what.ended_at)
            if isinstance(what, Outage)
            else time_down(what.state, (what.begins_at, what.ends_at), what.begun_at, what.ended_at)
        )
        if period is not None:
            found.append((what, Downtime(what.id, stamp(period[0]), stamp(period[1] or now))))
    return found


def _month(reader: Reader, group: ServiceGroup, month: tuple[int, int], now: datetime) -> tuple[int, int]:
    """From when until when a group is judged in a month: to its end, now, or until the group was retired."""
    zone = zone_named(newest_version(reader, group.calendar_id).zone)
    year, number = month
    begins = stamp(datetime(year, number, 1, tzinfo=zone))
    following = (year + 1, 1) if number == 12 else (year, number + 1)  # noqa: PLR2004 - December
    until = min(stamp(datetime(*following, 1, tzinfo=zone)), stamp(now), stamp(group.retired_at or now))
    return begins, max(begins, until)


def _of_group(
    group: ServiceGroup,
    customer: str,
    services: Services,
    period: tuple[int, list[tuple[int, int]]],
    down: list[_Down],
) -> GroupAvailability:
    until, hours = period
    members = services.members(group.id)
    hit = {each.cause: services.affected(what.group_id, what.system_ids).intersection(members) for what, each in down}
    figure = availability(
        hours, {member: [each for _what, each in down if member in hit[each.cause]] for member in members}
    )
    causes = tuple(
        Cause(
            what,
            tuple(services.system_name(member) for member in members if member in hit[each.cause]),
            instant(each.begins),
            instant(each.ends),
            figure.causes[each.cause],
        )
        for what, each in down
        if figure.causes.get(each.cause)
    )
    worst = max(members, key=figure.down.__getitem__)
    name = services.system_name(worst) if figure.down[worst] else ""
    return GroupAvailability(group, customer, instant(until), figure, name, causes)
