"""Labels on rolls and sheets, read back: the codes that a scanner finds, the text that a reader copies, the dots."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp

from app.documents.qr import QUIET_ZONE_MODULES, symbol_of
from app.foundation.errors import Trouble
from app.foundation.sentences import sentence
from app.foundation.settings import Calibration
from app.labels.pages import ROLL_DOTS_PER_MM, SheetUse, calibration_page, roll_pdf, sheet_pdf
from app.labels.rules.designs import DESIGNS, Design, LabelField, Shape, design_of
from app.labels.rules.sheets import SHEETS, Sheet
from app.labels.setting import LabelFacts, set_label
from tests.app.documents.reading import (
    POINTS_PER_INCH,
    codes_on_pages,
    first_page_in_dots,
    fonts_in,
    lines_on_pages,
    opened,
)


def facts(code: str, department: str, kind: str, model: str, place: str, **more: str) -> LabelFacts:
    fields = (LabelField.DEPARTMENT, LabelField.TYPE, LabelField.MODEL, LabelField.PLACE)
    known = dict(zip(fields, (department, kind, model, place), strict=True))
    return LabelFacts(code, {**known, **{LabelField(field): text for field, text in more.items()}})


def but(label: LabelFacts, **changed: str) -> LabelFacts:
    return replace(label, known={**label.known, **{LabelField(field): text for field, text in changed.items()}})


ROLL = design_of("50x30")
PLAIN = facts("KJC-COM-1234", "科技处", "台式电脑", "联想 ThinkCentre M930t", "行政楼 381")
LABELS = [
    PLAIN,
    facts("GJC-COM-0001", "国际交流与合作处", "台式电脑", "惠普 EliteDesk 800", "王喆 堃 镕 玥 赟"),
    facts("XXZX-COM-0053", "信息化建设与管理中心", "笔记本电脑", "戴尔 Latitude 7440", "图书馆 155"),
    facts("KJC-COM-P7KQ04", "Housing and Benefits", "Desktop computer", "Lenovo ThinkCentre M930t", "Room 381"),
    facts("ICC-2065556", "Ærøskøbing Ås, Østfold", "Skriver", "HP LaserJet på hjul", "2. etasje"),
    facts("kjc-com-1234x", "堃镕处", "<img src='/etc/passwd'>", "R&amp;D &lt;b&gt;", "𬭎 䶮"),
]
WIDTH_DOTS, HEIGHT_DOTS = 400, 240


def write_labels(path: Path, labels: list[LabelFacts]) -> None:
    path.write_bytes(roll_pdf(ROLL, labels))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "labels.pdf"


@pytest.mark.parametrize("dpi", [203, 300])
def test_every_code_is_read_back_from_its_own_page_and_nothing_else(path: Path, dpi: int) -> None:
    write_labels(path, LABELS)
    assert codes_on_pages(path, dpi) == [[label.code] for label in LABELS]


def test_every_text_can_be_copied_out_of_the_pdf_as_it_went_in(path: Path) -> None:
    write_labels(path, LABELS)
    for label, lines in zip(LABELS, lines_on_pages(path), strict=True):
        expected = "".join([*label.known.values(), label.code])
        assert "".join("".join(lines).split()) == "".join(expected.split())


def test_all_fonts_are_in_the_file(path: Path) -> None:
    write_labels(path, LABELS)
    assert fonts_in(path) == {"NotoSansSC-Regular-GBK": True, "NotoSansSC-Bold-GB2312": True}
    assert b"Helvetica" not in path.read_bytes()


def test_a_page_is_exactly_one_label(path: Path) -> None:
    write_labels(path, LABELS)
    with opened(path) as document:
        sizes = {tuple(round(side / 72 * 25.4, 2) for side in page.get_size()) for page in document}
    assert sizes == {(50, 30)}


def test_each_module_is_a_square_of_whole_dots_and_the_quiet_zone_is_white(path: Path) -> None:
    write_labels(path, [PLAIN])
    image = first_page_in_dots(path, WIDTH_DOTS, HEIGHT_DOTS)
    dots = round(set_label(ROLL, PLAIN, ROLL_DOTS_PER_MM).module * ROLL_DOTS_PER_MM)
    [(left, top)] = set_label(ROLL, PLAIN, ROLL_DOTS_PER_MM).symbols
    rows = symbol_of(PLAIN.code).rows
    for row in range(-QUIET_ZONE_MODULES, len(rows) + QUIET_ZONE_MODULES):
        for column in range(-QUIET_ZONE_MODULES, len(rows) + QUIET_ZONE_MODULES):
            is_dark = row in range(len(rows)) and column in range(len(rows)) and rows[row][column] == "1"
            x = round(left * ROLL_DOTS_PER_MM) + (column + QUIET_ZONE_MODULES) * dots
            y = round(top * ROLL_DOTS_PER_MM) + (row + QUIET_ZONE_MODULES) * dots
            module = image.crop((x, y, x + dots, y + dots))
            assert module.getextrema() == ((0, 0) if is_dark else (255, 255)), (row, column)


def test_the_heading_comes_first_then_three_facts_then_the_code(path: Path) -> None:
    write_labels(path, [but(PLAIN, model="", serial_number="SN026855092", user="何静")])
    assert lines_on_pages(path) == [["科技处", "台式电脑", "行政楼 381", "SN026855092", "KJC-COM-1234"]]


def test_a_device_without_a_department_is_headed_by_its_customer(path: Path) -> None:
    write_labels(path, [but(PLAIN, department="", customer="师范大学")])
    assert lines_on_pages(path)[0][0] == "师范大学"


def test_long_texts_wrap_and_the_code_makes_room(path: Path) -> None:
    long = facts("KJC-COM-P7KQ04", "Housing and Benefits Office", "Desktop", "Lenovo ThinkCentre M930t", "Room 381")
    write_labels(path, [long])
    [lines] = lines_on_pages(path)
    assert lines[:2] == ["Housing and", "Benefits Office"]
    assert " ".join(lines[2:]) == "Desktop Lenovo ThinkCentre M930t Room 381 KJC-COM-P7KQ04"


@pytest.mark.parametrize(
    ("changed", "code", "param"),
    [
        ({"department": "Directorate of " + "Environmental Health " * 4}, "label_refused", "Heading of the label"),
        ({"model": "联想 " + "ThinkCentre " * 9}, "label_refused", "Facts on the label"),
        ({"department": "科技处😀"}, "glyphs_missing", "😀"),
    ],
)
def test_what_cannot_be_printed_is_refused_by_name(changed: dict[str, str], code: str, param: str) -> None:
    with pytest.raises(Trouble, match=code) as raised:
        roll_pdf(ROLL, [PLAIN, replace(but(PLAIN, **changed), code="KJC-COM-9999")])
    assert param in raised.value.params.values()
    assert ("KJC-COM-9999" in sentence(raised.value)) == (code == "label_refused")


@pytest.mark.parametrize("code", ["科技处-COM-1234", "A-VERY-LONG-CODE-OF-SOMEBODY-ELSE-0001" * 3])
def test_a_code_that_makes_no_symbol_for_this_label_is_refused(code: str) -> None:
    with pytest.raises(Trouble, match="code_"):
        roll_pdf(ROLL, [replace(PLAIN, code=code)])


def test_the_same_labels_make_the_same_bytes(tmp_path: Path) -> None:
    write_labels(tmp_path / "once.pdf", LABELS)
    write_labels(tmp_path / "again.pdf", LABELS)
    assert (tmp_path / "once.pdf").read_bytes() == (tmp_path / "again.pdf").read_bytes()


def test_the_file_says_what_it_is_and_prints_at_its_own_size(path: Path) -> None:
    write_labels(path, LABELS[:2])
    with opened(path) as document:
        assert document.get_metadata_value("Title") == "Labels KJC-COM-1234 – GJC-COM-0001"
        assert document.get_metadata_value("Author") == "Paigong"
    assert b"/PrintScaling /None" in path.read_bytes()
    write_labels(path, [PLAIN])
    with opened(path) as document:
        assert document.get_metadata_value("Title") == "Label KJC-COM-1234"


@pytest.mark.parametrize("design", DESIGNS, ids=[design.code for design in DESIGNS])
def test_every_design_is_of_its_size_and_scans(path: Path, design: Design) -> None:
    path.write_bytes(roll_pdf(design, LABELS[:3]))
    with opened(path) as document:
        size = [round(side / POINTS_PER_INCH * 25.4, 2) for side in document[0].get_size()]
    assert size == [design.width, design.height]
    symbols = 2 if design.shape is Shape.FLAG else 1
    assert codes_on_pages(path, 203) == [[label.code] * symbols for label in LABELS[:3]]


@pytest.mark.parametrize("sheet", SHEETS, ids=[sheet.code for sheet in SHEETS])
def test_a_used_sheet_begins_at_its_first_free_place_and_goes_on_with_a_whole_one(path: Path, sheet: Sheet) -> None:
    labels = [replace(PLAIN, code=f"KJC-COM-{number:04d}") for number in range(sheet.places)]
    path.write_bytes(sheet_pdf(ROLL, labels, SheetUse(sheet, taken={0, 2})))
    first, second = codes_on_pages(path, 300)
    assert sorted(first) == [label.code for label in labels[:-2]]
    assert sorted(second) == [label.code for label in labels[-2:]]
    x, y = center(path, labels[0].code)
    assert sheet.corner(1)[0] < x < sheet.corner(1)[0] + sheet.label_width
    assert sheet.corner(1)[1] < y < sheet.corner(1)[1] + sheet.label_height


def test_a_calibrated_printer_gets_everything_moved_and_stretched(path: Path) -> None:
    path.write_bytes(sheet_pdf(ROLL, [PLAIN], SheetUse(SHEETS[0], taken={0})))
    x, y = center(path, PLAIN.code)
    path.write_bytes(sheet_pdf(ROLL, [PLAIN], SheetUse(SHEETS[0], {0}), calibration=Calibration(2, -1, 1.01, 0.98)))
    assert center(path, PLAIN.code) == pytest.approx((x * 1.01 + 2, y * 0.98 - 1), abs=0.2)


def test_a_calibration_page_frames_each_label_and_has_rulers_of_100_mm(path: Path) -> None:
    sheet, dots_per_mm = SHEETS[3], 300 / 25.4
    path.write_bytes(calibration_page(sheet, Calibration(dx=2)))
    with opened(path) as document:
        image = document[0].render(scale=300 / POINTS_PER_INCH, grayscale=True).to_pil()
    row = [image.getpixel((x, round(30 * dots_per_mm))) for x in range(image.width)]
    edges = [x / dots_per_mm for x, level in enumerate(row) if level < 200]
    assert {round(edge) for edge in edges} == {2, 72, 142}, "the last edge lies beyond the paper"
    middle = [image.getpixel((x, round(157.5 * dots_per_mm))) for x in range(image.width)]
    ruler = [x / dots_per_mm for x, level in enumerate(middle) if level < 200 and 50 < x / dots_per_mm < 170]
    assert max(ruler) - min(ruler) == pytest.approx(100, abs=0.3)


def center(path: Path, code: str) -> tuple[float, float]:
    """Where the symbol of a code stands on the first page, in millimetres from the upper left corner."""
    with opened(path) as document:
        image = document[0].render(scale=300 / POINTS_PER_INCH, grayscale=True).to_pil()
    [place] = [found.position for found in zxingcpp.read_barcodes(image) if found.text == code]
    x, y = (place.top_left.x + place.bottom_right.x) / 2, (place.top_left.y + place.bottom_right.y) / 2
    return x / 300 * 25.4, y / 300 * 25.4
