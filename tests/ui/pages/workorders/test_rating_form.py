"""The customer rates on the laptop at the site."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.workorders.rules import Grade
from app.workorders.steps import Step
from app.workorders.tables import Rating
from tests.ui.hands import click, type_chinese
from tests.ui.pages.workorders.conftest import OpenPage
from tests.ui.pages.workorders.doing import choose, choose_in_menu, open_form, wait_for_detail
from tests.workspaces import Workspace
from ui.pages.workorders.page import WorkOrdersPage
from ui.pages.workorders.passing_forms import AnswerForm
from ui.pages.workorders.rating_form import RatingForm


@pytest.fixture
def page(qtbot: QtBot, open_page: OpenPage, workspace: Workspace) -> WorkOrdersPage:
    workspace.add_order(workspace.add_customer("师范大学"), "打印机卡纸")
    opened = open_page()
    wait_for_detail(qtbot, opened, "打印机卡纸")
    choose_in_menu(qtbot, opened, Step.ANSWER)
    resolving = open_form(qtbot, opened, AnswerForm)
    type_chinese(resolving.resolution, "更换搓纸轮")
    click(resolving.submit_button)
    return opened


def test_what_somebody_there_thinks_stands_in_the_history_with_his_name(
    qtbot: QtBot, page: WorkOrdersPage, workspace: Workspace
) -> None:
    choose_in_menu(qtbot, page, Step.RATE)
    form = open_form(qtbot, page, RatingForm)
    choose(qtbot, form.grade, "Very good")
    choose(qtbot, form.recommends, "9")
    type_chinese(form.given_by, "李老师")
    click(form.submit_button)
    qtbot.waitUntil(
        lambda: "The caller rated it: Very good, 9/10, 李老师" in page.detail.history.accessibleDescription()
    )
    (rating,) = workspace.all(Rating)
    assert (rating.grade, rating.recommends, rating.given_by) == (Grade.VERY_GOOD, 9, "李老师")
