"""Labels sent to printers come out dot for dot, and a job that stops tells where it goes on."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from app.documents.qr import QUIET_ZONE_MODULES, symbol_of
from app.foundation.errors import Rejection, Trouble
from app.foundation.sentences import sentence
from app.labels.checking import codes_in
from app.labels.dots import Dots, dots_of_pages
from app.labels.languages import Language
from app.labels.pages import roll_pdf
from app.labels.printers import Printer, print_labels
from app.labels.rules.designs import DESIGNS, Design, design_of
from app.labels.setting import set_label
from tests.app.labels.fake_printer import BUSY, NO_PAPER, SOUND, FakePrinter
from tests.app.labels.test_pages import LABELS

DOTS_PER_MM = {203: 8.0, 300: 300 / 25.4}
ROLL = design_of("50x30")
BOTH = pytest.mark.parametrize("language", list(Language))


def dots(design: Design, dots_per_mm: float, count: int = 3) -> list[Dots]:
    pdf = roll_pdf(design, LABELS[:count], dots_per_mm=dots_per_mm)
    return dots_of_pages(pdf, design.width, design.height, dots_per_mm)


def fake(language: Language, *answers: bytes) -> FakePrinter:
    return FakePrinter(language, list(answers) or [SOUND[language]], 400)


@BOTH
def test_what_arrives_is_dot_for_dot_what_was_sent(language: Language) -> None:
    labels, told = dots(ROLL, 8.0), list[int]()
    with fake(language).on() as printer:
        assert print_labels(Printer.parse(printer.address), labels, 8.0, told=told.append) == 3
    assert printer.printed == labels
    assert told == [1, 2, 3]
    assert [codes_in(label.image().convert("L")) for label in printer.printed] == [[label.code] for label in LABELS[:3]]


@pytest.mark.parametrize("dpi", DOTS_PER_MM)
@pytest.mark.parametrize("design", DESIGNS, ids=[design.code for design in DESIGNS])
def test_the_modules_of_every_design_are_whole_dots(design: Design, dpi: int) -> None:
    [label] = dots(design, DOTS_PER_MM[dpi], 1)
    placed = set_label(design, LABELS[0], DOTS_PER_MM[dpi])
    side = round(placed.module * DOTS_PER_MM[dpi])
    image, rows = label.image(), symbol_of(LABELS[0].code).rows
    for left, top in placed.symbols:
        for row, modules in enumerate(rows):
            for column, module in enumerate(modules):
                x = round(left * DOTS_PER_MM[dpi]) + (column + QUIET_ZONE_MODULES) * side
                y = round(top * DOTS_PER_MM[dpi]) + (row + QUIET_ZONE_MODULES) * side
                expected = (0, 0) if module == "1" else (255, 255)
                assert image.crop((x, y, x + side, y + side)).getextrema() == expected, (row, column)


@BOTH
def test_a_printer_without_paper_is_told_with_the_label_that_comes_next(language: Language) -> None:
    labels = dots(ROLL, 8.0)
    sound = SOUND[language]
    with fake(language, sound, sound, NO_PAPER[language], sound).on() as printer:
        with pytest.raises(Trouble, match="printer_stopped") as raised:
            print_labels(Printer.parse(printer.address), labels, 8.0)
        assert "out of labels" in sentence(raised.value)
        assert raised.value.params["printed"] == 1
        assert print_labels(Printer.parse(printer.address), labels[1:], 8.0) == 2


@BOTH
def test_a_label_is_waited_for(language: Language) -> None:
    sound = SOUND[language]
    with fake(language, sound, BUSY[language], sound).on() as printer:
        assert print_labels(Printer.parse(printer.address), dots(ROLL, 8.0, 1), 8.0) == 1
    assert len(printer.printed) == 1


@pytest.mark.parametrize("answer", [b"", SOUND[Language.ZPL][:30]])
def test_a_printer_that_hangs_is_told(answer: bytes) -> None:
    labels = dots(ROLL, 8.0)
    with (
        fake(Language.ZPL, SOUND[Language.ZPL], answer).on() as printer,
        pytest.raises(Trouble, match="printer_stopped") as raised,
    ):
        print_labels(Printer.parse(printer.address), labels, 8.0, patience_seconds=0.1)
    assert raised.value.params["printed"] == 0
    assert "does not answer" in sentence(raised.value)


def test_a_printer_that_never_says_how_it_stands_gets_all_labels() -> None:
    with fake(Language.ZPL, b"").on() as printer:
        assert print_labels(Printer.parse(printer.address), dots(ROLL, 8.0), 8.0, patience_seconds=0.1) == 3
    assert len(printer.printed) == 3


def test_a_job_can_be_stopped_between_two_labels() -> None:
    told: list[int] = []
    with fake(Language.TSPL).on() as printer:
        labels = dots(ROLL, 8.0)
        count = print_labels(
            Printer.parse(printer.address), labels, 8.0, told=told.append, is_unwanted=lambda: bool(told)
        )
    assert (count, len(printer.printed)) == (1, 1)


def test_a_device_file_gets_the_same_bytes_and_is_never_asked(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()
    assert print_labels(Printer.parse(f"zpl://{device}"), dots(ROLL, 8.0), 8.0) == 3
    assert device.read_bytes().count(b"^XA") == device.read_bytes().count(b"^XZ") == 3
    assert b"~HS" not in device.read_bytes()


def test_a_name_that_no_network_knows_is_told() -> None:
    with pytest.raises(Trouble, match="printer_not_reached"):
        print_labels(Printer.parse("zpl://a..b"), dots(ROLL, 8.0, 1), 8.0)


def test_a_printer_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Trouble, match="printer_not_reached"):
        print_labels(Printer(Language.ZPL, "127.0.0.1", port), dots(ROLL, 8.0, 1), 8.0)


@pytest.mark.parametrize(
    ("address", "printer"),
    [
        ("zpl://10.0.0.7", Printer(Language.ZPL, "10.0.0.7")),
        ("tspl://label-printer:6101", Printer(Language.TSPL, "label-printer", 6101)),
        ("zpl://[fe80::1]:9100", Printer(Language.ZPL, "fe80::1")),
        ("tspl:///dev/usb/lp0", Printer(Language.TSPL, device="/dev/usb/lp0")),
    ],
)
def test_addresses_of_printers(address: str, printer: Printer) -> None:
    assert Printer.parse(address) == printer


@pytest.mark.parametrize("address", ["", "10.0.0.7", "http://10.0.0.7", "zpl://", "zpl://a b", "zpl://host/path"])
def test_what_is_no_printer_is_refused(address: str) -> None:
    with pytest.raises(Rejection, match="printer_address_unknown"):
        Printer.parse(address)
