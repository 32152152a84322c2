"""Papers are made from the window, kept on disk, and given to the system's viewer."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.foundation.home import Home
from tests.app.documents.reading import codes_on_pages, lines_on_pages
from tests.ui.session.conftest import SitDown
from tests.ui.session.desk import Desk, Viewer

PRINTER_DPI = 300
TITLE, CODE = "行驶证打印机不走纸", "CGS-PRN-0809"


@pytest.fixture
def desk(sit_down: SitDown, sample_home: Home) -> Desk:
    made = sit_down(sample_home)
    made.until_at_work()
    return made


def print_ticket(desk: Desk) -> str:
    """Print the ticket of an order; returns its number."""
    desk.visit("workorders")
    desk.mark(TITLE)
    desk.push("Print the dispatch ticket")
    return next(row for row in desk.rows if TITLE in row).split()[0]


def the_paper(desk: Desk, viewer: Viewer) -> Path:
    desk.until(lambda: len(viewer.shown) > 0)
    (path,) = viewer.shown
    return path


def test_a_dispatch_ticket_lies_on_disk_with_its_number_to_be_scanned(
    desk: Desk, viewer: Viewer, sample_home: Home
) -> None:
    number = print_ticket(desk)
    path = the_paper(desk, viewer)
    assert path.parent == sample_home.folder / "papers"
    assert {number, CODE} == set(codes_on_pages(path, PRINTER_DPI)[0])
    (lines,) = lines_on_pages(path)
    assert "07:34" in "".join(lines)  # by the clock on the wall, not by that of Greenwich
    assert f"Saved as {path}" in desk.said


def test_a_label_lies_on_disk_with_its_code_to_be_scanned(desk: Desk, viewer: Viewer) -> None:
    desk.open_found(CODE)
    desk.until(lambda: "LQ-630K" in desk.said)
    desk.push("Print label")
    desk.push("Print labels")
    assert codes_on_pages(the_paper(desk, viewer), PRINTER_DPI) == [[CODE]]


def test_a_service_report_lies_on_disk_beside_the_ticket(desk: Desk, viewer: Viewer) -> None:
    desk.visit("today")
    desk.push("Service report")
    path = the_paper(desk, viewer)
    (number,) = codes_on_pages(path, PRINTER_DPI)[0]
    assert path.name == f"{number}-report.pdf"
    assert "Visit" not in "".join(lines_on_pages(path)[0]), "nobody has been there yet"


def test_a_paper_that_cannot_be_written_is_explained_and_nothing_is_shown(
    desk: Desk, viewer: Viewer, sample_home: Home
) -> None:
    (sample_home.folder / "papers").write_text("something else that bears this name")
    print_ticket(desk)
    desk.until(lambda: "could not be" in desk.said)
    assert viewer.shown == []
