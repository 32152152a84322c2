"""A window of its own process: fills half of an order and half of a call in, and waits to be killed."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.workorders.calls import Caller
from tests.fakes import FakeClock
from tests.ui.hands import type_chinese
from tests.ui.opened import Opened
from tests.workspaces import Workspace
from ui.pages.desk.page import DeskPage
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.order_form import OrderForm
from ui.pages.workorders.page import WorkOrdersPage
from ui.work.work import Work


def main(path: Path, customer_id: str) -> None:
    """Open the page on the workspace at `path`, and type once the form is there."""
    application = QApplication([])
    clock = FakeClock()
    work = Work(lambda: Opened(Workspace(path, clock)))
    wall = WallClock(clock, "Asia/Shanghai")
    page, desk = WorkOrdersPage(work, wall), DeskPage(work, wall)
    page.show()
    desk.show()
    work.start(lambda _workspace: page.log_order())

    def type_when_possible() -> None:
        form = page.findChild(OrderForm)
        if form is None or not form.customer.count():
            return
        trying.stop()
        form.customer.set_value(customer_id)
        form.due.set_value("2026-11-02T12:00")
        type_chinese(form.title, "打印机卡纸")
        desk.form.begin(Caller(customer_id, "Chen Min"))
        type_chinese(desk.form.title, "无法上网")
        print("typed", flush=True)

    trying = QTimer(interval=10)
    trying.timeout.connect(type_when_possible)
    trying.start()
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
