"""A stocktake from its beginning to its report, as somebody does it in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.accounts.rules import EVERYTHING, Grant, Grants, Role
from app.assets.rules import AssetState
from app.assets.tables import Asset
from app.stocktakes.commands import EndStocktake
from app.stocktakes.decision_commands import UnknownFound
from app.stocktakes.findings import Listing
from app.stocktakes.rules import DecisionKind, StocktakeState
from app.stocktakes.tables import Stocktake, StocktakeScan
from app.storage.facts import GRANTS, set_fact
from app.workorders.registering import log_registering
from app.workorders.tables import WorkOrder
from tests.app.documents.reading import codes_on_pages
from tests.app.stocktakes.walk import Walk
from tests.ui.hands import click, press, type_chinese, type_latin
from tests.ui.pages.showing import Show, dialog_over, rows_of, texts_of
from tests.ui.session.desk import PATIENCE_MILLISECONDS
from tests.workspaces import Workspace
from ui.pages.assets.register_form import RegisterForm
from ui.pages.stocktakes.begin_form import BeginForm
from ui.pages.stocktakes.decide_form import DecideForm
from ui.pages.stocktakes.page import StocktakesPage
from ui.pages.stocktakes.step_forms import EndForm, ReasonForm
from ui.pages.wall_clock import WallClock
from ui.work.work import Work


@pytest.fixture
def walk(workspace: Workspace) -> Walk:
    return Walk(workspace)


@pytest.fixture
def page(work: Work, wall: WallClock, walk: Walk) -> StocktakesPage:
    return StocktakesPage(work, wall)


def scan(qtbot: QtBot, page: StocktakesPage, text: str, title: str) -> None:
    """Type it into the field as a scanner does, and wait for what is said of it."""
    type_latin(page.scan.field, text)
    press(page.scan.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (page.scan.verdict.title.text(), page.scan.field.value()) == (title, ""))


def codes(page: StocktakesPage) -> list[str]:
    model = page.findings.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def shows(page: StocktakesPage, listing: Listing, *expected: str) -> bool:
    wanted = page.findings.model.filter
    return wanted is not None and wanted.listing is listing and codes(page) == list(expected)


def go_to(qtbot: QtBot, page: StocktakesPage, place: str) -> None:
    def is_there() -> bool:
        return any(place in row[0] for row in rows_of(page.rooms.rows))

    qtbot.waitUntil(is_there)
    keys = [key for key in page.rooms.rows.row_ids if key.endswith(f"\n{place}")]
    page.rooms.rows.choose(keys[0])


def test_it_is_begun_walked_ended_decided_about_and_reported(
    qtbot: QtBot, page: StocktakesPage, show: Show[StocktakesPage], walk: Walk, workspace: Workspace, tmp_path: Path
) -> None:
    show(page)
    qtbot.waitUntil(page.begin.isVisible)
    assert "No stocktake is known here." in texts_of(page)
    assert page.begin.width() < page.width() / 2
    click(page.begin)
    qtbot.waitUntil(lambda: bool(page.findChildren(BeginForm)))
    form = dialog_over(page, BeginForm)
    type_chinese(form.name, "年度盘点")
    click(form.submit_button)
    qtbot.waitUntil(lambda: shows(page, Listing.MISSING, *map(walk.code, (walk.first, walk.second, walk.printer))))
    [stocktake] = workspace.all(Stocktake)
    walk.id = stocktake.id
    go_to(qtbot, page, "301")
    scan(qtbot, page, walk.code(walk.first), "Expected here")
    scan(qtbot, page, walk.code(walk.first).lower(), "Scanned before")
    qtbot.waitUntil(lambda: shows(page, Listing.MISSING, walk.code(walk.second)))
    scan(qtbot, page, walk.code(walk.printer), "Registered elsewhere")
    click(page.scan.move_here)
    qtbot.waitUntil(lambda: workspace.get(Asset, walk.printer).place == "301")
    qtbot.waitUntil(lambda: page.scan.verdict.title.text() == "Done")
    qtbot.waitUntil(lambda: "2 of 3 found" in page.part.text())
    _end_and_write_off(qtbot, page, walk)
    _report(qtbot, page, walk, tmp_path)


def _end_and_write_off(qtbot: QtBot, page: StocktakesPage, walk: Walk) -> None:
    click(page.end)
    form = dialog_over(page, EndForm)
    assert form.about.text().startswith("1 of 3 devices were not found.")
    click(form.submit_button)
    qtbot.waitUntil(page.reopen.isVisible)
    assert not page.scan.isVisible()
    page.findings.rows.selectAll()
    click(page.findings.decide)
    decided = dialog_over(page, DecideForm)
    decided.kind.set_value(DecisionKind.LOST)
    click(decided.submit_button)
    qtbot.waitUntil(lambda: walk.workspace.get(Asset, walk.second).state is AssetState.LOST)
    model = page.findings.model
    qtbot.waitUntil(lambda: model.index(0, 4).data() == "Written off as lost")


def _report(qtbot: QtBot, page: StocktakesPage, walk: Walk, folder: Path) -> None:
    stocktake = walk.stocktake()
    for name in ("report.pdf", "list.csv"):
        with qtbot.waitSignal(page.reporting.paper_made, timeout=PATIENCE_MILLISECONDS) as made:
            page.reporting.save(stocktake, str(folder / name))
        assert made.args == [str(folder / name)]
    assert codes_on_pages(folder / "report.pdf", 200)[0] == [stocktake.reference]


def test_what_is_unknown_is_registered_at_once_or_asked_for(
    qtbot: QtBot, page: StocktakesPage, show: Show[StocktakesPage], walk: Walk, workspace: Workspace
) -> None:
    workspace.reactions.connect(UnknownFound, log_registering)
    walk.begin()
    show(page)
    go_to(qtbot, page, "302")
    scan(qtbot, page, "NEW-1", "Unknown")
    click(page.scan.register)
    qtbot.waitUntil(lambda: bool(page.findChildren(RegisterForm)))
    form = dialog_over(page, RegisterForm)
    assert (form.site.value(), form.place.value()) == (walk.hall, "302")
    type_latin(form.name, "Plotter")
    form.type.set_value("PRN")
    click(form.submit_button)
    qtbot.waitUntil(lambda: page.scan.verdict.title.text() == "Not on the list")
    scan(qtbot, page, "NEW-2", "Unknown")
    click(page.scan.ask)
    qtbot.waitUntil(lambda: len(workspace.all(WorkOrder)) == 1)
    page.findings.listings.choose("unknown")

    def told() -> set[str]:
        return {row[3] for row in rows_of(page.findings.unknown.rows)}

    qtbot.waitUntil(lambda: told() == {"Registered as GEN-PRN-0002", "To be registered"})
    assert not page.findings.ask.isEnabled()
    page.findings.unknown.rows.choose("NEW-2")
    click(page.findings.note)
    explaining = dialog_over(page, DecideForm)
    workspace.clock.advance(minutes=1)
    type_latin(explaining.note, "A box")
    click(explaining.submit_button)
    qtbot.waitUntil(lambda: told() == {"Registered as GEN-PRN-0002", "Explained"})


def test_what_is_scanned_anywhere_is_scanned_here_one_after_the_other(
    qtbot: QtBot, page: StocktakesPage, show: Show[StocktakesPage], walk: Walk
) -> None:
    walk.begin()
    show(page)
    qtbot.waitUntil(page.scan.isVisible)
    for text in ("302", walk.code(walk.printer), walk.code(walk.first)):
        page.take_scanned(text)
    qtbot.waitUntil(lambda: page.scan.verdict.title.text() == "Registered elsewhere")
    assert walk.summary().found == 2
    walk.workspace.run(EndStocktake(stocktake_id=walk.id))
    qtbot.waitUntil(lambda: not page.scan.isVisible())


def test_the_keys_alone_lead_through_the_rooms(
    qtbot: QtBot, page: StocktakesPage, show: Show[StocktakesPage], walk: Walk
) -> None:
    walk.begin()
    show(page)
    qtbot.waitUntil(lambda: len(page.rooms.rows.row_ids) == 3)
    page.rooms.rows.setFocus(Qt.FocusReason.TabFocusReason)
    press(page.rooms.rows, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert page.rooms.rows.chosen_id.endswith("302")
    press(page.rooms.rows, Qt.Key.Key_Return)
    qtbot.waitUntil(page.scan.field.hasFocus)
    scan(qtbot, page, walk.code(walk.printer), "Expected here")


def test_another_room_is_typed(qtbot: QtBot, page: StocktakesPage, show: Show[StocktakesPage], walk: Walk) -> None:
    walk.begin()
    show(page)
    qtbot.waitUntil(page.scan.isVisible)
    type_latin(page.scan.room, "Cellar")
    press(page.scan.room, Qt.Key.Key_Return)
    scan(qtbot, page, walk.code(walk.first), "Registered elsewhere")
    page.findings.listings.choose(Listing.ELSEWHERE)
    qtbot.waitUntil(lambda: shows(page, Listing.ELSEWHERE, walk.code(walk.first)))
    assert page.findings.model.index(0, 2).data() == "Town Hall · 301 → Town Hall · Cellar"


def test_whoever_counts_blind_sees_what_he_scanned_and_no_more(
    qtbot: QtBot, page: StocktakesPage, show: Show[StocktakesPage], walk: Walk, workspace: Workspace
) -> None:
    walk.begin(blind=True)
    workspace.connect()
    workspace.grants = Grants.of([Grant(Role.ENGINEER, None)])
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, '[{"role": "engineer", "customer_id": null}]'))
    show(page)
    go_to(qtbot, page, "301")
    scan(qtbot, page, walk.code(walk.printer), "Noted")
    qtbot.waitUntil(lambda: shows(page, Listing.SCANNED, walk.code(walk.printer)))
    for part in (page.report, page.end, page.cancel, page.begin, page.findings.listings, page.scan.move_here):
        assert not part.isVisible()
    assert all(row[1] == "" for row in rows_of(page.rooms.rows))
    assert "302" not in page.findings.model.index(0, 2).data()
    assert not any("of 3" in text for text in texts_of(page).splitlines())


@pytest.mark.parametrize(("button", "state"), [("cancel", StocktakeState.CANCELLED), ("reopen", StocktakeState.OPEN)])
def test_it_is_cancelled_or_reopened_with_a_reason(
    qtbot: QtBot, page: StocktakesPage, show: Show[StocktakesPage], walk: Walk, button: str, state: StocktakeState
) -> None:
    walk.workspace.grants = EVERYTHING
    walk.begin()
    if button == "reopen":
        walk.workspace.run(EndStocktake(stocktake_id=walk.id))
    show(page)
    qtbot.waitUntil(getattr(page, button).isVisible)
    click(getattr(page, button))
    form = dialog_over(page, ReasonForm)
    click(form.submit_button)
    assert form.isVisible(), "a reason is needed"
    type_latin(form.reason, "Mistake")
    click(form.submit_button)
    qtbot.waitUntil(lambda: walk.stocktake().state is state)


def test_what_was_scanned_counts_where_it_was_scanned_whatever_room_is_chosen_meanwhile(
    qtbot: QtBot, page: StocktakesPage, show: Show[StocktakesPage], walk: Walk, workspace: Workspace
) -> None:
    walk.begin()
    show(page)
    qtbot.waitUntil(page.scan.isVisible)
    for place, asset_id in (("301", walk.first), ("302", walk.second)):
        page.scan.go_to(None, place)
        page.scan.take_scanned(walk.code(asset_id))
    qtbot.waitUntil(lambda: len(workspace.all(StocktakeScan)) == 2)
    assert {one.asset_id: one.place for one in workspace.all(StocktakeScan)} == {walk.first: "301", walk.second: "302"}


def test_what_fails_is_said_and_the_next_scan_goes_on(
    qtbot: QtBot, page: StocktakesPage, show: Show[StocktakesPage], walk: Walk
) -> None:
    walk.begin()
    show(page)
    qtbot.waitUntil(page.scan.isVisible)
    page.scan.take_scanned("x" * 600)
    page.scan.take_scanned(walk.code(walk.first))
    qtbot.waitUntil(lambda: page.scan.verdict.title.text() == "Expected here")
    page.scan.take_scanned("x" * 600)
    qtbot.waitUntil(lambda: "too long" in page.scan.verdict.title.text())
    page.scan.show_stocktake(walk.stocktake())
    assert "too long" in page.scan.verdict.title.text(), "it stands there when something else has changed"
