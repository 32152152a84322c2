"""The whole fleet of `domain.md`, section 2 [GZ]: every label is read back from its page, and none besides."""

from __future__ import annotations

import shutil
import subprocess
from itertools import cycle
from pathlib import Path

import pytest

from app.labels import checking
from app.labels.checking import codes_in
from app.labels.jobs import LabelJob
from app.labels.languages import Language
from app.labels.pages import SheetUse
from app.labels.printers import Printer, print_labels
from app.labels.rules.designs import design_of
from app.labels.rules.sheets import SHEETS
from app.labels.setting import LabelFacts
from tests.app.documents.reading import codes_on_pages, fonts_in, lines_on_pages
from tests.app.labels.fake_printer import SOUND, FakePrinter
from tests.app.labels.test_pages import LABELS

FLEET = {"COM": 2600, "PRN": 800, "SRV": 70, "MIN": 4, "STO": 2, "NET": 200}
DEPARTMENTS = ("KJC", "XXZX", "CGS", "DD07", "BGS")
CODES = [
    f"{department}-{kind}-{serial:04d}"
    for kind, count in FLEET.items()
    for serial, department in zip(range(1, count + 1), cycle(DEPARTMENTS), strict=False)
]
LABELS_OF_FLEET = [LabelFacts(code, like.known) for code, like in zip(CODES, cycle(LABELS[:5]), strict=False)]
DPI_203, DPI_300 = 8.0, 300 / 25.4
JOBS = {
    "roll-203": LabelJob(design_of("50x30"), LABELS_OF_FLEET, dots_per_mm=DPI_203),
    "roll-300": LabelJob(design_of("50x30"), LABELS_OF_FLEET, dots_per_mm=DPI_300),
    "L7160": LabelJob(design_of("50x30"), LABELS_OF_FLEET, SheetUse(SHEETS[0])),
    "L7163": LabelJob(design_of("50x30"), LABELS_OF_FLEET, SheetUse(SHEETS[1])),
}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "dpi"), [("roll-203", 203), ("L7160", 300)])
def test_all_3676_labels_are_read_back(name: str, dpi: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "CHECKED_DPI", dpi)
    job = JOBS[name]
    assert job.check(job.pdf()).labels == 3676


@pytest.mark.slow
@pytest.mark.whole
@pytest.mark.parametrize("name", JOBS)
def test_every_page_holds_its_own_codes_and_texts_and_no_other(name: str, tmp_path: Path) -> None:
    """Read by a reader that tries everything, unlike the product's own check; texts are copied out of the file."""
    job, path = JOBS[name], tmp_path / "fleet.pdf"
    path.write_bytes(job.pdf())
    places = job.sheet.sheet.places if job.sheet else 1
    pages = [LABELS_OF_FLEET[first : first + places] for first in range(0, len(LABELS_OF_FLEET), places)]
    for dpi in (203, 300):
        read = codes_on_pages(path, dpi)
        assert [sorted(codes) for codes in read] == [sorted(label.code for label in page) for page in pages]
        assert sum(map(len, read)) == 3676
    for page, lines in zip(pages, lines_on_pages(path), strict=True):
        wanted = "".join(text for label in page for text in (*label.known.values(), label.code))
        assert "".join("".join(lines).split()) == "".join(wanted.split())
    assert set(fonts_in(path).values()) == {True}


@pytest.mark.slow
@pytest.mark.whole
@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="pdffonts is not on this computer")
@pytest.mark.parametrize("name", JOBS)
def test_pdffonts_finds_every_font_in_the_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / "fleet.pdf"
    path.write_bytes(JOBS[name].pdf())
    said = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    _names, _rule, *fonts = said.splitlines()
    assert len(fonts) == 2
    for font in fonts:
        embedded, subset, to_unicode = font.split()[-5:-2]
        assert (embedded, subset, to_unicode) == ("yes", "yes", "yes")


@pytest.mark.slow
@pytest.mark.whole
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", ["roll-203", "roll-300"])
def test_a_printer_gets_the_whole_fleet_dot_for_dot(name: str, language: Language) -> None:
    job = JOBS[name]
    sent = job.dots(job.pdf())
    with FakePrinter(language, [SOUND[language]], sent[0].width).on() as printer:
        assert print_labels(Printer.parse(printer.address), sent, job.dots_per_mm).out == 3676
    assert printer.printed == sent
    assert [codes_in(label.image().convert("L")) for label in printer.printed] == [[code] for code in CODES]
