"""``paigong contracts …``: the contracts with customers, and all that one of them says."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app.assets.tables import Asset
from app.calendars.tables import Calendar
from app.cli.users import write_csv
from app.cli.workspace import opened
from app.directory.queries import customer_named, customers, names_of
from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.sheets.formulas import guarded
from app.foundation.translation import N_, _
from app.sla.queries import Promises, all_contracts, amendments_of, listed_devices
from app.sla.rules.amendments import AMENDMENT_STATE_NAMES
from app.sla.rules.coverage import COVERAGE_NAMES
from app.sla.tables import Contract, Policy
from app.storage.units import Reader

_COLUMNS = ("customer", "number", "name", "begins_on", "ends_on", "review_on", "policy", "in_force")

declare(
    {
        "contract_unknown": N_("There is no contract {number} here. “paigong contracts list” tells their numbers."),
        "contract_ambiguous": N_("Several customers have a contract {number}. Say whose with --customer NAME."),
    }
)


def add_commands(commands: Any) -> None:
    """Add ``contracts list`` and ``contracts show``."""
    parser = commands.add_parser("contracts", help=_("contracts with customers: which there are, what they say"))
    words = parser.add_subparsers(required=True, metavar=_("COMMAND"))
    listing = words.add_parser("list", help=_("print all contracts with the policies that count today, as CSV"))
    listing.set_defaults(run=_list)
    show = words.add_parser("show", help=_("print what a contract says, its amendments and its devices"))
    show.add_argument("number")
    show.add_argument("--customer", default="", help=_("whose contract it is, where several have the number"))
    show.set_defaults(run=_show)


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace, workspace.store.read() as reader:
        lines = list(_lines(reader, workspace.runner.clock.now()))
    write_csv(_COLUMNS, *lines)
    return 0


def _lines(reader: Reader, now: datetime) -> Iterator[tuple[object, ...]]:
    promises, whose = Promises(reader), {customer.id: customer.name for customer in customers(reader)}
    for contract in all_contracts(reader):
        counting = promises.amendments_counting(contract, now)
        yield (
            guarded(whose.get(contract.customer_id, "")),
            guarded(contract.number),
            guarded(contract.name),
            contract.begins_on,
            contract.ends_on or "",
            contract.review_on or "",
            guarded(reader.require(Policy, counting[-1].policy_id).code if counting else ""),
            "yes" if contract == promises.contract_at(contract.customer_id, now) else "no",
        )


def _show(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace, workspace.store.read() as reader:
        contract = _contract(reader, arguments)
        told = [*_facts(reader, Promises(reader).amended(contract, workspace.runner.clock.now()))]
        told += _amendments(reader, contract)
        devices = reader.get_all(Asset, listed_devices(reader, contract.id)).values()
        told += [_("Device: {code} {name}").format(code=device.code, name=device.name) for device in devices]
    print(f"{contract.number} {contract.name}", *told, sep="\n")
    return 0


def _facts(reader: Reader, contract: Contract) -> Iterator[str]:
    calendar = reader.get(Calendar, contract.calendar_id) if contract.calendar_id else None
    facts = (
        (_("Period"), f"{contract.begins_on} – {contract.ends_on or ''}"),
        (_("Review on"), contract.review_on),
        (_("Scope"), contract.scope),
        (_("Exclusions"), contract.exclusions),
        (_("Excluded kinds"), " ".join(contract.excluded_kinds)),
        (_("Chargeable kinds"), " ".join(contract.chargeable_kinds)),
        (_("Optional services"), contract.optional_services),
        (_("Hours of the contract"), calendar.name if calendar else _("All hours")),
        (_("Outside of its hours"), _(COVERAGE_NAMES[contract.outside_hours]) if calendar else ""),
        (_("Devices"), _("All devices of the customer") if contract.all_devices else ""),
    )
    return (f"{name}: {value}" for name, value in facts if value)


def _amendments(reader: Reader, contract: Contract) -> Iterator[str]:
    found = amendments_of(reader, contract.id)
    people = names_of(reader, {each.decided_by_id or each.proposed_by_id for each in found})
    for each in found:
        policy = reader.require(Policy, each.policy_id)
        who = people.get(each.decided_by_id or each.proposed_by_id, "—")
        state = _(AMENDMENT_STATE_NAMES[each.state])
        yield f"{each.effective_on}  {policy.code}  {state}  {who}  {each.reason}".rstrip()


def _contract(reader: Reader, arguments: argparse.Namespace) -> Contract:
    """The contract that the arguments name.

    :raises Trouble: ``contract_unknown``, ``contract_ambiguous``
    """
    found = [contract for contract in all_contracts(reader) if contract.number == arguments.number]
    if arguments.customer:
        customer_id = customer_named(reader, arguments.customer).id
        found = [contract for contract in found if contract.customer_id == customer_id]
    if not found:
        raise Trouble("contract_unknown", number=arguments.number)
    if len(found) > 1:
        raise Trouble("contract_ambiguous", number=arguments.number)
    return found[0]
