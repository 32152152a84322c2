from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.assets.tables import Asset, AssetAlias
from app.storage.drafts import Draft
from tests.ui.hands import click, press, type_chinese, type_latin
from tests.ui.pages.assets.conftest import OpenPage, SmallRegister
from tests.ui.pages.assets.looking import wait_for_device
from tests.workspaces import Workspace
from ui.pages.assets.page import AssetsPage
from ui.pages.assets.register_form import RegisterForm
from ui.pages.assets.wording import code_text


def open_form(qtbot: QtBot, page: AssetsPage) -> RegisterForm:
    click(page.register_button)
    return waited_form(qtbot, page)


def waited_form(qtbot: QtBot, page: AssetsPage) -> RegisterForm:
    qtbot.waitUntil(lambda: any(form.isVisible() for form in page.findChildren(RegisterForm)))
    form = next(form for form in page.findChildren(RegisterForm) if form.isVisible())
    assert isinstance(form, RegisterForm)
    return form


def choose(field: QComboBox, text: str) -> None:
    """Go down with the arrow key as far as the choice that begins with `text`."""
    while not field.currentText().startswith(text):
        before = field.currentIndex()
        press(field, Qt.Key.Key_Down)
        assert field.currentIndex() != before, f"no choice begins with {text}"


def fill_in_a_scanner(form: RegisterForm) -> None:
    choose(form.customer, "第一人民医院")
    choose(form.type, "SCN")
    choose(form.department, "KJC")
    type_chinese(form.name, "扫描仪")


def test_a_device_without_a_code_gets_the_next_number_and_is_shown(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    page = open_page()
    form = open_form(qtbot, page)
    fill_in_a_scanner(form)
    type_latin(form.purchased_on, "2026-02-03")
    type_latin(form.cost, "4,580.50")
    assert form.code_note.text() == "Its code will be KJC-SCN- and the next number."
    click(form.submit_button)
    wait_for_device(qtbot, page, "KJC-SCN-0001")
    (scanner,) = workspace.all(Asset, type_code="SCN")
    assert (scanner.name, scanner.department_id) == ("扫描仪", register.science)
    assert scanner.purchased_on == date(2026, 2, 3)
    assert (scanner.cost_minor, scanner.currency) == (458_050, "CNY")
    assert page.rows.chosen_id == scanner.id


def test_a_code_of_another_form_leads_to_the_device_beside_ours(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    page = open_page()
    form = open_form(qtbot, page)
    fill_in_a_scanner(form)
    type_latin(form.carried_code, "tag 77")
    click(form.submit_button)
    wait_for_device(qtbot, page, "KJC-SCN-0001")
    (alias,) = workspace.all(AssetAlias, asset_id=page.rows.chosen_id)
    assert alias.alias == "TAG77"


def test_a_code_of_another_form_can_stay_the_code(qtbot: QtBot, open_page: OpenPage, register: SmallRegister) -> None:
    page = open_page()
    form = open_form(qtbot, page)
    fill_in_a_scanner(form)
    type_latin(form.carried_code, "tag77")
    choose(form.code_rule, "Keep it")
    click(form.submit_button)
    wait_for_device(qtbot, page, "TAG77")


def test_there_is_nothing_to_choose_for_a_code_of_our_form(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister
) -> None:
    form = open_form(qtbot, open_page())
    choose(form.type, "PRN")
    assert not form.code_rule.isEnabled()
    type_latin(form.carried_code, "kjc-prn-007")
    assert form.code_rule.isEnabled()
    type_latin(form.carried_code, "7")
    assert not form.code_rule.isEnabled()
    assert form.code_note.text() == "Its code stays KJC-PRN-0077."


def test_what_is_missing_or_wrong_is_said_at_its_field_and_nothing_is_registered(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    form = open_form(qtbot, open_page())
    type_latin(form.purchased_on, "3/4/2026")
    type_latin(form.cost, "much")
    click(form.submit_button)
    said = {key: row.error for key, row in form._rows.items() if row.error}
    assert said == {
        "customer_id": "Choose the customer.",
        "type_code": "Choose the type of device.",
        "name": "Give the device a name.",
        "purchased_on": "Write the date like 2026-11-22.",
        "cost": "Write the sum like 1,234.50.",
    }
    assert len(workspace.all(Asset)) == 4


def test_a_code_that_is_taken_is_refused_and_everything_entered_stays(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    form = open_form(qtbot, open_page())
    choose(form.customer, "第一人民医院")
    choose(form.type, "PRN")
    type_chinese(form.name, "又一台")
    type_latin(form.carried_code, "KJC-PRN-0042")
    click(form.submit_button)
    qtbot.waitUntil(form.banner.isVisible)
    assert form.name.text() == "又一台"
    assert form.submit_button.isEnabled()
    assert len(workspace.all(Asset)) == 4


def test_departments_and_sites_are_those_of_the_customer(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister
) -> None:
    form = open_form(qtbot, open_page())
    assert form.department.count() == form.site.count() == 1
    choose(form.customer, "Northvale")
    assert form.department.itemText(1) == "FIN  Finance"
    choose(form.customer, "第一人民医院")
    assert form.department.itemText(1) == "KJC  科技处"
    assert form.site.itemText(1) == "门诊大楼"


def test_what_was_half_filled_in_is_there_again(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    page = open_page()
    form = open_form(qtbot, page)
    fill_in_a_scanner(form)
    qtbot.waitUntil(lambda: any(draft.fields.get("name") == "扫描仪" for draft in workspace.all(Draft)))
    press(form, Qt.Key.Key_Escape)
    again = open_form(qtbot, page)
    qtbot.waitUntil(lambda: again.name.text() == "扫描仪")
    assert again.department.currentText().startswith("KJC")


def test_the_customer_of_the_list_is_proposed_and_opening_alone_leaves_no_draft(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    page = open_page()
    choose(page.customer, "Northvale")
    form = open_form(qtbot, page)
    assert form.customer.currentText() == "Northvale Council"
    assert not form._draft._pause.isActive()
    press(form, Qt.Key.Key_Escape)
    choose(page.customer, "第一")
    again = open_form(qtbot, page)
    assert again.customer.currentText() == "第一人民医院"
    type_latin(again.name, "x")
    qtbot.waitUntil(lambda: bool(workspace.all(Draft)))
    assert [draft.fields["name"] for draft in workspace.all(Draft)] == ["x"]
    assert again.customer.currentText() == "第一人民医院"


@pytest.mark.parametrize(
    ("carried", "department", "keeps", "text"),
    [
        ("", "KJC", False, "Its code will be KJC-COM- and the next number."),
        ("", "", True, "Its code will be GEN-COM- and the next number."),
        ("ａｂ 1", "KJC", True, "Its code stays AB1."),
        ("ab-1", "KJC", False, "Its code will be KJC-COM- and the next number; AB-1 will lead to it too."),
        ("yxb-com-0012", "KJC", False, "Its code stays YXB-COM-0012."),
        (
            "yxb-prn-0012",
            "KJC",
            False,
            "Its code will be KJC-COM- and the next number; YXB-PRN-0012 will lead to it too.",
        ),
    ],
)
def test_the_form_tells_which_code_a_device_will_have(carried: str, department: str, keeps: bool, text: str) -> None:
    assert code_text(carried, "COM", department, keeps=keeps) == text


def test_a_device_is_corrected_and_its_code_stays(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    page = open_page()
    page.show_record(register.desktop)
    wait_for_device(qtbot, page, "KJC-COM-0001")
    click(page.detail.edit)
    form = waited_form(qtbot, page)
    assert (form.name.value(), form.place.value(), form.department.value()) == ("台式机", "3F-12", register.science)
    assert not form.type.isEnabled()
    assert not form.carried_code.isVisible()
    form.place.set_value("3F-14")
    choose(form.state, "On loan")
    form.user.set_person(workspace.add_person("李四", customer_id=register.hospital), "李四")
    click(form.networked)
    type_latin(form.cost, "4,580.50")
    click(form.submit_button)
    qtbot.waitUntil(lambda: workspace.get(Asset, register.desktop).place == "3F-14")
    asset = workspace.get(Asset, register.desktop)
    assert (asset.cost_minor, asset.currency, asset.code) == (458_050, "CNY", "KJC-COM-0001")
    edited = {"place", "cost_minor", "currency", "state", "user_name", "user_id", "networked"}
    assert set(workspace.outbox()[-1].body_fields()["wanted"]) == edited
