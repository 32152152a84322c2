"""What a contract promises: which clock, from what until what, how long, and what makes it stand still.

Figures and words are those of `domain.md` §3. Durations are whole microseconds, as instants are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from app.foundation.translation import N_


class Happening(StrEnum):
    """What can happen to a call, as far as clocks care."""

    REPORTED = "reported"
    TICKETED = "ticketed"
    RANG = "rang"
    PICKED_UP = "picked_up"
    PHONED = "phoned"
    ANSWERED = "answered"
    ADVISED = "advised"
    ACCEPTED = "accepted"
    ARRIVED = "arrived"
    RESTORED = "restored"
    REPORT_HANDED_OVER = "report_handed_over"
    CLOSED = "closed"
    REOPENED = "reopened"
    CANCELLED = "cancelled"
    PAUSED = "paused"
    RESUMED = "resumed"
    TO_SUPPLIER = "to_supplier"
    FROM_SUPPLIER = "from_supplier"
    MISROUTED = "misrouted"
    REROUTED = "rerouted"
    LEVELLED = "levelled"


class Metric(StrEnum):
    """What is promised."""

    TICKET = "ticket"
    PHONE_PICKUP = "phone_pickup"
    PHONE_RESPONSE = "phone_response"
    ACCEPTANCE = "acceptance"
    RESPONSE = "response"
    INITIAL_ANSWER = "initial_answer"
    ON_SITE = "on_site"
    ON_SITE_ON_CALL = "on_site_on_call"
    RESTORE = "restore"
    REPORT = "report"
    SOLVED_AT_FIRST_SERVICE = "solved_at_first_service"
    SOLVED_AT_FIRST_VISIT = "solved_at_first_visit"


class Bound(StrEnum):
    """Whether the limit itself still counts."""

    AT_MOST = "at_most"
    BELOW = "below"
    AT_LEAST = "at_least"


class Unit(StrEnum):
    """What a promised figure counts; a day is a working day of the named calendar, the last two are civil days."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    SAME_DAY = "same_day"
    NEXT_DAY = "next_day"


class OnChange(StrEnum):
    """What a new level means for a clock that is running; pauses survive each of them."""

    FROM_OPENING = "from_opening"
    RESTART = "restart"
    CARRY_SHARE = "carry_share"


class ThirdParty(StrEnum):
    """What happens to a call that is with an outside supplier."""

    LEAVES = "leaves"
    PAUSES = "pauses"
    RUNS_ON = "runs_on"


OUTLIVE_WORK = frozenset({Happening.REPORT_HANDED_OVER, Happening.CLOSED})
"""What stops clocks that go on after the order is solved."""
HAPPENING_NAMES = {
    Happening.REPORTED: N_("Reported"),
    Happening.TICKETED: N_("Number given"),
    Happening.RANG: N_("Telephone rang"),
    Happening.PICKED_UP: N_("Picked up"),
    Happening.PHONED: N_("Answered by phone"),
    Happening.ANSWERED: N_("Answered by a person"),
    Happening.ADVISED: N_("Advice given"),
    Happening.ACCEPTED: N_("Accepted"),
    Happening.ARRIVED: N_("Arrived on site"),
    Happening.RESTORED: N_("Service restored"),
    Happening.REPORT_HANDED_OVER: N_("Report handed over"),
    Happening.CLOSED: N_("Closed"),
    Happening.REOPENED: N_("Reopened"),
    Happening.CANCELLED: N_("Cancelled"),
    Happening.PAUSED: N_("Paused"),
    Happening.RESUMED: N_("Resumed"),
    Happening.TO_SUPPLIER: N_("Given to a supplier"),
    Happening.FROM_SUPPLIER: N_("Back from the supplier"),
    Happening.MISROUTED: N_("On a wrong way"),
    Happening.REROUTED: N_("Back on the right way"),
    Happening.LEVELLED: N_("Level set"),
}
METRIC_NAMES = {
    Metric.TICKET: N_("Ticket opened"),
    Metric.PHONE_PICKUP: N_("Call picked up"),
    Metric.PHONE_RESPONSE: N_("Response by phone"),
    Metric.ACCEPTANCE: N_("Acceptance"),
    Metric.RESPONSE: N_("Response"),
    Metric.INITIAL_ANSWER: N_("First answer"),
    Metric.ON_SITE: N_("On site"),
    Metric.ON_SITE_ON_CALL: N_("On site (on call)"),
    Metric.RESTORE: N_("Service restored"),
    Metric.REPORT: N_("Handling report"),
    Metric.SOLVED_AT_FIRST_SERVICE: N_("Solved at the first service"),
    Metric.SOLVED_AT_FIRST_VISIT: N_("Solved at the first visit"),
}
ON_CHANGE_NAMES = {
    OnChange.FROM_OPENING: N_("counts from the opening"),
    OnChange.RESTART: N_("begins anew"),
    OnChange.CARRY_SHARE: N_("keeps the share that is used"),
}
THIRD_PARTY_NAMES = {
    ThirdParty.LEAVES: N_("leaves the agreement"),
    ThirdParty.PAUSES: N_("pauses the clock"),
    ThirdParty.RUNS_ON: N_("lets the clock run on"),
}

SPANS: Mapping[Metric, tuple[Happening, Happening]] = {
    Metric.TICKET: (Happening.REPORTED, Happening.TICKETED),
    Metric.PHONE_PICKUP: (Happening.RANG, Happening.PICKED_UP),
    Metric.PHONE_RESPONSE: (Happening.REPORTED, Happening.PHONED),
    Metric.ACCEPTANCE: (Happening.REPORTED, Happening.ACCEPTED),
    Metric.RESPONSE: (Happening.REPORTED, Happening.ANSWERED),
    Metric.INITIAL_ANSWER: (Happening.REPORTED, Happening.ADVISED),
    Metric.ON_SITE: (Happening.REPORTED, Happening.ARRIVED),
    Metric.ON_SITE_ON_CALL: (Happening.REPORTED, Happening.ARRIVED),
    Metric.RESTORE: (Happening.REPORTED, Happening.RESTORED),
    Metric.REPORT: (Happening.ACCEPTED, Happening.REPORT_HANDED_OVER),
}
"""From what until what a clock runs, where a contract says nothing else."""

SHARES = frozenset({Metric.SOLVED_AT_FIRST_SERVICE, Metric.SOLVED_AT_FIRST_VISIT})
"""Promises about a share of many calls; a single call has no clock for them."""

ANY_LEVEL = "any"
"""Stands for every level of a policy that knows no levels."""

THRESHOLDS = (50, 75, 90)
"""At which shares of a target people are warned, in percent, where a contract says nothing else."""


class Calendar(Protocol):
    """Working time between instants, both in microseconds (`app.calendars.working_time.WorkingTime`)."""

    def due(self, begins: int, promised: int, pauses: Iterable[tuple[int, int | None]] = ()) -> int | None:
        """When so much working time has passed."""

    def elapsed(self, begins: int, ends: int, pauses: Iterable[tuple[int, int | None]] = ()) -> int:
        """Working time between two instants."""

    def end_of_day(self, at: int, later: int = 0) -> int:
        """The midnight that ends the civil day."""

    def windows(self, begins: int, ends: int) -> list[tuple[int, int]]:
        """The worked stretches between two instants."""

    def civil_period(self, at: int, *, month: bool) -> str:
        """The civil day or month of an instant."""

    def is_provisional(self, at: int) -> bool:
        """Whether the holidays until then are not announced yet."""


@dataclass(frozen=True, slots=True)
class PauseRule:
    """A reason to wait: which clocks it stops, for how long at most, and when somebody is reminded (microseconds).

    A pause that grows longer than `at_most` counts again from then on.
    """

    stops: frozenset[Metric]
    at_most: int | None = None
    remind_after: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What one level is promised: so many working microseconds of a calendar, or the end of a civil day."""

    bound: Bound
    promised: int = 0
    civil_days: int | None = None
    """How many days later the civil day ends that is promised; 0 is the same day."""

    def promised_from(self, begins: int, calendar: Calendar) -> int:
        """What is promised to a call that begins then, in working microseconds of the calendar."""
        if self.civil_days is None:
            return self.promised
        return calendar.elapsed(begins, calendar.end_of_day(begins, self.civil_days))


@dataclass(frozen=True, slots=True)
class Promise:
    """One target of a contract for whatever level a call has; `pauses` are its reasons to wait, by their codes."""

    metric: Metric
    starts: Happening
    stops: Happening
    terms: Mapping[str, Terms]
    pauses: Mapping[str, PauseRule] = field(default_factory=dict)
    on_change: OnChange = OnChange.FROM_OPENING
    third_party: ThirdParty = ThirdParty.PAUSES
    thresholds: tuple[int, ...] = THRESHOLDS

    def for_level(self, level: str) -> Terms | None:
        """What a level is promised; None where the contract promises it nothing."""
        return self.terms.get(level) or self.terms.get(ANY_LEVEL)
