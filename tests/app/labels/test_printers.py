"""Labels sent to printers come out dot for dot, and a job that stops tells where it goes on."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from app.documents.qr import QUIET_ZONE_MODULES, symbol_of
from app.foundation.errors import Rejection, Trouble
from app.foundation.sentences import sentence
from app.labels.checking import codes_in
from app.labels.dots import Dots, pages_in_dots
from app.labels.languages import Language
from app.labels.lines import opened_device
from app.labels.pages import roll_pdf
from app.labels.printers import Printed, Printer, print_labels
from app.labels.rules.designs import DESIGNS, Design, design_of
from app.labels.setting import set_label
from tests.app.labels.fake_printer import BUSY, HALF, HEAD_OPEN, NO_PAPER, PAUSED, SOUND, STUCK, FakePrinter
from tests.app.labels.test_own_designs import WHOLE
from tests.app.labels.test_pages import LABELS

DOTS_PER_MM = {203: 8.0, 300: 300 / 25.4}
ROLL = design_of("50x30")
BOTH = pytest.mark.parametrize("language", list(Language))
_WITH_PIPES = pytest.mark.skipif(os.name == "nt", reason="pipes and devices have no names in a folder there")


def dots(design: Design, dots_per_mm: float, count: int = 3) -> list[Dots]:
    pdf = roll_pdf(design, LABELS[:count], dots_per_mm=dots_per_mm)
    return list(pages_in_dots(pdf, design.width, design.height, dots_per_mm))


def fake(language: Language, *answers: bytes) -> FakePrinter:
    return FakePrinter(language, list(answers) or [SOUND[language]], 400)


@BOTH
@pytest.mark.parametrize("dpi", DOTS_PER_MM)
def test_a_logo_and_a_border_arrive_dot_for_dot_too(language: Language, dpi: int) -> None:
    [label] = dots(WHOLE, DOTS_PER_MM[dpi], 1)
    with FakePrinter(language, [SOUND[language]], label.width).on() as printer:
        print_labels(Printer.parse(printer.address), [label], DOTS_PER_MM[dpi])
    assert printer.printed == [label]
    placed = set_label(WHOLE, LABELS[0], DOTS_PER_MM[dpi])
    assert placed.logo is not None
    area, scale = placed.logo[1], DOTS_PER_MM[dpi]
    logo = (
        label.image().convert("L").crop((area.left * scale, area.top * scale, area.right * scale, area.bottom * scale))
    )
    assert logo.getextrema() == (0, 255)


@BOTH
def test_what_arrives_is_dot_for_dot_what_was_sent(language: Language) -> None:
    labels, told = dots(ROLL, 8.0), list[int]()
    with fake(language).on() as printer:
        assert print_labels(Printer.parse(printer.address), labels, 8.0, told=told.append) == Printed(3, is_sure=True)
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
        with pytest.raises(Trouble, match="printer_in_doubt") as raised:
            print_labels(Printer.parse(printer.address), labels, 8.0)
        assert "out of labels" in sentence(raised.value)
        assert raised.value.params["printed"] == 1
        assert print_labels(Printer.parse(printer.address), labels[1:], 8.0).out == 2


@BOTH
def test_a_label_is_waited_for(language: Language) -> None:
    sound = SOUND[language]
    with fake(language, sound, BUSY[language], sound).on() as printer:
        assert print_labels(Printer.parse(printer.address), dots(ROLL, 8.0, 1), 8.0).out == 1
    assert len(printer.printed) == 1


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        ([SOUND, b""], "printer_in_doubt", "does not answer"),
        ([SOUND, HALF], "printer_in_doubt", "its answer broke off"),
        ([HALF], "printer_stopped", "its answer broke off"),
        ([NO_PAPER], "printer_stopped", "out of labels"),
        ([PAUSED], "printer_stopped", "it is paused"),
        ([HEAD_OPEN], "printer_stopped", "its head is open"),
        ([BUSY], "printer_stopped", "does not answer"),
        ([SOUND, BUSY], "printer_in_doubt", "does not answer"),
    ],
)
def test_a_printer_that_fails_is_told_and_whether_the_next_label_may_be_out(
    answers: list[bytes | dict[Language, bytes]], code: str, said: str
) -> None:
    given = [answer if isinstance(answer, bytes) else answer[Language.ZPL] for answer in answers]
    with fake(Language.ZPL, *given).on() as printer, pytest.raises(Trouble, match=code) as raised:
        print_labels(Printer.parse(printer.address), dots(ROLL, 8.0), 8.0, patience_seconds=0.1)
    assert raised.value.params["printed"] == 0
    assert said in sentence(raised.value)


def test_what_says_more_than_any_printer_is_not_listened_to_for_ever() -> None:
    """Another service at this port, say, that never ends."""
    with fake(Language.ZPL, b"\x02" * 5000).on() as printer, pytest.raises(Trouble, match="printer_stopped") as raised:
        print_labels(Printer.parse(printer.address), dots(ROLL, 8.0), 8.0, patience_seconds=3600)
    assert "its answer broke off" in sentence(raised.value)


@BOTH
def test_a_label_that_a_printer_holds_when_it_stops_does_not_come_out_twice(language: Language) -> None:
    labels, sound = dots(ROLL, 8.0), SOUND[language]
    with fake(language, sound, sound, STUCK[language], NO_PAPER[language], sound).on() as printer:
        with pytest.raises(Trouble) as raised:
            print_labels(Printer.parse(printer.address), labels, 8.0)
        assert raised.value.code == "printer_stopped"
        assert print_labels(Printer.parse(printer.address), labels[1:], 8.0).out == 2
    assert printer.printed == labels


@pytest.mark.parametrize("breaks_at", [6, 200, 3000])
def test_a_line_that_breaks_leaves_a_job_that_can_go_on(breaks_at: int) -> None:
    """Before it answers, in the middle of a label, or after some of them: the power went, or a cable was pulled."""
    labels = dots(ROLL, 8.0)
    printer = FakePrinter(Language.ZPL, [SOUND[Language.ZPL]], 400, breaks_at)
    with printer.on():
        with pytest.raises(Trouble) as raised:
            print_labels(Printer.parse(printer.address), labels, 8.0)
        assert "the connection to it broke off" in sentence(raised.value)
        out = raised.value.params["printed"]
        assert out == len(printer.printed)
        assert print_labels(Printer.parse(printer.address), labels[out:], 8.0).out == 3 - out
    assert printer.printed == labels


def test_a_job_is_given_up_at_once_while_a_printer_hangs() -> None:
    stopped = iter([False, False, False])
    with (
        fake(Language.ZPL, SOUND[Language.ZPL], BUSY[Language.ZPL]).on() as printer,
        pytest.raises(Trouble, match="printer_in_doubt") as raised,
    ):
        print_labels(
            *(Printer.parse(printer.address), dots(ROLL, 8.0), 8.0),
            is_unwanted=lambda: next(stopped, True),
            patience_seconds=3600,
        )
    assert "printing was given up" in sentence(raised.value)


def test_a_printer_that_never_says_how_it_stands_gets_all_labels() -> None:
    with fake(Language.ZPL, b"").on() as printer:
        assert print_labels(Printer.parse(printer.address), dots(ROLL, 8.0), 8.0, patience_seconds=0.1) == Printed(
            3, is_sure=False
        )
    assert len(printer.printed) == 3


def test_a_job_can_be_stopped_between_two_labels() -> None:
    told: list[int] = []
    with fake(Language.TSPL).on() as printer:
        labels = dots(ROLL, 8.0)
        printed = print_labels(
            Printer.parse(printer.address), labels, 8.0, told=told.append, is_unwanted=lambda: bool(told)
        )
    assert (printed.out, len(printer.printed)) == (1, 1)


@_WITH_PIPES
def test_a_device_file_gets_the_same_bytes_and_is_never_asked(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    reader = os.open(tmp_path / "lp0", os.O_RDONLY | os.O_NONBLOCK)
    try:
        sent = print_labels(Printer.parse(f"zpl://{tmp_path}/lp0"), dots(ROLL, 8.0), 8.0)
        came = os.read(reader, 65536)
    finally:
        os.close(reader)
    assert sent == Printed(3, is_sure=False)
    assert came.count(b"^XA") == came.count(b"^XZ") == 3
    assert b"~HS" not in came


def test_no_file_is_written_over(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all")
    with pytest.raises(Trouble, match="printer_is_file"), opened_device(str(letter)):
        pytest.fail("it is no printer")
    assert letter.read_text() == "Dear all"


@_WITH_PIPES
def test_a_device_that_takes_nothing_any_more_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    reader = os.open(tmp_path / "lp0", os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(Trouble, match="printer_in_doubt") as raised:
            print_labels(Printer.parse(f"tspl://{tmp_path}/lp0"), dots(ROLL, 8.0) * 5, 8.0, patience_seconds=0.1)
    finally:
        os.close(reader)
    assert "does not answer" in sentence(raised.value)
    assert raised.value.params["printed"] == 5  # the rest is more than a pipe holds


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
def test_a_device_without_paper_is_told() -> None:
    with pytest.raises(Trouble, match="printer_in_doubt") as raised:
        print_labels(Printer.parse("zpl:///dev/full"), dots(ROLL, 8.0, 1), 8.0)
    assert "out of labels" in sentence(raised.value)


def test_a_device_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="printer_not_there"):
        print_labels(Printer.parse(f"zpl://{tmp_path}/lp0"), dots(ROLL, 8.0, 1), 8.0)


def test_a_device_that_somebody_may_not_write_to_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(*_given: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", forbid)
    with pytest.raises(Trouble, match="printer_not_yours") as raised:
        print_labels(Printer.parse("zpl:///dev/usb/lp0"), [], 8.0)
    assert "Ask your administrator" in sentence(raised.value)


def test_a_name_that_no_network_knows_is_told() -> None:
    with pytest.raises(Trouble, match="printer_not_reached"):
        print_labels(Printer.parse("zpl://a..b"), dots(ROLL, 8.0, 1), 8.0)


def test_a_printer_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Trouble, match="printer_refuses"):
        print_labels(Printer(Language.ZPL, "127.0.0.1", port), dots(ROLL, 8.0, 1), 8.0)


@pytest.mark.parametrize(
    ("address", "printer"),
    [
        ("zpl://10.0.0.7", Printer(Language.ZPL, "10.0.0.7")),
        ("tspl://label-printer:6101", Printer(Language.TSPL, "label-printer", 6101)),
        ("zpl://[fe80::1]:9100", Printer(Language.ZPL, "fe80::1")),
        ("tspl:///dev/usb/lp0", Printer(Language.TSPL, device="/dev/usb/lp0")),
        ("zpl://10.0.0.7?dpi=300", Printer(Language.ZPL, "10.0.0.7", dpi=300)),
        ("tspl:///dev/usb/lp0?dpi=600", Printer(Language.TSPL, device="/dev/usb/lp0", dpi=600)),
    ],
)
def test_addresses_of_printers(address: str, printer: Printer) -> None:
    assert Printer.parse(address) == printer


@pytest.mark.parametrize(
    "address",
    ["", "10.0.0.7", "http://10.0.0.7", "zpl://", "zpl://a b", "zpl://host/path", "zpl://a:99999", "zpl://a?dpi=72"],
)
def test_what_is_no_printer_is_refused(address: str) -> None:
    with pytest.raises(Rejection, match="printer_address_unknown"):
        Printer.parse(address)
