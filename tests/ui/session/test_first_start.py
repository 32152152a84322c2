from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from app.accounts.rules import Role
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.server.door import listen
from app.tour.cable import Cable
from app.workorders.commands import LogOrder
from tests.app.sync.conftest import PASSWORD, Headquarters
from tests.app.test_bad_luck import server_that_answers
from tests.ui.hands import CTRL, press
from tests.ui.session.conftest import SitDown
from tests.ui.session.desk import Desk
from ui.pages.first_start import FirstStartPage
from ui.shell.sign_in import SignInForm


def begun(sit_down: SitDown, home: Home, choice: str) -> Desk:
    desk = sit_down(home)
    desk.push(choice)
    return desk


def password_field(desk: Desk) -> QLineEdit:
    (field,) = (field for field in desk.window.findChildren(QLineEdit) if field.accessibleName() == "Password")
    return field


def nobody_listens() -> str:
    free = listen("127.0.0.1", 0)
    port: int = free.getsockname()[1]
    free.close()
    return f"http://127.0.0.1:{port}"


@pytest.fixture
def order(headquarters: Headquarters) -> str:
    """The title of an order that the server has."""
    title, customer_id = "打印机卡纸", new_id()
    headquarters.server.run(AddCustomer(id=customer_id, name="江州市交警支队"))
    headquarters.server.run(LogOrder(id=new_id(), customer_id=customer_id, title=title))
    return title


def test_sample_data_is_one_click_away_and_shows_pages_with_orders(sit_down: SitDown, home: Home) -> None:
    desk = begun(sit_down, home, "Try with sample data")
    desk.until(lambda: any("CGS" in row or "打印机" in row for row in desk.rows))
    desk.until(lambda: "Local store: 62 orders" in desk.status)
    assert desk.window.current_page == "workorders"
    assert "This computer only" in desk.status


def test_an_empty_workspace_is_one_click_away_and_belongs_to_whoever_sits_there(sit_down: SitDown, home: Home) -> None:
    desk = begun(sit_down, home, "Start empty")
    desk.until_at_work()
    assert "Local store: 0 orders" in desk.status
    assert desk.rows == []
    assert "waiting" not in desk.status


def test_a_second_start_opens_the_workspace_at_once(sit_down: SitDown, sample_home: Home) -> None:
    desk = sit_down(sample_home)
    assert desk.window.current_page == "workorders"
    desk.until_at_work()
    desk.until(lambda: len(desk.rows) == 62 and all(desk.rows[:10]))
    assert desk.window.findChildren(FirstStartPage) == []


def test_whoever_closed_the_window_before_beginning_is_asked_again(sit_down: SitDown, home: Home) -> None:
    desk = begun(sit_down, home, "Connect to a server")
    desk.sign_in(nobody_listens(), "li", PASSWORD)
    desk.until(lambda: "cannot be reached" in desk.said)
    desk.window.close()
    again = sit_down(home)
    again.push("Start empty")
    again.until_at_work()
    assert "Local store: 0 orders" in again.status


def test_signing_in_forgives_a_dead_server_a_wrong_address_and_a_wrong_password(
    sit_down: SitDown, home: Home, headquarters: Headquarters, cable: Cable, order: str
) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    desk = begun(sit_down, home, "Connect to a server")
    desk.sign_in(nobody_listens(), "li", PASSWORD)
    desk.until(lambda: "cannot be reached" in desk.said)
    with server_that_answers(200, "text/html", b"<html>Please accept the terms of this hotel</html>") as hotel:
        desk.sign_in(hotel, "li", PASSWORD)
        desk.until(lambda: "not a Paigong server" in desk.said)
    assert password_field(desk).text() == ""
    desk.sign_in(cable.url, "li", "wrong")
    desk.until(lambda: "password" in desk.page(SignInForm).banner.accessibleName())
    assert password_field(desk).text() == ""
    assert desk.window.focusWidget() is password_field(desk)
    desk.sign_in(cable.url, "li", PASSWORD)
    desk.until(lambda: desk.window.findChildren(SignInForm) == [])
    desk.until(lambda: any(order in row for row in desk.rows))
    desk.until(lambda: "Synced" in desk.status)
    assert cable.url.removeprefix("http://") in desk.status


def test_while_the_server_is_asked_there_is_no_way_back_into_another_beginning(
    sit_down: SitDown, home: Home, headquarters: Headquarters, cable: Cable
) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    desk = begun(sit_down, home, "Connect to a server")
    desk.sign_in(cable.url, "li", PASSWORD)
    (back,) = desk.buttons("Back")
    assert not back.isEnabled()
    desk.until(lambda: "Synced" in desk.status)


def test_whoever_goes_back_from_the_sign_in_can_begin_otherwise(sit_down: SitDown, home: Home) -> None:
    desk = begun(sit_down, home, "Connect to a server")
    desk.push("Back")
    desk.push("Start empty")
    desk.until_at_work()


def test_a_choice_that_fails_says_why_and_can_be_taken_again_once_that_is_mended(sit_down: SitDown, home: Home) -> None:
    home.folder.write_text("something else that bears this name")
    desk = begun(sit_down, home, "Start empty")
    desk.until(lambda: "cannot be written to" in desk.said)
    home.folder.unlink()
    desk.push("Start empty")
    desk.until_at_work()


def test_a_language_chosen_at_the_first_start_is_kept_in_a_folder_for_its_owner_only(
    sit_down: SitDown, home: Home
) -> None:
    desk = sit_down(home)
    desk.application.speak("zh_CN")
    desk.push("从空白开始")
    desk.until_at_work()
    assert home.folder.stat().st_mode & 0o777 == 0o700
    desk.window.close()
    again = sit_down(home, language="")
    again.until(lambda: "本地库" in again.status)


def test_keys_of_the_workspace_sleep_while_the_choice_lies_over_it(sit_down: SitDown, home: Home) -> None:
    desk = sit_down(home)
    press(desk.page(FirstStartPage), Qt.Key.Key_N, Qt.Key.Key_K, modifier=CTRL)
    assert QApplication.activeModalWidget() is None
    assert desk.window.current_page == ""
