from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.documents.labels import ROLL_50X30, LabelFacts, write_labels
from app.documents.qr import QUIET_ZONE_MODULES, symbol_of
from app.foundation.errors import Trouble
from app.foundation.sentences import sentence
from tests.app.documents.reading import codes_on_pages, first_page_in_dots, fonts_in, lines_on_pages, opened

PLAIN = LabelFacts("KJC-COM-1234", "科技处", ("台式电脑", "联想 ThinkCentre M930t", "行政楼 381"))
LABELS = [
    PLAIN,
    LabelFacts("GJC-COM-0001", "国际交流与合作处", ("台式电脑", "惠普 EliteDesk 800", "王喆 堃 镕 玥 赟")),
    LabelFacts("XXZX-COM-0053", "信息化建设与管理中心", ("笔记本电脑", "戴尔 Latitude 7440", "图书馆 155")),
    LabelFacts("KJC-COM-P7KQ04", "Housing and Benefits", ("Desktop computer", "Lenovo ThinkCentre M930t", "Room 381")),
    LabelFacts("ICC-2065556", "Ærøskøbing Ås, Østfold", ("Skriver", "HP LaserJet på hjul", "2. etasje")),
    LabelFacts("kjc-com-1234x", "堃镕处", ("<img src='/etc/passwd'>", "R&amp;D &lt;b&gt;", "𬭎 䶮")),
]
WIDTH_DOTS, HEIGHT_DOTS, MODULE_DOTS = 400, 240, 5


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
        expected = "".join([label.department, *label.facts, label.code])
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
    top = round(ROLL_50X30.symbol.top * ROLL_50X30.dots_per_mm)
    rows = symbol_of(PLAIN.code).rows
    for row in range(-QUIET_ZONE_MODULES, len(rows) + QUIET_ZONE_MODULES):
        for column in range(-QUIET_ZONE_MODULES, len(rows) + QUIET_ZONE_MODULES):
            is_dark = row in range(len(rows)) and column in range(len(rows)) and rows[row][column] == "1"
            x, y = ((place + QUIET_ZONE_MODULES) * MODULE_DOTS for place in (column, row))
            module = image.crop((x, top + y, x + MODULE_DOTS, top + y + MODULE_DOTS))
            assert module.getextrema() == ((0, 0) if is_dark else (255, 255)), (row, column)


def test_the_department_comes_first_then_three_facts_then_the_code(path: Path) -> None:
    write_labels(path, [replace(PLAIN, facts=("台式电脑", "", "联想", "行政楼 381", "SN026855092"))])
    assert lines_on_pages(path) == [["科技处", "台式电脑", "联想", "行政楼 381", "KJC-COM-1234"]]


def test_long_texts_wrap_and_the_code_makes_room(path: Path) -> None:
    facts = ("Desktop computer", "Lenovo ThinkCentre M930t", "Town Hall, room 381")
    write_labels(path, [LabelFacts("KJC-COM-P7KQ04", "Housing and Benefits Office", facts)])
    [lines] = lines_on_pages(path)
    assert lines[:2] == ["Housing and", "Benefits Office"]
    assert " ".join(lines[2:-1]) == " ".join(facts)


@pytest.mark.parametrize(
    ("label", "field"),
    [
        (replace(PLAIN, department="Directorate of " + "Environmental Health " * 4), "Department"),
        (replace(PLAIN, facts=("台式电脑", "联想 " + "ThinkCentre " * 9)), "Facts on the label"),
    ],
)
def test_what_cannot_fit_is_refused_by_name_and_the_file_that_was_there_stays(
    path: Path, label: LabelFacts, field: str
) -> None:
    path.write_bytes(b"as it was")
    with pytest.raises(Trouble) as raised:
        write_labels(path, [PLAIN, label])
    assert (raised.value.code, raised.value.params["field"]) == ("text_does_not_fit", field)
    assert path.read_bytes() == b"as it was"


def test_a_character_that_would_print_as_a_box_is_refused(path: Path) -> None:
    with pytest.raises(Trouble) as raised:
        write_labels(path, [replace(PLAIN, department="科技处😀")])
    assert (raised.value.code, raised.value.params["characters"]) == ("glyphs_missing", "😀")
    assert not path.exists()


def test_a_code_that_is_not_plain_is_refused(path: Path) -> None:
    with pytest.raises(Trouble, match="code_not_ascii"):
        write_labels(path, [replace(PLAIN, code="科技处-COM-1234")])


def test_a_place_that_cannot_be_written_is_told_with_what_to_do_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "taken.pdf"
    folder.mkdir()
    with pytest.raises(Trouble) as raised:
        write_labels(folder, [PLAIN])
    assert raised.value.code == "file_not_writable"
    assert str(folder) in sentence(raised.value)
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    write_labels(tmp_path / "new" / "labels.pdf", [PLAIN])
    assert (tmp_path / "new" / "labels.pdf").exists()


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
