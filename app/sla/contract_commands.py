"""Contracts, the devices on their lists, and amendments, which count once they are approved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from app.accounts.rules import Permission
from app.assets.tables import Asset
from app.calendars.tables import Calendar
from app.directory.tables import Customer
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.texts import LongText, Name, ShortText, Word
from app.foundation.translation import N_
from app.sla.rules.amendments import AmendmentState
from app.sla.rules.coverage import Coverage
from app.sla.tables import Amendment, Contract, ContractDevice, Number, Policy
from app.storage.commands import Context, Merged, handles, its_customer
from app.storage.edits import Edit, customer_of_edited, merge_edit
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class AddContract:
    """Enter a contract with the policy that it begins with, which whoever enters it stands for."""

    id: str
    customer_id: str
    number: Number
    name: Name
    policy_id: str
    begins_on: date
    ends_on: date | None = None
    review_on: date | None = None
    scope: LongText = ""
    exclusions: LongText = ""
    optional_services: LongText = ""
    excluded_kinds: tuple[Word, ...] = ()
    chargeable_kinds: tuple[Word, ...] = ()
    all_devices: bool = True
    outside_hours: Coverage = Coverage.CHARGEABLE
    calendar_id: str | None = None


@handles("sla.add_contract", AddContract, permission=Permission.MANAGE_SERVICE_LEVELS, customer_of=its_customer)
def add_contract(unit: UnitOfWork, command: AddContract, context: Context) -> None:
    """A contract ends after it begins; its number is the customer's only one."""
    unit.require_new(Contract, command.id)
    unit.require(Customer, command.customer_id)
    if command.ends_on is not None and command.ends_on < command.begins_on:
        raise Rejection("contract_period_wrong")
    _require_free_number(unit, command.customer_id, command.number)
    if command.calendar_id is not None:
        _require_for(unit, Calendar, command.calendar_id, command.customer_id)
    contract = Contract(
        id=command.id,
        customer_id=command.customer_id,
        number=command.number,
        name=command.name,
        begins_on=command.begins_on,
        ends_on=command.ends_on,
        review_on=command.review_on,
        scope=command.scope,
        exclusions=command.exclusions,
        optional_services=command.optional_services,
        excluded_kinds=command.excluded_kinds,
        chargeable_kinds=command.chargeable_kinds,
        all_devices=command.all_devices,
        outside_hours=command.outside_hours,
        calendar_id=command.calendar_id,
    )
    unit.put(contract)
    first_id = _first_amendment_id(contract.id)
    proposed = ProposeAmendment(
        id=first_id, contract_id=contract.id, policy_id=command.policy_id, effective_on=command.begins_on
    )
    _put_amendment(unit, contract, proposed, context, AmendmentState.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditContract(Edit):
    """Correct what is known about a contract."""

    row_type = Contract


@handles("sla.edit_contract", EditContract, permission=Permission.MANAGE_SERVICE_LEVELS, customer_of=customer_of_edited)
def edit_contract(unit: UnitOfWork, command: EditContract, context: Context) -> Merged | None:
    """A contract ends after it begins, and its hours are its customer's or everybody's.

    Where it is to begin earlier its first policy counts from then on.
    """
    contract = unit.require(Contract, command.id)
    merging = merge_edit(command, contract, context, contract.customer_id)
    if "number" in merging.changed:
        _require_free_number(unit, contract.customer_id, merging.row.number)
    if "calendar_id" in merging.changed and merging.row.calendar_id is not None:
        _require_for(unit, Calendar, merging.row.calendar_id, contract.customer_id)
    if merging.row.ends_on is not None and merging.row.ends_on < merging.row.begins_on:
        raise Rejection("contract_period_wrong")
    unit.put(merging.row)
    first = unit.get(Amendment, _first_amendment_id(contract.id))
    if first is not None and merging.row.begins_on < first.effective_on:
        unit.put(replace(first, effective_on=merging.row.begins_on))
    return merging.outcome


def _first_amendment_id(contract_id: str) -> str:
    return derive_id("amendment", contract_id)


def _require_free_number(unit: Reader, customer_id: str, number: str) -> None:
    column = columns_of(Contract)
    if unit.first(Contract, column.customer_id == customer_id, column.number == number) is not None:
        raise Rejection("name_taken", name=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDevice:
    """Put a device on a contract's list, or take it off it."""

    contract_id: str
    asset_id: str
    listed: bool = True


class _NamesContract(Protocol):
    @property
    def contract_id(self) -> str: ...


def _customer_of_contract(reader: Reader, command: _NamesContract) -> str | None:
    return reader.require(Contract, command.contract_id).customer_id


@handles("sla.list_device", ListDevice, permission=Permission.MANAGE_SERVICE_LEVELS, customer_of=_customer_of_contract)
def list_device(unit: UnitOfWork, command: ListDevice, _context: Context) -> None:
    """Once is enough."""
    contract = unit.require(Contract, command.contract_id)
    row_id = derive_id("contract_device", contract.id, command.asset_id)
    if not command.listed:
        unit.remove(ContractDevice, row_id)
        return
    unit.require(Asset, command.asset_id, customer_id=contract.customer_id)
    unit.put(
        ContractDevice(id=row_id, contract_id=contract.id, customer_id=contract.customer_id, asset_id=command.asset_id)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeAmendment:
    """Propose that from some day on another policy counts under a contract, or other kinds of work are covered."""

    id: str
    contract_id: str
    policy_id: str
    effective_on: date
    reason: ShortText = ""
    excluded_kinds: tuple[Word, ...] | None = None
    chargeable_kinds: tuple[Word, ...] | None = None


@handles(
    "sla.propose_amendment",
    ProposeAmendment,
    permission=Permission.MANAGE_SERVICE_LEVELS,
    customer_of=_customer_of_contract,
)
def propose_amendment(unit: UnitOfWork, command: ProposeAmendment, context: Context) -> None:
    """It lies within the contract's time."""
    unit.require_new(Amendment, command.id)
    contract = unit.require(Contract, command.contract_id)
    if command.effective_on < contract.begins_on or (contract.ends_on and command.effective_on > contract.ends_on):
        raise Rejection("amendment_outside_contract")
    _put_amendment(unit, contract, command, context, AmendmentState.PROPOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideAmendment:
    """Approve a proposed amendment, or decline it."""

    amendment_id: str
    approved: bool


def _customer_of_amendment(reader: Reader, command: DecideAmendment) -> str | None:
    return reader.require(Amendment, command.amendment_id).customer_id


@handles(
    "sla.decide_amendment",
    DecideAmendment,
    permission=Permission.APPROVE_AMENDMENTS,
    customer_of=_customer_of_amendment,
)
def decide_amendment(unit: UnitOfWork, command: DecideAmendment, context: Context) -> None:
    """Nobody approves what he has proposed himself, and what is decided stays decided."""
    amendment = unit.require(Amendment, command.amendment_id)
    if amendment.state is not AmendmentState.PROPOSED:
        raise Rejection("amendment_decided")
    if amendment.proposed_by_id == context.actor_id:
        raise Rejection("amendment_own")
    state = AmendmentState.APPROVED if command.approved else AmendmentState.DECLINED
    unit.put(replace(amendment, state=state, decided_by_id=context.actor_id, decided_at=context.at))


def _put_amendment(
    unit: UnitOfWork, contract: Contract, command: ProposeAmendment, context: Context, state: AmendmentState
) -> None:
    _require_for(unit, Policy, command.policy_id, contract.customer_id)
    decided = state is AmendmentState.APPROVED
    unit.put(
        Amendment(
            id=command.id,
            contract_id=contract.id,
            customer_id=contract.customer_id,
            policy_id=command.policy_id,
            effective_on=command.effective_on,
            reason=command.reason,
            state=state,
            proposed_by_id=context.actor_id,
            proposed_at=context.at,
            decided_by_id=context.actor_id if decided else None,
            decided_at=context.at if decided else None,
            excluded_kinds=command.excluded_kinds,
            chargeable_kinds=command.chargeable_kinds,
        )
    )


def _require_for(unit: Reader, row_type: type[Calendar | Policy], row_id: str, customer_id: str) -> None:
    """What a contract names is this customer's or everybody's."""
    if unit.require(row_type, row_id).customer_id not in (None, customer_id):
        unit.require(row_type, row_id, customer_id=customer_id)


declare(
    {
        "contract_period_wrong": N_("A contract ends after it begins. Check both dates."),
        "amendment_outside_contract": N_("This day is not within the contract's time. Choose another one."),
        "amendment_decided": N_("This amendment was decided in the meantime. Look at the contract."),
        "amendment_own": N_("Nobody approves what he has proposed himself. Ask somebody else to decide."),
    }
)
