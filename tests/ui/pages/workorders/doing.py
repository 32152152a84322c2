"""What a person does on the page of work orders."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.workorders.steps import Step
from tests.ui.hands import click
from ui.pages.workorders.order_row import ORDER_ROW_ROLE, OrderColumn
from ui.pages.workorders.page import WorkOrdersPage
from ui.widgets.fields import ChoiceField

DialogT = TypeVar("DialogT", bound=QDialog)


def wait_for_orders(qtbot: QtBot, page: WorkOrdersPage, count: int) -> None:
    qtbot.waitUntil(lambda: page.orders.model.rowCount() == count)


def listed(page: WorkOrdersPage) -> list[str]:
    """The titles of the rows that have been fetched, from top to bottom."""
    model = page.orders.model
    rows = (model.data(model.index(row, OrderColumn.ORDER), ORDER_ROW_ROLE) for row in range(model.rowCount()))
    return [row.title for row in rows if row is not None]  # type: ignore[attr-defined]


def wait_for_detail(qtbot: QtBot, page: WorkOrdersPage, title: str) -> None:
    qtbot.waitUntil(lambda: page.detail.title.text() == title and page.detail.detail is not None)


def take(qtbot: QtBot, page: WorkOrdersPage, step: Step) -> None:
    """Press the button of a step, as soon as it is offered."""
    qtbot.waitUntil(lambda: step in page.detail.steps.steps)
    click(page.detail.steps.button(step))


def choose_in_menu(qtbot: QtBot, page: WorkOrdersPage, step: Step) -> None:
    """Choose a step in the menu, as soon as it is offered."""
    qtbot.waitUntil(lambda: page.detail.menu.action(step).isVisible())
    page.detail.menu.action(step).trigger()


def open_form(qtbot: QtBot, page: WorkOrdersPage, form_type: type[DialogT]) -> DialogT:
    """The form that is open over the page."""
    qtbot.waitUntil(lambda: any(form.isVisible() for form in page.findChildren(form_type)))
    return next(form for form in page.findChildren(form_type) if form.isVisible())


def choose(qtbot: QtBot, field: ChoiceField, text: str) -> None:
    """Choose what reads `text`, as soon as it is offered."""
    qtbot.waitUntil(lambda: field.findText(text) >= 0)
    field.setCurrentIndex(field.findText(text))
