"""What the list of policies asks the database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from app.accounts.rules import Permission

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.calendars.commands import AddCalendar
    from app.calendars.tables import Calendar
    from app.directory.tables import Customer
    from app.sla.commands import AddPolicy, StepTerms
    from app.sla.tables import Policy
    from app.storage.units import Reader


@dataclass(frozen=True, slots=True)
class ListedPolicies:
    """All policies by code, whose they are, the shipped ones that are not here, and whether any may be made here."""

    policies: tuple[Policy, ...]
    customers: dict[str, str]
    missing: tuple[AddCalendar | AddPolicy, ...]
    may_manage: bool


@dataclass(frozen=True, slots=True)
class ShownPolicy:
    """A policy as the command that would make it, with the calendars and customers that it can be copied to.

    `steps` are its own, or the usual ones where it has none; `people` are our own, who can be told by name.
    """

    made_by: AddPolicy
    steps: dict[str, StepTerms]
    calendars: tuple[Calendar, ...]
    customers: tuple[Customer, ...]
    people: dict[str, str]
    may_manage: bool

    def calendar_name(self, calendar_id: str | None) -> str:
        """The name of a calendar; empty where there is none."""
        return next((calendar.name for calendar in self.calendars if calendar.id == calendar_id), "")


def read_policies(reader: Reader) -> ListedPolicies:
    """Every policy that is known here."""
    from app.directory.queries import customers, myself
    from app.sla.presets import missing_presets
    from app.sla.queries import all_policies

    return ListedPolicies(
        tuple(all_policies(reader)),
        {customer.id: customer.name for customer in customers(reader)},
        missing_presets(reader),
        myself(reader).grants.may_somewhere(Permission.MANAGE_SERVICE_LEVELS),
    )


def policy_question(policy_id: str) -> Callable[[Reader], ShownPolicy | None] | None:
    """Asks for one policy; nothing is asked with an empty id."""
    return partial(_read_policy, policy_id) if policy_id else None


def _read_policy(policy_id: str, reader: Reader) -> ShownPolicy | None:
    from app.calendars.queries import all_calendars
    from app.directory.queries import customers, myself, own_staff
    from app.sla.copying import copy_of, usual_steps
    from app.sla.tables import Policy

    policy = reader.get(Policy, policy_id)
    if policy is None:
        return None
    made_by = copy_of(reader, policy)
    return ShownPolicy(
        made_by,
        made_by.steps or usual_steps(),
        tuple(all_calendars(reader)),
        tuple(customers(reader)),
        {person.id: person.name for person in own_staff(reader).people},
        myself(reader).grants.may_somewhere(Permission.MANAGE_SERVICE_LEVELS),
    )
