from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.assets.rules import AssetState
from app.assets.tables import Asset
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.repairs.commands import ArriveAtMaker, SendOut, TakeBack
from app.repairs.rules import RepairOutcome, RepairState
from app.repairs.tables import RepairEvent, SendInRepair
from tests.ui.conftest import Speak
from tests.ui.hands import click, press, type_chinese, type_latin
from tests.ui.pages.showing import Show, dialog_over, rows_of, texts_of
from tests.workspaces import Workspace
from ui.pages.repairs.page import Part, RepairsPage
from ui.pages.repairs.progress_forms import ArriveForm, TakeBackForm
from ui.pages.repairs.send_out_form import SendOutForm
from ui.pages.repairs.wording import parse_cost
from ui.pages.wall_clock import WallClock
from ui.widgets.button import Button
from ui.work.work import Work


@pytest.fixture
def page(work: Work, wall: WallClock, workspace: Workspace) -> RepairsPage:
    return RepairsPage(work, wall)


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


@pytest.fixture
def printer_id(workspace: Workspace, customer_id: str) -> str:
    """GEN-PRN-0001."""
    return workspace.add_asset(customer_id, "PRN", "LaserJet")


@pytest.fixture
def repair_id(workspace: Workspace, printer_id: str) -> str:
    repair_id = new_id()
    workspace.run(SendOut(id=repair_id, asset_id=printer_id, maker="HP", fault="No paper feed"))
    return repair_id


def open_form(qtbot: QtBot, page: RepairsPage) -> SendOutForm:
    qtbot.waitUntil(page.send_out_button.isVisible)
    click(page.send_out_button)
    return dialog_over(page, SendOutForm)


class TestSendingOut:
    def test_a_device_is_sent_out_by_its_code_however_it_is_typed(
        self, qtbot: QtBot, page: RepairsPage, show: Show[RepairsPage], workspace: Workspace, printer_id: str
    ) -> None:
        order_id = workspace.add_order(workspace.get(Asset, printer_id).customer_id)
        form = open_form(qtbot, show(page))
        type_latin(form.code, "gen-prn-0001")
        qtbot.waitUntil(lambda: form.device.currentText() == "GEN-PRN-0001 · LaserJet · Northvale Council")
        type_chinese(form.maker, "惠普")
        type_chinese(form.fault, "不进纸")
        type_latin(form.number, "W26-000001")
        click(form.submit_button)
        qtbot.waitUntil(lambda: len(page.repairs.rows.row_ids) == 1)
        (repair,) = workspace.all(SendInRepair)
        assert (repair.asset_id, repair.maker, repair.fault) == (printer_id, "惠普", "不进纸")
        assert repair.order_id == order_id
        assert workspace.get(Asset, printer_id).state is AssetState.IN_REPAIR
        assert rows_of(page.repairs.rows) == [
            ["LaserJet GEN-PRN-0001", "Northvale Council", "惠普", "08:00", "On the way to the maker"]
        ]

    def test_who_is_faster_than_the_search_need_not_wait(
        self, qtbot: QtBot, page: RepairsPage, show: Show[RepairsPage], workspace: Workspace, printer_id: str
    ) -> None:
        form = open_form(qtbot, show(page))
        type_chinese(form.fault, "不进纸")
        type_latin(form.maker, "HP")
        type_latin(form.code, "GEN-PRN-0001")
        press(form.code, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: [repair.asset_id for repair in workspace.all(SendInRepair)] == [printer_id])

    @pytest.mark.usefixtures("printer_id")
    def test_a_code_that_nobody_has_and_what_is_missing_are_said(
        self, qtbot: QtBot, page: RepairsPage, show: Show[RepairsPage], workspace: Workspace
    ) -> None:
        form = open_form(qtbot, show(page))
        type_latin(form.code, "XYZ-1")
        type_latin(form.number, "W26-9")
        click(form.submit_button)
        qtbot.waitUntil(lambda: "No device here has the code XYZ-1." in texts_of(form))
        said = texts_of(form)
        assert "There is no work order W26-9 here." in said
        assert "Say what is wrong with it." in said
        assert form.focusWidget() is form.code
        assert workspace.all(SendInRepair) == []

    @pytest.mark.usefixtures("printer_id")
    def test_where_two_customers_use_one_code_it_is_asked_which_device(
        self, qtbot: QtBot, page: RepairsPage, show: Show[RepairsPage], workspace: Workspace
    ) -> None:
        other_id = workspace.add_asset(workspace.add_customer("Southdale"), "PRN", "OfficeJet")
        form = open_form(qtbot, show(page))
        type_latin(form.code, "GEN-PRN-0001")
        type_latin(form.maker, "HP")
        type_latin(form.fault, "Noise")
        qtbot.waitUntil(lambda: form.device.count() == 3)
        click(form.submit_button)
        assert "More than one device has this code." in texts_of(form)
        form.device.set_value(other_id)
        click(form.submit_button)
        qtbot.waitUntil(lambda: [repair.asset_id for repair in workspace.all(SendInRepair)] == [other_id])

    def test_from_the_page_of_devices_the_device_is_known_already(
        self, qtbot: QtBot, page: RepairsPage, show: Show[RepairsPage], printer_id: str
    ) -> None:
        show(page).send_out(printer_id)
        form = dialog_over(page, SendOutForm)
        qtbot.waitUntil(lambda: form.device.value() == printer_id)
        assert form.code.value() == "GEN-PRN-0001"
        assert form.focusWidget() is form.maker
        (begin_anew,) = (button for button in form.findChildren(Button) if button.accessibleName() == "Start over")
        assert begin_anew.isHidden()
        type_latin(form.maker, "HP")
        assert begin_anew.isVisible()
        click(begin_anew)
        assert (form.code.value(), form.device.value(), form.maker.value()) == ("GEN-PRN-0001", printer_id, "")

    def test_a_device_that_is_away_is_not_sent_out_again(
        self, qtbot: QtBot, page: RepairsPage, show: Show[RepairsPage], workspace: Workspace, repair_id: str
    ) -> None:
        form = open_form(qtbot, show(page))
        type_latin(form.code, "GEN-PRN-0001")
        type_latin(form.maker, "HP")
        type_latin(form.fault, "Noise")
        click(form.submit_button)
        qtbot.waitUntil(form.banner.isVisible)
        assert "GEN-PRN-0001 is out for repair at HP already." in texts_of(form.banner)
        assert [repair.id for repair in workspace.all(SendInRepair)] == [repair_id]


class TestTakingItFurther:
    def test_the_maker_has_it_under_his_own_number(
        self, qtbot: QtBot, page: RepairsPage, show: Show[RepairsPage], workspace: Workspace, repair_id: str
    ) -> None:
        show(page)
        qtbot.waitUntil(page.detail.arrived.isVisible)
        click(page.detail.arrived)
        form = dialog_over(page, ArriveForm)
        type_latin(form.reference, "HP-77")
        press(form.reference, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: workspace.get(SendInRepair, repair_id).reference == "HP-77")
        qtbot.waitUntil(lambda: not page.detail.arrived.isVisible())
        assert "HP-77" in texts_of(page.detail)
        assert page.detail.timeline.accessibleDescription().splitlines() == [
            "Arrived at the maker, 08:00 · 王芳",
            "Sent out, 08:00 · 王芳",
        ]

    def test_it_comes_back_with_its_bill(
        self, qtbot: QtBot, page: RepairsPage, show: Show[RepairsPage], workspace: Workspace, repair_id: str
    ) -> None:
        show(page)
        qtbot.waitUntil(page.detail.take_back.isVisible)
        click(page.detail.take_back)
        form = dialog_over(page, TakeBackForm)
        type_latin(form.cost, "1,234.50")
        form.currency.set_value("NOK")
        type_chinese(form.note, "更换主板")
        click(form.submit_button)
        qtbot.waitUntil(lambda: workspace.get(SendInRepair, repair_id).state is RepairState.BACK)
        repair = workspace.get(SendInRepair, repair_id)
        assert (repair.outcome, repair.cost_minor, repair.currency) == (RepairOutcome.REPAIRED, 123_450, "NOK")
        qtbot.waitUntil(page.repairs.empty.isVisible)
        page.parts.choose(Part.RETURNED)
        qtbot.waitUntil(lambda: "1,234.50 NOK" in texts_of(page.detail))
        assert "Taken back: 更换主板" in page.detail.timeline.accessibleDescription()
        assert not page.detail.take_back.isVisible()

    def test_where_nothing_was_charged_no_sum_is_kept(
        self, qtbot: QtBot, page: RepairsPage, show: Show[RepairsPage], workspace: Workspace, repair_id: str
    ) -> None:
        show(page)
        qtbot.waitUntil(page.detail.take_back.isVisible)
        click(page.detail.take_back)
        form = dialog_over(page, TakeBackForm)
        form.outcome.set_value(RepairOutcome.NO_FAULT_FOUND)
        click(form.submit_button)
        qtbot.waitUntil(lambda: workspace.get(SendInRepair, repair_id).outcome is RepairOutcome.NO_FAULT_FOUND)
        repair = workspace.get(SendInRepair, repair_id)
        assert (repair.cost_minor, repair.currency) == (None, "")

    def test_what_is_no_sum_of_money_is_said_under_the_field(
        self, qtbot: QtBot, page: RepairsPage, show: Show[RepairsPage], workspace: Workspace, repair_id: str
    ) -> None:
        show(page)
        qtbot.waitUntil(page.detail.take_back.isVisible)
        click(page.detail.take_back)
        form = dialog_over(page, TakeBackForm)
        type_latin(form.cost, "much")
        click(form.submit_button)
        assert "“much” is not a sum of money. Write it like 1,234.50." in texts_of(form)
        assert workspace.get(SendInRepair, repair_id).state is RepairState.OUT

    def test_somebody_else_took_it_further_meanwhile(
        self, qtbot: QtBot, page: RepairsPage, show: Show[RepairsPage], workspace: Workspace, repair_id: str
    ) -> None:
        show(page)
        qtbot.waitUntil(page.detail.arrived.isVisible)
        click(page.detail.arrived)
        form = dialog_over(page, ArriveForm)
        workspace.run(ArriveAtMaker(repair_id=repair_id))
        click(form.submit_button)
        qtbot.waitUntil(form.banner.isVisible)
        assert "This repair has gone on in the meantime" in texts_of(form.banner)
        assert len(workspace.all(RepairEvent)) == 2


def test_the_order_of_a_repair_is_one_click_away(
    qtbot: QtBot, page: RepairsPage, show: Show[RepairsPage], workspace: Workspace, customer_id: str, printer_id: str
) -> None:
    order_id = workspace.add_order(customer_id)
    workspace.run(SendOut(id=new_id(), asset_id=printer_id, maker="HP", fault="Noise", order_id=order_id))
    show(page)
    qtbot.waitUntil(page.detail.open_order.isVisible)
    with qtbot.waitSignal(page.order_requested) as asked:
        click(page.detail.open_order)
    assert asked.args == [order_id]


def test_another_language_reaches_every_word(
    qtbot: QtBot, page: RepairsPage, show: Show[RepairsPage], workspace: Workspace, repair_id: str, speak: Speak
) -> None:
    workspace.clock.advance(days=3)
    show(page)
    qtbot.waitUntil(page.detail.take_back.isVisible)
    assert "Away for 3 days" in texts_of(page.detail)
    click(page.detail.take_back)
    speak("zh_CN")
    assert "【Away for 3 days】" in texts_of(page.detail)
    assert dialog_over(page, TakeBackForm).windowTitle() == "【Take the device back】"
    workspace.run(TakeBack(repair_id=repair_id, outcome=RepairOutcome.REPAIRED))


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [("1,234.50", 123_450), ("1234", 123_400), ("1.234,5", 123_450), ("0", 0), ("￥12.3", 1_230)],
)
def test_a_sum_is_understood_as_people_write_it(text: str, hundredths: int) -> None:
    assert parse_cost(text) == hundredths


@pytest.mark.parametrize("text", ["-5", "1.2345", "abc", "1 2 3", "."])
def test_what_is_no_price_is_refused(text: str) -> None:
    with pytest.raises(Rejection, match="amount_not_understood"):
        parse_cost(text)
