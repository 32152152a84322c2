"""The register of consumables: differences add up, what is low is told, and nothing of its history is lost."""

from __future__ import annotations

import json
from itertools import chain

import pytest

from app.accounts.rules import Role
from app.assets.consumable_commands import AddConsumable, ChangeQuantity, EditConsumable, WithdrawConsumable
from app.assets.consumables import changes_of, kept_consumables
from app.assets.imports.consumables import CONSUMABLES
from app.assets.imports.made import made_imports
from app.assets.imports.undoing import undoing
from app.assets.tables import Consumable
from app.directory.commands import AddCustomer
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from tests.app.foundation.sheets.writing import Table
from tests.app.importing import import_all, problem_codes, verdicts
from tests.app.sync.conftest import Headquarters, headquarters
from tests.workspaces import Workspace

__all__ = ["headquarters"]

TABLE: Table = [
    ["耗材名称", "库存数量", "最低库存", "物料编号", "存放位置", "采购日期", "单价", "颜色"],
    ["硒鼓", "1,200", "10", "0042", "库房", "2026-01-31", "¥35.20", "黑"],
    ["硒鼓", "3", "5", "0042", "门诊", "", "", ""],
    ["硒鼓", "4", "5", "0042", "门诊", "", "", ""],
    ["纸", "2.5", "", "", "", "", "", ""],
    ["墨盒", "", "", "", "", "", "", ""],
]


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


def taken(count: int) -> ChangeQuantity:
    return ChangeQuantity(consumable_id="toner", difference=-count, reason="W26-000007")


def test_what_is_low_is_told_with_what_happened_to_it(workspace: Workspace, customer_id: str) -> None:
    workspace.run(
        AddConsumable(id="toner", customer_id=customer_id, name=" Toner  black", quantity=5, least_quantity=3),
        AddConsumable(id="paper", customer_id=customer_id, name="Paper", quantity=0),
        taken(2),
    )
    with workspace.store.read() as reader:
        kept = kept_consumables(reader)
        assert [(each.consumable.name, each.is_low, each.is_missing) for each in kept] == [
            ("Paper", False, True),
            ("Toner black", False, False),
        ]
        assert kept_consumables(reader, only_low=True) == []
    workspace.run(taken(4), EditConsumable(id="toner", seen={"place": ""}, wanted={"place": "Store"}))
    with workspace.store.read() as reader:
        [low] = kept_consumables(reader, only_low=True)
        assert (low.consumable.quantity, low.consumable.place, low.is_missing) == (-1, "Store", True)
        told = {each.change.difference: each.change for each in changes_of(reader, "toner")}
    assert (told[-4].reason, told[-2].facts) == ("W26-000007", {})
    assert json.loads(told[0].facts["place"]) == ["", "Store"]


def test_what_is_no_longer_kept_leaves_the_list_and_changes_no_more(workspace: Workspace, customer_id: str) -> None:
    gone = WithdrawConsumable(consumable_id="toner", reason="No printer takes it")
    workspace.run(AddConsumable(id="toner", customer_id=customer_id, name="Toner", quantity=5), gone, gone)
    for late in (taken(1), EditConsumable(id="toner", seen={"place": ""}, wanted={"place": "Store"})):
        with pytest.raises(Rejection, match="consumable_withdrawn"):
            workspace.run(late)
    with workspace.store.read() as reader:
        assert kept_consumables(reader) == []
        assert [each.change.reason for each in changes_of(reader, "toner")] == ["No printer takes it"]


def test_what_two_laptops_take_without_a_network_adds_up(headquarters: Headquarters) -> None:
    laptops = []
    for login in ("li", "wang"):
        headquarters.add_user(login, Role.DISPATCHER)
        laptops.append(headquarters.new_laptop(login))
    first, second = laptops
    customer_id = new_id()
    first.run(AddCustomer(id=customer_id, name="第一人民医院"))
    first.run(AddConsumable(id="toner", customer_id=customer_id, name="硒鼓", quantity=10))
    for laptop in (first, second):
        laptop.synchronise()
    first.run(taken(3))
    second.run(taken(4))
    second.run(ChangeQuantity(consumable_id="toner", difference=20, reason="Delivery"))
    for laptop in (first, second, first):
        laptop.synchronise()
    for laptop in laptops:
        [toner] = laptop.all(Consumable)
        assert toner.quantity == 23


def test_a_list_comes_in_by_place_and_what_nobody_changed_since_goes_with_it(
    workspace: Workspace, customer_id: str
) -> None:
    preview = import_all(workspace, CONSUMABLES, TABLE, customer_id)
    assert verdicts(preview) == ["new", "new", "refused", "refused", "refused"]
    codes = [code for row in preview.rows for code in problem_codes(row)]
    assert codes == ["row_repeated", "number_not_whole", "value_missing"]
    assert [column.name for column in preview.columns if column.field is None] == ["颜色"]
    store, ward = sorted(workspace.all(Consumable), key=lambda row: -row.quantity)
    assert (store.quantity, store.least_quantity, store.item_number, store.place) == (1200, 10, "0042", "库房")
    assert (store.cost_minor, store.currency, str(store.purchased_on)) == (3520, "CNY", "2026-01-31")
    workspace.run(ChangeQuantity(consumable_id=ward.id, difference=1, reason="Found"))
    with workspace.store.read() as reader:
        [made] = made_imports(reader)
        wanted = undoing(reader, made.record.id)
    workspace.run(*chain.from_iterable(wanted.steps))
    assert (made.brought, wanted.removed, [left.why for left in wanted.left]) == (2, 1, ["it was changed since"])
    assert [row.id for row in workspace.all(Consumable)] == [ward.id]


def test_what_was_withdrawn_comes_in_again(workspace: Workspace, customer_id: str) -> None:
    for _time in range(2):
        for verdict in ("new", "already_here"):
            assert verdicts(import_all(workspace, CONSUMABLES, TABLE, customer_id))[:2] == [verdict] * 2
        with workspace.store.read() as reader:
            kept = kept_consumables(reader)
        workspace.run(*(WithdrawConsumable(consumable_id=each.consumable.id, reason="Sold") for each in kept))
