"""What the window does off its own thread, and how it hears about it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from app.directory.commands import AddCustomer
from app.directory.tables import Customer
from app.foundation.errors import Rejection, Trouble
from app.foundation.ids import new_id
from app.storage.drafts import Draft
from app.storage.outbox import pending_entries
from app.storage.units import Changes, Reader, UnitOfWork
from tests.ui.opened import Opened
from tests.workspaces import Workspace
from ui.work.work import Work

A_NEVER_ENDING_COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


class Ear(QObject):
    """Hears answers, and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[QThread] = set()

    def hear(self, answer: object) -> None:
        self.heard.append(answer)
        self.threads.add(QThread.currentThread())


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) == before


def customer_names(reader: Reader) -> list[str]:
    return [customer.name for customer in reader.find(Customer)]


def a_customer(name: str = "师范大学") -> AddCustomer:
    return AddCustomer(id=new_id(), name=name)


def test_an_answer_comes_in_the_thread_of_the_window(qtbot: QtBot, work: Work, ear: Ear) -> None:
    work.run_query(customer_names, ear.hear)
    qtbot.waitUntil(lambda: bool(ear.heard))
    assert ear.heard == [[]]
    assert ear.threads == {QThread.currentThread()}


def test_the_question_itself_is_asked_in_another_thread(qtbot: QtBot, work: Work, ear: Ear) -> None:
    work.run_query(lambda _reader: threading.current_thread().name, ear.hear)
    qtbot.waitUntil(lambda: bool(ear.heard))
    assert str(ear.heard[0]).startswith("reader")


def test_commands_are_carried_out_in_their_order(qtbot: QtBot, work: Work, ear: Ear) -> None:
    names = [f"customer {number}" for number in range(5)]
    for name in names:
        work.run_command(a_customer(name), done=ear.hear)
    qtbot.waitUntil(lambda: len(ear.heard) == 5)
    work.run_query(lambda reader: [entry.body_fields()["name"] for entry in pending_entries(reader)], ear.hear)
    qtbot.waitUntil(lambda: len(ear.heard) == 6)
    assert ear.heard[-1] == names


def test_what_was_asked_before_the_workspace_is_open_is_answered_then(
    qtbot: QtBot, workspace: Workspace, ear: Ear
) -> None:
    work = Work(lambda: Opened(workspace))
    work.run_query(customer_names, ear.hear)
    work.start()
    qtbot.waitUntil(lambda: ear.heard == [[]])
    work.close()


def test_a_rejection_reaches_who_gave_the_command(qtbot: QtBot, work: Work, ear: Ear) -> None:
    work.run_command(a_customer())
    work.run_command(a_customer(), failed=ear.hear)
    qtbot.waitUntil(lambda: bool(ear.heard))
    (error,) = ear.heard
    assert isinstance(error, Rejection)
    assert error.code == "name_taken"


def test_what_fails_unheard_is_told_to_the_window(qtbot: QtBot, work: Work) -> None:
    work.run_command(a_customer())
    with qtbot.waitSignal(work.failed) as told:
        work.run_command(a_customer())
    assert isinstance(told.args[0], Rejection)


def test_a_cancelled_question_is_interrupted_and_says_nothing(qtbot: QtBot, work: Work, ear: Ear) -> None:
    begun = threading.Event()

    def count(reader: Reader) -> int:
        begun.set()
        return int(reader.connection.exec_driver_sql(A_NEVER_ENDING_COUNT).scalar_one())

    slow = work.run_query(count, ear.hear, ear.hear)
    qtbot.waitUntil(begun.is_set)
    slow.cancel()
    work.run_query(customer_names, ear.hear)
    qtbot.waitUntil(lambda: ear.heard == [[]])


def test_closing_does_not_wait_for_questions(qtbot: QtBot, workspace: Workspace) -> None:
    work = Work(lambda: Opened(workspace))
    work.start()
    begun = threading.Event()

    def count(reader: Reader) -> int:
        begun.set()
        return int(reader.connection.exec_driver_sql(A_NEVER_ENDING_COUNT).scalar_one())

    for _reader in range(5):
        work.run_query(count)
    qtbot.waitUntil(begun.is_set)
    work.close()


def test_closing_carries_out_what_was_given(workspace: Workspace) -> None:
    opened = Opened(workspace)
    work = Work(lambda: opened)
    work.start()
    work.run_command(a_customer("one"))
    work.run_command(a_customer("another"))
    work.close()
    assert {customer.name for customer in workspace.all(Customer)} == {"one", "another"}
    assert opened.is_closed


def test_closing_before_the_workspace_was_opened_is_possible(workspace: Workspace) -> None:
    work = Work(lambda: Opened(workspace))
    work.run_query(customer_names)
    work.close()


def test_the_last_words_are_heard_before_the_end(qtbot: QtBot, workspace: Workspace) -> None:
    work = Work(lambda: Opened(workspace))
    work.start()
    work.closing.connect(lambda: work.run_command(a_customer("last minute")))
    work.close()
    assert [customer.name for customer in workspace.all(Customer)] == ["last minute"]


def test_a_workspace_that_cannot_be_opened_is_told_once(qtbot: QtBot, ear: Ear) -> None:
    def refuse() -> Opened:
        raise Trouble("workspace_key_wrong", path="workspace.db")

    work = Work(refuse)
    told: list[object] = []
    work.failed.connect(told.append)
    work.run_query(customer_names, ear.hear, ear.hear)
    with qtbot.waitSignal(work.failed):
        work.start()
    work.run_command(a_customer(), done=ear.hear, failed=ear.hear)
    work.close()
    assert [str(error) for error in told] == ["workspace_key_wrong(path='workspace.db')"]
    assert ear.heard == []


def test_changes_that_come_together_are_announced_as_one(qtbot: QtBot, work: Work) -> None:
    told: list[Changes] = []
    work.changes_applied.connect(told.append)
    ids = [new_id() for _customer in range(20)]
    for number, customer_id in enumerate(ids):
        work.run_command(AddCustomer(id=customer_id, name=f"customer {number}"))
    qtbot.waitUntil(lambda: set(ids) == {each for changes in told for each in changes.ids.get("customers", ())})
    assert len(told) < len(ids)


def test_a_change_of_another_process_shows_within_a_second(qtbot: QtBot, work: Work, workspace: Workspace) -> None:
    with qtbot.waitSignal(work.changes_applied):
        work.run_command(a_customer("here"))
    elsewhere = Workspace(workspace.path, workspace.clock)
    told: list[Changes] = []
    work.changes_applied.connect(told.append)
    elsewhere.run(a_customer("elsewhere"))
    qtbot.waitUntil(lambda: any(changes.touches("customers") for changes in told), timeout=1_000)
    elsewhere.store.close()


def test_local_rows_are_written_without_a_command(qtbot: QtBot, work: Work, workspace: Workspace, ear: Ear) -> None:
    draft = Draft(id="form", fields={"title": "打印"}, saved_at=workspace.clock.now())

    def keep(unit: UnitOfWork) -> str:
        unit.put(draft)
        return "kept"

    work.write(keep, ear.hear)
    qtbot.waitUntil(lambda: ear.heard == ["kept"])
    assert workspace.all(Draft) == [draft]
    assert workspace.outbox() == []


def test_who_has_gone_hears_nothing(qtbot: QtBot, work: Work, ear: Ear) -> None:
    heard = ear.heard
    work.run_query(customer_names, ear.hear)
    Shiboken.delete(ear)
    later = Ear()
    work.run_query(customer_names, later.hear)
    qtbot.waitUntil(lambda: bool(later.heard))
    assert heard == []
