"""What the contracts of a customer ask the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from app.accounts.rules import Permission

if TYPE_CHECKING:
    from datetime import datetime

    from app.assets.tables import Asset
    from app.calendars.tables import Calendar
    from app.sla.tables import Amendment, Contract, Policy
    from app.storage.units import Reader


@dataclass(frozen=True, slots=True)
class ListedContract:
    """A contract, the name of the policy that rules under it now (if any), and whether it is the one in force."""

    contract: Contract
    policy: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class ListedContracts:
    """The contracts of a customer, the youngest first, and whether more may be entered here."""

    contracts: tuple[ListedContract, ...]
    may_manage: bool


@dataclass(frozen=True, slots=True)
class ShownContract:
    """A contract with its amendments and devices, and what the person at this workspace may do with it."""

    contract: Contract
    amended: Contract
    """The contract with what its amendments say today."""
    calendar: str
    amendments: tuple[Amendment, ...]
    ruling_id: str
    """The id of the amendment that rules now; empty where none does."""
    policies: dict[str, Policy]
    people: dict[str, str]
    devices: tuple[Asset, ...]
    person_id: str
    may_manage: bool
    may_approve: bool


@dataclass(frozen=True, slots=True)
class ContractChoices:
    """What a customer's contract can name."""

    policies: tuple[Policy, ...]
    calendars: tuple[Calendar, ...]


def contracts_question(customer_id: str, at: datetime) -> Callable[[Reader], ListedContracts] | None:
    """Asks for the contracts of a customer as they stand at an instant; nothing is asked with an empty id."""
    return partial(_read_contracts, customer_id, at) if customer_id else None


def contract_question(contract_id: str, at: datetime) -> Callable[[Reader], ShownContract | None]:
    """Asks for one contract as it stands at an instant."""
    return partial(_read_contract, contract_id, at)


def choices_question(customer_id: str) -> Callable[[Reader], ContractChoices]:
    """Asks what a customer's contract can name."""
    return partial(_read_choices, customer_id)


def _read_contracts(customer_id: str, at: datetime, reader: Reader) -> ListedContracts:
    from app.directory.queries import myself
    from app.sla.queries import Promises, contracts_of
    from app.sla.tables import Policy

    promises = Promises(reader)
    in_force = promises.contract_at(customer_id, at)
    listed = []
    for contract in reversed(contracts_of(reader, customer_id)):
        counting = promises.amendments_counting(contract, at)
        policy = reader.require(Policy, counting[-1].policy_id).name if counting else ""
        listed.append(ListedContract(contract, policy, contract == in_force))
    may_manage = myself(reader).grants.may(Permission.MANAGE_SERVICE_LEVELS, customer_id)
    return ListedContracts(tuple(listed), may_manage)


def _read_contract(contract_id: str, at: datetime, reader: Reader) -> ShownContract | None:
    from app.assets.tables import Asset
    from app.calendars.tables import Calendar
    from app.directory.queries import myself, names_of
    from app.sla.queries import Promises, amendments_of, listed_devices, policies_for
    from app.sla.tables import Contract

    contract = reader.get(Contract, contract_id)
    if contract is None:
        return None
    amendments = amendments_of(reader, contract_id)
    promises = Promises(reader)
    counting = promises.amendments_counting(contract, at)
    calendar = reader.get(Calendar, contract.calendar_id) if contract.calendar_id else None
    me = myself(reader)
    people = {person for each in amendments for person in (each.proposed_by_id, each.decided_by_id) if person}
    devices = reader.get_all(Asset, listed_devices(reader, contract_id)).values()
    return ShownContract(
        contract,
        promises.amended(contract, at),
        calendar.name if calendar else "",
        tuple(amendments),
        counting[-1].id if counting else "",
        {policy.id: policy for policy in policies_for(reader, contract.customer_id)},
        names_of(reader, people),
        tuple(sorted(devices, key=lambda device: device.code)),
        me.person_id,
        me.grants.may(Permission.MANAGE_SERVICE_LEVELS, contract.customer_id),
        me.grants.may(Permission.APPROVE_AMENDMENTS, contract.customer_id),
    )


def _read_choices(customer_id: str, reader: Reader) -> ContractChoices:
    from app.calendars.queries import calendars_for
    from app.sla.queries import policies_for

    return ContractChoices(tuple(policies_for(reader, customer_id)), tuple(calendars_for(reader, customer_id)))
