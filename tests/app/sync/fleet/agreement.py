"""What must be true of a fleet when all is quiet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.accounts.queries import held_grants
from app.accounts.tables import Device, User
from app.accounts.users import grants_of
from app.assets.tables import Asset, AssetAlias
from app.directory.tables import Customer, Department, Site, Team
from app.inbox.queries import refused_entries
from app.inbox.tables import Refusal, Settlement
from app.storage.commands import all_commands
from app.storage.facts import HORIZON, fact
from app.storage.images import ServerImage
from app.storage.outbox import UNDONE_STATES, OutboxEntry, OutboxState
from app.storage.schema import TableSpec, Values, all_specs, columns_of
from app.storage.units import Reader
from app.storage.windows import outside
from app.sync.pull.server import DeviceScopes
from app.sync.push.forgetting import forgotten_to
from app.sync.push.server import JudgedCommand
from app.sync.rebase.laptop import PulledRow
from app.sync.stamps import SyncStamp, last_sequence
from app.workorders.history import replayed
from app.workorders.tables import OrderAlias, OrderEvent, Visit, WorkOrder
from tests.app.sync.fleet.chance import leave_to_chance
from tests.app.sync.fleet.laptop import FleetLaptop
from tests.app.sync.fleet.losses import check_attached, check_contents, check_lost
from tests.app.sync.fleet.merges import MergeModel
from tests.app.sync.fleet.programs import CHECK_IN, NOTE
from tests.app.sync.fleet.story import Fleet
from tests.app.sync.fleet.templates import Templates


def run_and_check(seed: int, templates: Templates, folder: Path) -> None:
    """All that follows from one seed.

    :raises AssertionError: something that must always be true was not
    """
    with pytest.MonkeyPatch.context() as patch:
        leave_to_chance(patch, seed)
        fleet = Fleet(seed, templates, folder)
        try:
            fleet.run()
            check(fleet)
        finally:
            fleet.close()


def check(fleet: Fleet) -> None:
    """What must be true of a fleet when all is quiet."""
    with fleet.server.store.read() as there:
        _every_row_is_stamped(there)
        _states_follow_from_facts(there)
        _names_and_numbers_are_unique(there)
        _no_number_was_shown_for_two(fleet)
        check_contents(fleet, there)
        check_lost(fleet, there)
        MergeModel(there).check()
        _older_forms_are_understood(fleet, there)
        for laptop in fleet.laptops:
            with laptop.store.read() as here:
                check_attached(fleet, laptop, here, there)
                _both_hold_the_same_rows(laptop, here, there)
                _every_command_has_its_verdict(laptop, here, there)
                _what_was_forgotten_is_there(fleet, laptop, here, there)
                _numbers_that_were_shown_resolve(laptop, here, there)


def _no_number_was_shown_for_two(fleet: Fleet) -> None:
    promised = [number for laptop in fleet.laptops for number in laptop.numbers_promised]
    assert len(promised) == len(set(promised))


def _both_hold_the_same_rows(laptop: FleetLaptop, here: Reader, there: Reader) -> None:
    user = there.first(User, columns_of(User).login == laptop.login)
    assert user is not None
    scopes = DeviceScopes(grants_of(there, user.id), user.person_id)
    for spec in _synchronised():
        theirs = {row_id: row for row_id, row in _rows(there, spec).items() if scopes.include(spec.scope_of(row))}
        if scopes.keeps_window and spec.window is not None:
            condition = outside(spec, int(fact(here, HORIZON)))
            for (row_id,) in there.plain.rows(f"SELECT id FROM {spec.name} WHERE {condition}"):
                theirs.pop(str(row_id), None)
        assert _rows(here, spec) == theirs, (laptop.login, spec.name)
    assert held_grants(here) == grants_of(there, user.id)
    assert not here.count(ServerImage)
    assert not here.count(PulledRow)


def _every_command_has_its_verdict(laptop: FleetLaptop, here: Reader, there: Reader) -> None:
    entries = {entry.id: entry for entry in here.find(OutboxEntry)}
    judged = {command.command_id: command for command in there.find(JudgedCommand)}
    kept_from = forgotten_to(here) + 1
    assert sorted(entry.sequence for entry in entries.values()) == [*range(kept_from, kept_from + len(entries))]
    for entry in entries.values():
        assert entry.id in judged, (laptop.login, entry)
        command = judged[entry.id]
        assert (entry.state, entry.code, entry.params) == (command.verdict, command.code, command.params)
        assert command.code != "handler_failed", (command.name, command.body)
    settling = {spec.name for spec in all_commands() if not spec.kept_when_refused}
    undone = {entry.id for entry in entries.values() if entry.state in UNDONE_STATES and entry.name not in settling}
    settled = {settlement.command_id for settlement in there.find(Settlement)}
    assert {entry.id for entry in refused_entries(here)} == undone - settled
    open_there = {refusal.command_id for refusal in there.find(Refusal)}
    assert open_there & entries.keys() == undone - settled
    done_after_all = {settlement.command_id for settlement in there.find(Settlement) if settlement.done}
    _effects_came_once(there, [judged[entry_id] for entry_id in entries], done_after_all)


def _what_was_forgotten_is_there(fleet: Fleet, laptop: FleetLaptop, here: Reader, there: Reader) -> None:
    """A laptop forgets only what was settled long ago; a backup of the server that is older than that is too old."""
    missing = laptop.acknowledged - {entry.id for entry in here.find(OutboxEntry)}
    assert not missing or forgotten_to(here)
    if not fleet.server.was_restored:
        assert missing <= {command.command_id for command in there.find(JudgedCommand)}


def _older_forms_are_understood(fleet: Fleet, there: Reader) -> None:
    """What can be lifted is judged like anything else, and what nobody can lift any more is refused for that."""
    for command in there.find(JudgedCommand, columns_of(JudgedCommand).version == 1):
        is_too_old = command.name == CHECK_IN and command.judged_at > fleet.server.updated_at
        assert (command.code == "command_too_old") == is_too_old, command
        assert command.name != NOTE or command.code != "command_malformed", command


def _effects_came_once(there: Reader, commands: list[JudgedCommand], done_after_all: set[str]) -> None:
    """Every note has its own text, so what was said once must stand there once, also where it was done after all."""
    notes = Counter(event.note for event in there.find(OrderEvent))
    for command in commands:
        if command.name == "workorders.add_note":
            (text,) = [text for text in notes if text and text in command.body] or [""]
            is_done = command.verdict is OutboxState.APPLIED or command.command_id in done_after_all
            assert notes[text] == 1 if is_done else not text, command


def _every_row_is_stamped(there: Reader) -> None:
    stamps = there.find(SyncStamp)
    sequences = [stamp.sequence for stamp in stamps]
    assert len(set(sequences)) == len(sequences)
    assert max(sequences) == last_sequence(there)
    stamped = {(stamp.scope, stamp.table_name, stamp.row_id) for stamp in stamps}
    for spec in _synchronised():
        assert {(spec.scope_of(row), spec.name, row_id) for row_id, row in _rows(there, spec).items()} <= stamped


def _states_follow_from_facts(there: Reader) -> None:
    for order in there.find(WorkOrder):
        past = replayed(there, order.id)
        visits = {visit.id: visit.state for visit in there.find(Visit, columns_of(Visit).order_id == order.id)}
        assert (past.order, past.visits) == (order.state, visits)
        ordinals = [event.ordinal for event in there.find(OrderEvent, columns_of(OrderEvent).order_id == order.id)]
        assert sorted(ordinals) == list(range(1, len(ordinals) + 1))


def _names_and_numbers_are_unique(there: Reader) -> None:
    keys = [
        *((order.number,) for order in there.find(WorkOrder)),
        *((asset.customer_id, asset.code) for asset in there.find(Asset)),
        *((alias.customer_id, alias.alias) for alias in there.find(AssetAlias)),
        *((customer.name, "customer") for customer in there.find(Customer)),
        *((team.name, "team") for team in there.find(Team)),
        *((site.customer_id, site.name, "site") for site in there.find(Site)),
        *((one.customer_id, one.code, "department") for one in there.find(Department)),
        *((device.code, "device", "code") for device in there.find(Device)),
    ]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert not [order.number for order in there.find(WorkOrder) if "P" in order.number]


def _numbers_that_were_shown_resolve(laptop: FleetLaptop, here: Reader, there: Reader) -> None:
    leads = {(order.id, order.number) for order in there.find(WorkOrder)}
    leads |= {(alias.order_id, alias.alias) for alias in there.find(OrderAlias)}
    known = {order_id for order_id, _number in leads}
    assert {shown for shown in laptop.numbers_shown if shown[0] in known} <= leads


def _synchronised() -> Iterator[TableSpec]:
    return (spec for spec in all_specs() if spec.scope is not None)


def _rows(reader: Reader, spec: TableSpec) -> dict[str, Values]:
    ids = reader.connection.exec_driver_sql(f"SELECT id FROM {spec.name}").scalars().all()
    return reader.values_of(spec, ids)
