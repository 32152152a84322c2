"""The register of consumables in the window."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.assets.consumable_commands import AddConsumable
from app.assets.tables import Consumable
from tests.ui.hands import click, type_latin
from tests.ui.pages.assets.conftest import OpenPage, SmallRegister
from tests.workspaces import Workspace
from ui.pages.assets.consumable_forms import ConsumableForm, Deed, QuantityForm
from ui.pages.assets.consumables_part import ConsumablesPart


def rows(part: ConsumablesPart) -> list[list[str]]:
    model = part.consumables.rows.model()
    columns = range(model.columnCount())
    return [[str(model.index(row, column).data()) for column in columns] for row in range(model.rowCount())]


def test_a_consumable_is_registered_corrected_taken_out_and_given_up(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    workspace.run(AddConsumable(id="paper", customer_id=register.council, name="Paper", quantity=9, place="Office"))
    page = open_page()
    page.consumables_action.trigger()
    (part,) = page.findChildren(ConsumablesPart)
    qtbot.waitUntil(lambda: part.chosen is not None)

    click(part.add)
    (form,) = part.findChildren(ConsumableForm)
    form.customer.set_value(register.hospital)
    for field, text in ((form.name, "Toner"), (form.quantity, "many"), (form.least_quantity, "3"), (form.cost, "12.5")):
        type_latin(field, text)
    assert form.problems() == {"quantity": "Enter a whole number."}
    form.quantity.set_value("1,005")
    click(form.submit_button)
    qtbot.waitUntil(lambda: len(part.consumables.rows.row_ids) == 2)
    toner_id = part.consumables.rows.row_ids[1]
    part.consumables.rows.choose(toner_id)
    assert rows(part)[1] == ["Toner", "第一人民医院", "", "1,005"]
    stands = workspace.get(Consumable, toner_id)
    assert (stands.cost_minor, stands.currency, stands.least_quantity) == (1250, "CNY", 3)

    click(part.change)
    (change,) = part.findChildren(QuantityForm)
    type_latin(change.count, "0")
    type_latin(change.reason, "W26-000007")
    assert change.problems() == {"count": "Enter how many."}
    change.count.set_value("1,003")
    click(change.submit_button)
    qtbot.waitUntil(lambda: rows(part)[1][3] == "2, too few")
    qtbot.waitUntil(lambda: any("−1,003 · W26-000007" in value.text() for _at, value in part.changes._labels))
    part.which.set_value("low")
    part.refresh()
    qtbot.waitUntil(lambda: part.consumables.rows.row_ids == (toner_id,))

    click(part.edit)
    form = next(form for form in part.findChildren(ConsumableForm) if form.isVisible())
    type_latin(form.least_quantity, "2")
    form.least_quantity.set_value("2")
    click(form.submit_button)
    qtbot.waitUntil(lambda: not part.consumables.rows.row_ids)
    part.which.set_value("")
    part.refresh()
    qtbot.waitUntil(lambda: len(part.consumables.rows.row_ids) == 2)
    part.consumables.rows.choose(toner_id)

    click(part.change)
    change = next(form for form in part.findChildren(QuantityForm) if form.isVisible())
    change.deed.set_value(Deed.WITHDRAWN)
    type_latin(change.reason, "No printer takes it")
    click(change.submit_button)
    qtbot.waitUntil(lambda: [row[0] for row in rows(part)] == ["Paper"])
