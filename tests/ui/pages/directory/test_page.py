from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.directory.commands import AddPerson, AddSupportedSystem, AddTeam
from app.directory.rules import PersonKind
from app.directory.tables import Customer, Department, Person, Site, SupportedSystem, Team
from app.storage.facts import GRANTS, set_fact
from tests.ui.conftest import Speak
from tests.ui.hands import click, compose, press, type_chinese, type_latin
from tests.ui.pages.showing import Show, dialog_over, rows_of, texts_of
from tests.workspaces import OWNER_ID, Workspace
from ui.pages.directory.contact_form import ContactForm
from ui.pages.directory.device_types_part import DeviceTypeForm
from ui.pages.directory.forms import (
    CustomerForm,
    DepartmentForm,
    OwnPersonForm,
    SiteForm,
    SystemForm,
    TeamForm,
)
from ui.pages.directory.page import DEVICE_TYPES, OWN_STAFF, DirectoryPage
from ui.pages.editing import Editing
from ui.pages.wall_clock import WallClock
from ui.widgets.button import Button
from ui.work.work import Work


@pytest.fixture
def page(work: Work, wall: WallClock, workspace: Workspace) -> DirectoryPage:
    return DirectoryPage(work, wall)


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer(staff_count=120)


def names_shown(page: DirectoryPage) -> list[str]:
    return [row[0] for row in rows_of(page.customers.customers.rows)]


def part_form(qtbot: QtBot, page: DirectoryPage, part: str, kind: type[QWidget]) -> QWidget:
    card = page.customers.detail
    qtbot.waitUntil(card.add_button.isVisible)
    card.parts.choose(part)
    click(card.add_button)
    return dialog_over(page, kind)  # type: ignore[type-var]  # every form is a dialog


class TestCustomers:
    def test_they_are_found_by_a_part_of_their_name(
        self, qtbot: QtBot, page: DirectoryPage, show: Show[DirectoryPage], workspace: Workspace, customer_id: str
    ) -> None:
        police_id = workspace.add_customer("江州市交警支队")
        show(page)
        qtbot.waitUntil(lambda: len(names_shown(page)) == 2)
        compose(page.customers.search, "jiao")
        type_chinese(page.customers.search, "交警")
        qtbot.waitUntil(lambda: page.customers.customers.rows.row_ids == (police_id,))
        qtbot.waitUntil(lambda: page.customers.detail.name.text() == "江州市交警支队")

    def test_another_page_can_lead_to_one_of_them(
        self, qtbot: QtBot, page: DirectoryPage, show: Show[DirectoryPage], workspace: Workspace, customer_id: str
    ) -> None:
        other_id = workspace.add_customer("Southdale")
        show(page)
        page.parts.choose(OWN_STAFF)
        page.show_record(other_id)
        qtbot.waitUntil(lambda: page.customers.detail.name.text() == "Southdale")
        assert page.customers.customers.rows.chosen_id == other_id

    def test_a_new_one_is_added_and_a_second_of_that_name_refused(
        self, qtbot: QtBot, page: DirectoryPage, show: Show[DirectoryPage], workspace: Workspace
    ) -> None:
        show(page)
        qtbot.waitUntil(page.add_customer.isVisible)
        for _time in range(2):
            click(page.add_customer)
            form = dialog_over(page, CustomerForm)
            type_chinese(form.name, "江州市交警支队")
            type_latin(form.staff_count, "3,000")
            press(form.name, Qt.Key.Key_Return)
            qtbot.waitUntil(lambda: len(workspace.all(Customer)) == 1)
            if _time == 0:
                qtbot.waitUntil(lambda: not page.findChildren(CustomerForm))
        assert [(each.name, each.staff_count) for each in workspace.all(Customer)] == [("江州市交警支队", 3000)]
        qtbot.waitUntil(form.banner.isVisible)
        assert "There is already one with the name" in texts_of(form.banner)

    def test_a_count_that_is_none_is_said(
        self, qtbot: QtBot, page: DirectoryPage, show: Show[DirectoryPage], workspace: Workspace
    ) -> None:
        show(page)
        qtbot.waitUntil(page.add_customer.isVisible)
        click(page.add_customer)
        form = dialog_over(page, CustomerForm)
        type_latin(form.name, "Southdale")
        type_latin(form.staff_count, "many")
        click(form.submit_button)
        assert "Enter a whole number, or leave it empty." in texts_of(form)
        assert workspace.all(Customer) == []


@pytest.mark.usefixtures("customer_id")
class TestWhatBelongsToACustomer:
    def test_a_site(
        self, qtbot: QtBot, page: DirectoryPage, show: Show[DirectoryPage], workspace: Workspace, customer_id: str
    ) -> None:
        form = part_form(qtbot, show(page), "sites", SiteForm)
        assert isinstance(form, SiteForm)
        type_latin(form.name, "Town Hall")
        type_latin(form.address, "1 High Street")
        press(form.clean, Qt.Key.Key_Space)
        click(form.submit_button)
        qtbot.waitUntil(lambda: len(workspace.all(Site)) == 1)
        (site,) = workspace.all(Site)
        assert (site.customer_id, site.name, site.clean) == (customer_id, "Town Hall", True)
        card = page.customers.detail
        qtbot.waitUntil(lambda: rows_of(card.lists["sites"].rows) == [["Town Hall", "1 High Street", "Clean"]])

    def test_a_department_with_its_code(
        self, qtbot: QtBot, page: DirectoryPage, show: Show[DirectoryPage], workspace: Workspace
    ) -> None:
        form = part_form(qtbot, show(page), "departments", DepartmentForm)
        assert isinstance(form, DepartmentForm)
        type_chinese(form.name, "科技处")
        type_latin(form.code, "K J")
        click(form.submit_button)
        assert "Use 1 to 6 letters or digits, such as KJC." in texts_of(form)
        form.code.setText("kjc")
        click(form.submit_button)
        qtbot.waitUntil(lambda: [each.code for each in workspace.all(Department)] == ["KJC"])

    def test_a_contact(
        self, qtbot: QtBot, page: DirectoryPage, show: Show[DirectoryPage], workspace: Workspace, customer_id: str
    ) -> None:
        kjc = workspace.add_department(customer_id)
        workspace.add_person("陈", PersonKind.CONTACT, customer_id=customer_id, account_name="ChennvshiKJC")
        form = part_form(qtbot, show(page), "contacts", ContactForm)
        assert isinstance(form, ContactForm)
        type_chinese(form.name, "陈女士")
        qtbot.waitUntil(lambda: form.department.count() == 2)
        form.department.set_value(kjc)
        assert form.account_name.value() == "chennvshi2KJC", "the next one that is free"
        form.account_name.setText("chennvshiKJC")
        click(form.submit_button)
        assert "Somebody else at this customer's has this user name. Choose another one." in texts_of(form)
        form.account_name.setText("陈")
        assert "Use letters from a to z, digits, dots, hyphens and underscores." in texts_of(form)
        form.account_name.setText("chen.1")
        form.name.setText("陈先生")
        assert form.account_name.value() == "chen.1", "somebody chose it"
        type_latin(form.phone, "138 0000 1234")
        type_latin(form.email, "chen@example.org")
        click(form.submit_button)
        qtbot.waitUntil(lambda: len(workspace.all(Person, customer_id=customer_id)) == 2)
        (contact,) = workspace.all(Person, customer_id=customer_id, account_name="chen.1")
        assert (contact.name, contact.kind, contact.phone) == ("陈先生", PersonKind.CONTACT, "138 0000 1234")
        assert contact.department_id == kjc

    def test_a_supported_system(
        self, qtbot: QtBot, page: DirectoryPage, show: Show[DirectoryPage], workspace: Workspace
    ) -> None:
        form = part_form(qtbot, show(page), "systems", SystemForm)
        assert isinstance(form, SystemForm)
        for field, text in ((form.product, "Exim"), (form.category, "Mail"), (form.site, "Maidstone")):
            type_latin(field, text)
        click(form.submit_button)
        card = page.customers.detail
        qtbot.waitUntil(lambda: rows_of(card.lists["systems"].rows) == [["Exim", "Mail", "Maidstone"]])
        assert len(workspace.all(SupportedSystem)) == 1

    def test_the_name_is_needed(
        self, qtbot: QtBot, page: DirectoryPage, show: Show[DirectoryPage], workspace: Workspace
    ) -> None:
        form = part_form(qtbot, show(page), "sites", SiteForm)
        assert isinstance(form, SiteForm)
        click(form.submit_button)
        assert "Enter the name." in texts_of(form)
        assert form.focusWidget() is form.name

    def test_who_may_not_manage_the_directory_is_not_offered_to(
        self, qtbot: QtBot, page: DirectoryPage, show: Show[DirectoryPage], workspace: Workspace
    ) -> None:
        workspace.connect()
        workspace.store.write(lambda unit: set_fact(unit, GRANTS, '[{"role":"engineer","customer_id":null}]'))
        show(page)
        qtbot.waitUntil(page.customers.detail.name.isVisible)
        assert not page.customers.detail.add_button.isVisible()
        assert not page.add_customer.isVisible()


class TestOurOwn:
    @pytest.fixture
    def own(self, page: DirectoryPage, show: Show[DirectoryPage], qtbot: QtBot) -> DirectoryPage:
        show(page)
        page.parts.choose(OWN_STAFF)
        qtbot.waitUntil(page.add_person.isVisible)
        return page

    def test_a_colleague_joins_a_team(self, qtbot: QtBot, own: DirectoryPage, workspace: Workspace) -> None:
        workspace.run(AddTeam(id="team", name="驻场一组"))
        click(own.add_person)
        form = dialog_over(own, OwnPersonForm)
        qtbot.waitUntil(lambda: form.team.count() == 2)
        type_chinese(form.name, "张三")
        press(form.kind, Qt.Key.Key_Down)
        press(form.team, Qt.Key.Key_Down)
        click(form.submit_button)
        staff = own.own_staff
        qtbot.waitUntil(lambda: ["张三", "Dispatcher", "驻场一组", "", ""] in rows_of(staff.people.rows))
        qtbot.waitUntil(lambda: rows_of(staff.teams.rows) == [["驻场一组 1 person"]])
        assert {person.id for person in workspace.all(Person)} > {OWNER_ID}

    def test_a_team_is_made(self, qtbot: QtBot, own: DirectoryPage, workspace: Workspace) -> None:
        qtbot.waitUntil(own.own_staff.teams.empty.isVisible)
        click(own.add_team)
        form = dialog_over(own, TeamForm)
        type_chinese(form.name, "服务台")
        press(form.name, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: [team.name for team in workspace.all(Team)] == ["服务台"])


FORMS: list[Callable[[Work, WallClock, QWidget], QWidget]] = [
    lambda work, wall, parent: CustomerForm(work, wall.clock, parent),
    lambda work, wall, parent: SiteForm(work, wall.clock, "customer", parent),
    lambda work, wall, parent: DepartmentForm(work, wall.clock, "customer", parent),
    lambda work, wall, parent: ContactForm(work, wall.clock, "customer", parent),
    lambda work, wall, parent: SystemForm(work, wall.clock, "customer", parent),
    lambda work, wall, parent: OwnPersonForm(work, wall.clock, parent),
    lambda work, wall, parent: TeamForm(work, wall.clock, parent),
]


@pytest.mark.parametrize("make", FORMS)
def test_every_form_opens_in_every_language(
    work: Work,
    wall: WallClock,
    page: DirectoryPage,
    show: Show[DirectoryPage],
    speak: Speak,
    make: Callable[[Work, WallClock, QWidget], CustomerForm],
) -> None:
    form = make(work, wall, show(page))
    form.open()
    english = form.windowTitle()
    speak("zh_CN")
    assert form.windowTitle() == f"【{english}】"
    assert form.submit_button.accessibleName() == "【Add】"


def test_another_language_reaches_every_word(
    qtbot: QtBot, page: DirectoryPage, show: Show[DirectoryPage], workspace: Workspace, customer_id: str, speak: Speak
) -> None:
    show(page)
    qtbot.waitUntil(lambda: "120 members of staff" in texts_of(page))
    speak("zh_CN")
    assert "【120 members of staff】" in texts_of(page)
    assert page.customers.search.placeholderText() == "【Search customers…】"


class _Part(NamedTuple):
    """A part of a customer's card, and what is edited there."""

    key: str
    row_type: type[Any]
    form_type: type[Any]
    field: str
    value: str


class TestEditing:
    def test_a_customer_is_given_another_name(
        self, qtbot: QtBot, page: DirectoryPage, show: Show[DirectoryPage], workspace: Workspace, customer_id: str
    ) -> None:
        show(page)
        qtbot.waitUntil(page.customers.detail.edit.isVisible)
        click(page.customers.detail.edit)
        form = dialog_over(page, CustomerForm)
        assert (form.name.value(), form.staff_count.value()) == ("Northvale Council", "120")
        form.name.set_value("Northvale City Council")
        click(form.submit_button)
        qtbot.waitUntil(lambda: workspace.get(Customer, customer_id).name == "Northvale City Council")
        assert set(workspace.outbox()[-1].body_fields()["wanted"]) == {"name"}

    @pytest.mark.parametrize(
        "part",
        [
            _Part("sites", Site, SiteForm, "address", "2 High Street"),
            _Part("departments", Department, DepartmentForm, "name", "科学技术处"),
            _Part("contacts", Person, ContactForm, "phone", "138"),
            _Part("systems", SupportedSystem, SystemForm, "product", "Post 2"),
        ],
    )
    def test_what_belongs_to_a_customer_is_edited_where_it_is_listed(
        self,
        qtbot: QtBot,
        page: DirectoryPage,
        show: Show[DirectoryPage],
        workspace: Workspace,
        customer_id: str,
        part: _Part,
    ) -> None:
        workspace.add_site(customer_id)
        workspace.add_department(customer_id)
        workspace.add_person("科长", PersonKind.CONTACT, customer_id=customer_id)
        workspace.run(AddSupportedSystem(id="system", customer_id=customer_id, category="Mail", product="Post"))
        show(page)
        card = page.customers.detail
        qtbot.waitUntil(card.edit.isVisible)
        card.parts.choose(part.key)
        rows = card.lists[part.key].rows
        (row_id,) = rows.row_ids
        rows.row_opened.emit(row_id)
        form = dialog_over(page, part.form_type)
        form._fields[part.field].set_value(part.value)
        click(form.submit_button)
        qtbot.waitUntil(lambda: getattr(workspace.get(part.row_type, row_id), part.field) == part.value)

    def test_a_colleague_gets_a_team(
        self, qtbot: QtBot, page: DirectoryPage, show: Show[DirectoryPage], workspace: Workspace
    ) -> None:
        person_id = workspace.add_person("王建国")
        workspace.run(AddTeam(id="team", name="North"))
        show(page)
        page.parts.choose(OWN_STAFF)
        qtbot.waitUntil(lambda: person_id in page.own_staff.people.rows.row_ids)
        page.own_staff.people.rows.row_opened.emit(person_id)
        form = dialog_over(page, OwnPersonForm)
        qtbot.waitUntil(lambda: form.team.findText("North") >= 0)
        assert not form.kind.isEnabled()
        form.team.set_value("team")
        click(form.submit_button)
        qtbot.waitUntil(lambda: workspace.get(Person, person_id).team_id == "team")

    def test_the_form_of_a_colleague_in_a_team_holds_nothing_to_begin_anew_yet(
        self,
        qtbot: QtBot,
        page: DirectoryPage,
        show: Show[DirectoryPage],
        workspace: Workspace,
        work: Work,
        wall: WallClock,
    ) -> None:
        workspace.run(AddTeam(id="team", name="North"))
        workspace.run(AddPerson(id="wang", name="王建国", kind=PersonKind.ENGINEER, team_id="team"))
        show(page)
        form = OwnPersonForm(work, wall.clock, page, Editing(workspace.get(Person, "wang")))
        form.open()
        qtbot.waitUntil(lambda: form.team.currentText() == "North")
        (begin_anew,) = (button for button in form.findChildren(Button) if button.accessibleName() == "Start over")
        assert begin_anew.isHidden()
        assert form.edited_keys() == set()


def test_a_device_type_is_added_and_its_replacement_age_set(
    qtbot: QtBot, page: DirectoryPage, show: Show[DirectoryPage], workspace: Workspace
) -> None:
    show(page).parts.choose(DEVICE_TYPES)
    part = page.device_types
    qtbot.waitUntil(lambda: part.add.isVisible() and ["Desktop computer", "COM", "5 years"] in rows_of(part.types.rows))
    click(part.add)
    form = dialog_over(part, DeviceTypeForm)
    type_latin(form.name, "Camera")
    type_latin(form.code, "c1")
    form.life_years.setText("51")
    click(form.submit_button)
    assert "Use three letters from A to Z." in texts_of(form)
    assert "Enter a whole number of years, from 1 to 50." in texts_of(form)
    form.code.setText("cam")
    form.life_years.setText("3")
    click(form.submit_button)
    qtbot.waitUntil(lambda: ["Camera", "CAM", "3 years"] in rows_of(part.types.rows))
    part.types.rows.row_opened.emit("CAM")
    qtbot.waitUntil(lambda: any(each.isVisible() for each in part.findChildren(DeviceTypeForm)))
    form = dialog_over(part, DeviceTypeForm)
    assert not form.code.isEnabled()
    form.life_years.setText("8")
    click(form.submit_button)
    qtbot.waitUntil(lambda: ["Camera", "CAM", "8 years"] in rows_of(part.types.rows))
