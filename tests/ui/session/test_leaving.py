"""Closing the window ends everything that ran for it, after what was given has been carried out."""

from __future__ import annotations

import gc
import multiprocessing
import subprocess
import sys
import threading
import weakref

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.bootstrap import open_workspace
from app.directory.commands import AddCustomer
from app.directory.tables import Customer
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.storage.drafts import read_draft
from tests.ui.session.conftest import SitDown
from tests.ui.session.desk import Viewer
from ui.pages.workorders.order_form import DRAFT_ID

PROGRAM = """
import sys

from PySide6.QtCore import QTimer

from ui import application, main


class Leaving(application.Application):
    # Somebody visits every page and closes the window.
    def go_to_work(self):
        super().go_to_work()
        for page in self.pages.factories:
            self.window.show_page(page)
        QTimer.singleShot(0, self.window.close)


application.Application = Leaving
sys.exit(main.main(["--home", sys.argv[1], "--language", "zh_CN"]))
"""


def test_ten_windows_leave_no_thread_no_process_and_no_object(sit_down: SitDown, sample_home: Home) -> None:
    before = set(threading.enumerate())
    applications = []
    for _number in range(10):
        desk = sit_down(sample_home)
        desk.until_at_work()
        assert set(threading.enumerate()) > before
        applications.append(weakref.ref(desk.application))
        sit_down.leave(desk)
        assert set(threading.enumerate()) == before
    del desk
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [application() for application in applications] == [None] * 10


def test_the_processes_that_made_papers_end_with_the_window(
    sit_down: SitDown, sample_home: Home, viewer: Viewer
) -> None:
    others = set(multiprocessing.active_children())
    desk = sit_down(sample_home)
    desk.visit("workorders")
    desk.push("Print the dispatch ticket")
    desk.until(lambda: len(viewer.shown) == 1)
    assert set(multiprocessing.active_children()) - others
    desk.window.close()
    assert not set(multiprocessing.active_children()) - others


def test_what_was_given_just_before_the_window_closed_is_done(sit_down: SitDown, sample_home: Home) -> None:
    desk = sit_down(sample_home)
    desk.until_at_work()
    names = {f"客户 {number}" for number in range(50)}
    for name in names:
        desk.application.work.run_command(AddCustomer(id=new_id(), name=name))
    desk.window.close()
    workspace = open_workspace(sample_home)
    with workspace.store.read() as reader:
        assert names <= {customer.name for customer in reader.find(Customer)}
    workspace.close()


def test_a_form_that_is_open_when_the_session_ends_keeps_its_last_key(sit_down: SitDown, sample_home: Home) -> None:
    desk = sit_down(sample_home)
    desk.until_at_work()
    desk.push("New work order")
    desk.form()
    desk.fill("What is wrong", "打印机卡纸")
    QApplication.closeAllWindows()  # as the system does it
    assert not desk.window.isVisible()
    workspace = open_workspace(sample_home)
    with workspace.store.read() as reader:
        draft = read_draft(reader, DRAFT_ID)
    workspace.close()
    assert draft is not None
    assert draft.fields["title"] == "打印机卡纸"


def test_the_program_ends_well_when_its_window_is_closed(sample_home: Home) -> None:
    command = [sys.executable, "-W", "error", "-c", PROGRAM, str(sample_home.folder)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    said = [line for line in ended.stderr.splitlines() if "This plugin does not support" not in line]
    assert (ended.returncode, said) == (0, [])
