from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.directory.tables import Customer
from app.storage.units import Reader
from tests.ui.conftest import Speak
from tests.ui.pages.showing import Show
from tests.workspaces import Workspace
from ui.pages.live_page import LivePage
from ui.work.work import Work


class CustomerCount(LivePage):
    """Counts how often it was asked and what it was told."""

    def __init__(self, work: Work, *, ticks: bool = False) -> None:
        super().__init__(work, ("customers",), ticks=ticks)
        self.asked = 0
        self.told: list[int] = []
        self.wants_to_know = True

    def question(self) -> Callable[[Reader], int] | None:
        self.asked += 1
        return _count if self.wants_to_know else None

    def show_answer(self, answer: Any) -> None:
        self.told.append(answer)


def _count(reader: Reader) -> int:
    return reader.count(Customer) + 1


@pytest.fixture
def page(qtbot: QtBot, work: Work) -> CustomerCount:
    made = CustomerCount(work)
    qtbot.addWidget(made)
    return made


def test_it_asks_when_it_is_first_seen(qtbot: QtBot, page: CustomerCount, show: Show[CustomerCount]) -> None:
    assert page.asked == 0
    show(page)
    qtbot.waitUntil(lambda: page.told == [1])


def test_it_asks_anew_only_for_changes_of_what_it_shows(
    qtbot: QtBot, work: Work, page: CustomerCount, show: Show[CustomerCount], workspace: Workspace
) -> None:
    show(page)
    qtbot.waitUntil(lambda: page.told == [1])
    with qtbot.waitSignal(work.changes_applied):
        workspace.add_person()
    assert page.asked == 1
    workspace.add_customer()
    qtbot.waitUntil(lambda: page.told == [1, 2])


def test_hidden_it_waits_until_it_is_seen_again(
    qtbot: QtBot, work: Work, page: CustomerCount, show: Show[CustomerCount], workspace: Workspace
) -> None:
    show(page)
    qtbot.waitUntil(lambda: page.told == [1])
    page.hide()
    with qtbot.waitSignal(work.changes_applied):
        workspace.add_customer()
    assert page.asked == 1
    page.show()
    qtbot.waitUntil(lambda: page.told == [1, 2])
    page.hide()
    page.show()
    assert page.asked == 2


def test_an_older_answer_never_overtakes_a_newer(qtbot: QtBot, page: CustomerCount, show: Show[CustomerCount]) -> None:
    show(page)
    for _time in range(5):
        page.refresh()
    qtbot.waitUntil(lambda: page.told == [1])


def test_where_there_is_nothing_to_ask_what_was_asked_is_forgotten(
    qtbot: QtBot, work: Work, page: CustomerCount, show: Show[CustomerCount], workspace: Workspace
) -> None:
    show(page)
    qtbot.waitUntil(lambda: page.told == [1])
    page.refresh()
    page.wants_to_know = False
    page.refresh()
    with qtbot.waitSignal(work.changes_applied):
        workspace.add_customer()
    assert page.told == [1]


def test_what_is_shown_follows_the_language(
    qtbot: QtBot, page: CustomerCount, show: Show[CustomerCount], speak: Speak
) -> None:
    show(page)
    qtbot.waitUntil(lambda: page.told == [1])
    speak("zh_CN")
    assert page.told[:2] == [1, 1]
    assert page.asked == 1


def test_what_depends_on_the_time_of_day_is_asked_anew_while_it_is_seen(
    qtbot: QtBot, work: Work, show: Show[CustomerCount]
) -> None:
    page = CustomerCount(work, ticks=True)
    assert page._tick is not None
    assert not page._tick.isActive()
    show(page)
    qtbot.waitUntil(lambda: page.told == [1])
    page._tick.timeout.emit()
    qtbot.waitUntil(lambda: page.told == [1, 1])
    page.hide()
    assert not page._tick.isActive()
