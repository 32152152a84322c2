"""A long list shows one snapshot of ids, and fetches rows where somebody looks."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from app.storage.drafts import Draft
from app.storage.units import Reader
from tests.workspaces import Workspace
from ui.models.steady_selection import SteadySelection
from ui.models.windowed_list import PAGE_ROWS, CountRows, FindIds, WindowedModel
from ui.work.work import Work

DISPLAY = Qt.ItemDataRole.DisplayRole


@dataclass(frozen=True)
class Number:
    row: int
    text: str


class Source:
    """What the database would answer: the numbers that are there, in their order, and how often it was asked."""

    def __init__(self) -> None:
        self.numbers: Sequence[int] = range(1_000)
        self.prefix = "No."
        self.pages: list[tuple[int, ...]] = []
        self.counts = False
        self.gate, self.first_ids, self.all_ids = threading.Event(), threading.Event(), threading.Event()
        self.open_all()

    def open_all(self) -> None:
        for event in (self.gate, self.first_ids, self.all_ids):
            event.set()

    def fetch(self, _reader: Reader, rowids: Sequence[int]) -> list[Number]:
        self.gate.wait()
        self.pages.append(tuple(rowids))
        return [Number(row, f"{self.prefix}{row}") for row in rowids if row >= 0]


class Numbers(WindowedModel):
    def __init__(self, work: Work, source: Source) -> None:
        self.source = source
        super().__init__(work, source.fetch, tables=("drafts",), roles=(DISPLAY,))

    def ids_question(self) -> FindIds:
        source, numbers = self.source, tuple(self.source.numbers)

        def find(_reader: Reader, limit: int | None) -> array[int]:
            (source.first_ids if limit else source.all_ids).wait()
            return array("q", numbers[:limit])

        return find

    def count_question(self) -> CountRows | None:
        count = len(self.source.numbers)
        return (lambda _reader: count) if self.source.counts else None

    def columnCount(self, parent: Any = None) -> int:
        return 0 if parent is not None and parent.isValid() else 2

    def cell(self, item: Number, column: int, role: int) -> str:
        return f"{item.text}/{column}"


@pytest.fixture
def source() -> Iterator[Source]:
    made = Source()
    yield made
    made.open_all()


@pytest.fixture
def model(qtbot: QtBot, work: Work, source: Source) -> Numbers:
    return Numbers(work, source)


@pytest.fixture
def table(qtbot: QtBot, model: Numbers) -> QTableView:
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().setDefaultSectionSize(20)
    SteadySelection(view, model)
    view.resize(300, 300)
    view.show()
    return view


def load(qtbot: QtBot, model: Numbers) -> None:
    model.load()
    qtbot.waitUntil(lambda: model.rowCount() == len(model.source.numbers))


def look(qtbot: QtBot, model: Numbers, row: int) -> None:
    qtbot.waitUntil(lambda: text(model, row) is not None)


def text(model: Numbers, row: int, column: int = 0) -> object:
    return model.data(model.index(row, column), DISPLAY)


def test_it_keeps_the_rules_of_models_through_all_it_does(qtbot: QtBot, model: Numbers, source: Source) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for numbers in (range(300), range(300), range(299, -1, -1), range(0), range(PAGE_ROWS), [3, -7, 5]):
        source.numbers = numbers
        with qtbot.waitSignal(model.loaded):
            model.load()
        load(qtbot, model)
        if len(numbers) > PAGE_ROWS:
            text(model, len(numbers) - 1)
            qtbot.waitUntil(lambda: text(model, len(source.numbers) - 1) is not None)
    assert tester.model() is model


def test_the_first_rows_are_there_before_all_ids_are_known(qtbot: QtBot, model: Numbers, source: Source) -> None:
    source.all_ids.clear()
    with qtbot.waitSignal(model.loaded):
        model.load()
    assert model.rowCount() == PAGE_ROWS
    assert text(model, 0) == "No.0/0"
    assert text(model, PAGE_ROWS - 1, 1) == f"No.{PAGE_ROWS - 1}/1"
    assert not model.is_loaded
    source.all_ids.set()
    qtbot.waitUntil(lambda: model.rowCount() == 1_000)
    assert model.is_loaded


def test_who_types_sees_the_first_rows_before_all_ids_are_known(qtbot: QtBot, model: Numbers, source: Source) -> None:
    load(qtbot, model)
    source.all_ids.clear()
    source.numbers = range(500, 1_000)
    with qtbot.waitSignal(model.loaded):
        model.load(begins=True)
    assert (model.rowCount(), text(model, 0), model.is_whole) == (PAGE_ROWS, "No.500/0", False)
    source.all_ids.set()
    qtbot.waitUntil(lambda: model.is_whole)
    assert model.rowCount() == 500


def test_the_length_is_known_with_the_first_rows_where_it_can_be_counted(
    qtbot: QtBot, model: Numbers, source: Source, table: QTableView
) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    source.counts = True
    source.all_ids.clear()
    with qtbot.waitSignal(model.loaded):
        model.load()
    assert (model.rowCount(), text(model, 0), text(model, 999)) == (1_000, "No.0/0", None)
    assert (model.rowid(PAGE_ROWS - 1), model.rowid(999), model.place_of(999)) == (PAGE_ROWS - 1, -1, -1)
    table.selectRow(999)
    source.all_ids.set()
    look(qtbot, model, 999)
    assert (model.rowid(999), model.place_of(999)) == (999, 999)
    assert table.currentIndex().row() == 999, "what was known already stands as it stood"
    assert tester.model() is model


def test_rows_that_changed_while_all_ids_were_read_are_shown_as_they_are(
    qtbot: QtBot, model: Numbers, source: Source
) -> None:
    source.counts = True
    source.all_ids.clear()
    with qtbot.waitSignal(model.loaded):
        model.load()
    source.numbers = range(999, -1, -1)
    model.load()
    with qtbot.waitSignal(model.modelReset):
        source.all_ids.set()
    look(qtbot, model, 0)
    assert text(model, 0) == "No.999/0"


def test_the_first_rows_come_too_late_to_matter(qtbot: QtBot, model: Numbers, source: Source) -> None:
    source.first_ids.clear()
    model.load()
    qtbot.waitUntil(lambda: model.rowCount() == 1_000)
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(model.rowCount()))
    source.first_ids.set()
    source.numbers = range(5)
    load(qtbot, model)
    assert resets == [5]


def test_a_row_far_below_is_fetched_when_somebody_looks(qtbot: QtBot, model: Numbers) -> None:
    load(qtbot, model)
    assert text(model, 900) is None
    qtbot.waitUntil(lambda: text(model, 900) == "No.900/0")


def test_a_row_that_is_gone_when_it_is_fetched_is_asked_for_only_once(
    qtbot: QtBot, model: Numbers, source: Source
) -> None:
    source.numbers = [*range(300), -7, *range(301, 600)]
    load(qtbot, model)
    assert text(model, 300) is None
    qtbot.waitUntil(lambda: text(model, 301) is not None)
    asked = len(source.pages)
    assert text(model, 300) is None
    assert text(model, 299) == "No.299/0"
    assert len(source.pages) == asked


def test_dragging_the_scroll_bar_fetches_only_what_is_in_sight_at_the_end(
    qtbot: QtBot, model: Numbers, source: Source
) -> None:
    source.numbers = range(100 * PAGE_ROWS)
    load(qtbot, model)
    source.pages.clear()
    for page in range(100):
        text(model, page * PAGE_ROWS + 5)
    last = 99 * PAGE_ROWS + 5
    qtbot.waitUntil(lambda: text(model, last) == f"No.{last}/0")
    assert last in source.pages[0]
    assert sum(map(len, source.pages)) < 10 * PAGE_ROWS


def test_only_some_pages_are_kept(qtbot: QtBot, model: Numbers, source: Source) -> None:
    source.numbers = range(100 * PAGE_ROWS)
    load(qtbot, model)
    for page in range(100):
        look(qtbot, model, page * PAGE_ROWS)
    assert len(model._items) <= 64 * PAGE_ROWS
    assert text(model, PAGE_ROWS) is None
    look(qtbot, model, PAGE_ROWS)


def test_other_roles_are_answered_without_a_row(qtbot: QtBot, model: Numbers, source: Source) -> None:
    load(qtbot, model)
    source.pages.clear()
    assert model.data(model.index(900, 0), Qt.ItemDataRole.DecorationRole) is None
    assert not model._wanted


def test_a_newer_question_overtakes_an_older_one(qtbot: QtBot, model: Numbers, source: Source) -> None:
    load(qtbot, model)
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(model.rowCount()))
    source.gate.clear()
    source.numbers = range(10)
    model.load()
    source.numbers = range(20)
    model.load()
    source.gate.set()
    qtbot.waitUntil(lambda: model.rowCount() == 20)
    assert resets == [20]


def test_changes_make_it_look_again(qtbot: QtBot, model: Numbers, source: Source, work: Work) -> None:
    load(qtbot, model)
    source.numbers = range(1_001)
    work.write(lambda unit: unit.put(a_draft()))
    qtbot.waitUntil(lambda: model.rowCount() == 1_001)


def test_changes_elsewhere_do_not(
    qtbot: QtBot, model: Numbers, source: Source, work: Work, workspace: Workspace
) -> None:
    load(qtbot, model)
    source.numbers = range(1_001)
    with qtbot.waitSignal(work.changes_applied):
        workspace.add_customer()
    answered: list[object] = []
    work.run_query(lambda _reader: None, answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    assert model.rowCount() == 1_000


def test_a_storm_of_changes_cannot_keep_it_from_ever_finishing(qtbot: QtBot, model: Numbers, source: Source) -> None:
    load(qtbot, model)
    loads: list[int] = []
    model.loaded.connect(lambda: loads.append(model.rowCount()))
    source.gate.clear()
    for count in range(1_001, 1_011):
        source.numbers = range(count)
        model.reload()
    source.gate.set()
    qtbot.waitUntil(lambda: loads == [1_001, 1_010])


def test_rows_stay_in_sight_until_they_were_fetched_again(qtbot: QtBot, model: Numbers, source: Source) -> None:
    load(qtbot, model)
    text(model, 500)
    qtbot.waitUntil(lambda: text(model, 500) == "No.500/0")
    source.prefix = "Nr."
    with qtbot.waitSignal(model.loaded):
        model.reload()
    source.gate.clear()
    assert text(model, 500) == "No.500/0"
    source.gate.set()
    qtbot.waitUntil(lambda: text(model, 500) == "Nr.500/0")


def test_the_marked_row_stays_marked_and_in_its_place_on_the_screen(
    qtbot: QtBot, model: Numbers, source: Source, table: QTableView
) -> None:
    load(qtbot, model)
    table.selectRow(500)
    table.verticalScrollBar().setValue(495 * 20 + 7)
    before = table.rowViewportPosition(500)
    source.numbers = [*range(-50, 0), *range(1_000)]
    with qtbot.waitSignal(model.loaded):
        model.reload()
    assert table.currentIndex().row() == 550
    assert [index.row() for index in table.selectionModel().selectedRows()] == [550]
    assert table.rowViewportPosition(550) == before


def test_a_list_at_its_top_stays_there_when_something_new_comes(
    qtbot: QtBot, model: Numbers, source: Source, table: QTableView
) -> None:
    load(qtbot, model)
    source.numbers = [-1, *range(1_000)]
    with qtbot.waitSignal(model.loaded):
        model.reload()
    assert table.verticalScrollBar().value() == 0
    assert table.rowAt(0) == 0


def test_a_marked_row_that_is_gone_leaves_nothing_marked(
    qtbot: QtBot, model: Numbers, source: Source, table: QTableView
) -> None:
    load(qtbot, model)
    table.selectRow(3)
    source.numbers = [number for number in range(1_000) if number != 3]
    with qtbot.waitSignal(model.loaded):
        model.reload()
    assert not table.currentIndex().isValid()
    assert not table.selectionModel().hasSelection()


def test_a_question_that_fails_is_told_and_the_next_one_is_answered(
    qtbot: QtBot, model: Numbers, source: Source, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(qtbot, model)

    def fail(_reader: Reader, _limit: int | None) -> array[int]:
        raise LookupError("a bug")

    with monkeypatch.context() as patch, qtbot.waitSignal(work.failed):
        patch.setattr(model, "ids_question", lambda: fail)
        model.load()
    source.numbers = range(5)
    load(qtbot, model)


def a_draft() -> Draft:
    from tests.fakes import A_MONDAY_MORNING

    return Draft(id="form", fields={}, saved_at=A_MONDAY_MORNING)
