"""`paigong labels` prints what will stay, and names what it did not print."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import zxingcpp

from app.assets.commands import RegisterAsset
from app.assets.tables import LabelEvent
from app.assets.unregister_commands import UnregisterAsset
from app.bootstrap import create_workspace, open_workspace
from app.cli import label_printing
from app.cli.main import run
from app.directory.commands import AddCustomer
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.labels import printers
from app.labels.checking import codes_in
from app.labels.commands import WriteLabelFormat
from app.labels.languages import Language
from app.labels.rules.designs import Design
from app.labels.rules.sheets import Margins, Sheet
from app.storage.facts import GRANTS, SERVER_URL, set_fact
from app.storage.images import ServerImage
from app.storage.schema import spec_of
from tests.app.documents.reading import POINTS_PER_INCH, codes_on_pages, opened
from tests.app.labels.fake_printer import NO_PAPER, SOUND, STUCK, FakePrinter
from tests.fakes import FakeClock


class Office:
    """The printers of a computer: one, which leaves nothing white but 7 mm at the top."""

    def __init__(self) -> None:
        self.given: list[bytes] = []

    def margins(self, name: str, width_mm: float, height_mm: float) -> Margins:
        return Margins(0, 7, 0, 0)

    def hand_over(self, name: str, pdf: bytes, dots_per_mm: float) -> None:
        if name != "Office":
            raise Trouble("system_printer_gone", name=name, known=["Office"])
        self.given.append(pdf)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A workspace in which a server has confirmed one device, and has not heard of another one yet."""
    home = Home(tmp_path / "home")
    workspace = create_workspace(home, "Li", FakeClock())
    workspace.runner.run(
        AddCustomer(id="c", name="第一人民医院"),
        RegisterAsset(id="old", customer_id="c", type_code="COM", name="x", existing_code="KJC-COM-0007"),
    )
    with workspace.store.engine.begin() as connection:
        connection.execute(spec_of(ServerImage).table.delete())
    workspace.store.write(lambda unit: set_fact(unit, SERVER_URL, "http://127.0.0.1:1"))
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, '[{"role":"administrator","customer_id":null}]'))
    workspace.runner.run(
        RegisterAsset(id="new", customer_id="c", type_code="COM", name="x", existing_code="KJC-COM-0008")
    )
    workspace.close()
    return home


@pytest.fixture
def registered(tmp_path: Path) -> Home:
    """A workspace of its own with three devices."""
    home = Home(tmp_path / "home")
    workspace = create_workspace(home, "Li", FakeClock())
    codes = [f"KJC-COM-000{number}" for number in (1, 2, 3)]
    workspace.runner.run(
        AddCustomer(id="c", name="第一人民医院"),
        *(RegisterAsset(id=code, customer_id="c", type_code="COM", name="x", existing_code=code) for code in codes),
    )
    workspace.close()
    return home


def test_what_may_still_change_is_named_and_the_others_are_printed(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "labels.pdf"
    assert run(["labels", "--assets", "KJC-COM-0007", "KJC-COM-0008", "--out", str(out)], home, "en") == 1
    said = capsys.readouterr()
    assert said.out == f"1 label checked: its code was read back.\n{out}\n"
    assert "No label was printed for KJC-COM-0008:" in said.err
    assert codes_on_pages(out, 300) == [["KJC-COM-0007"]]


def test_where_all_may_change_nothing_is_printed(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "labels.pdf"
    assert run(["labels", "--assets", "KJC-COM-0008", "--out", str(out)], home, "en") == 1
    assert "Connect to the server once" in capsys.readouterr().err
    assert not out.exists()


def test_a_printer_of_300_dpi_gets_labels_in_its_own_dots(registered: Home) -> None:
    with FakePrinter(Language.ZPL, [SOUND[Language.ZPL]], 591).on() as printer:
        assert run(["labels", "--assets", "all", "--printer", f"{printer.address}?dpi=300"], registered, "en") == 0
    assert {(label.width, label.height) for label in printer.printed} == {(591, 354)}
    assert codes_in(printer.printed[0].image().convert("L")) == ["KJC-COM-0001"]


def test_a_list_of_codes_goes_on_a_used_sheet(
    registered: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes, out = tmp_path / "codes.txt", tmp_path / "labels.pdf"
    codes.write_text("KJC-COM-0001\n\nkjc－com－0003\n", "utf-16")
    given = ["labels", "--format", "l7160", "--assets", str(codes), "--out", str(out), "--used", "1", "2"]
    assert run([*given, "--copies", "2"], registered, "en") == 0
    assert "2 labels checked" in capsys.readouterr().out
    assert sorted(codes_on_pages(out, 203)[0]) == ["KJC-COM-0001", "KJC-COM-0001", "KJC-COM-0003", "KJC-COM-0003"]


def test_ones_own_sheet_and_design_are_asked_for_by_name(
    registered: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = open_workspace(registered)
    two_columns = Sheet(columns=2, rows=7, label_width=90, label_height=38, left=10, top=10, pitch_x=95, pitch_y=39)
    workspace.runner.run(
        WriteLabelFormat(id="s1", format_id="s", name="Two columns", sheet=two_columns),
        WriteLabelFormat(id="d1", format_id="d", name="Hotline", design=Design(width=60, height=40, hotline="0431")),
    )
    workspace.close()
    out = tmp_path / "labels.pdf"
    given = ["labels", "--assets", "all", "--out", str(out), "--format"]
    assert run([*given, "two columns", "--design", "hotline", "--used", "1"], registered, "en") == 0
    assert len(codes_on_pages(out, 203)[0]) == 3
    assert run([*given, "Hotline@1", "--reason", "Torn"], registered, "en") == 0
    assert len(codes_on_pages(out, 203)) == 3
    workspace = open_workspace(registered)
    with workspace.store.read() as reader:
        printed = {event.medium for event in reader.having(LabelEvent)}
    workspace.close()
    assert printed == {"Two columns@1 Hotline@1", "Hotline@1"}
    capsys.readouterr()


def test_a_printer_gets_all_labels_or_those_from_one_on(registered: Home, capsys: pytest.CaptureFixture[str]) -> None:
    with FakePrinter(Language.ZPL, [SOUND[Language.ZPL]], 400).on() as printer:
        given = ["labels", "--assets", "all", "--printer", printer.address]
        assert run(given, registered, "en") == 0
        assert run(given, registered, "en") == 1
        assert run([*given, "--from", "3", "--reason", "Torn"], registered, "en") == 0
        assert run(["labels", "--assets", "unlabelled", "--printer", printer.address], registered, "en") == 0
    said = capsys.readouterr()
    assert "Printed: 3" in said.out
    assert "3 of these labels were printed before (KJC-COM-0001, KJC-COM-0002, KJC-COM-0003)" in said.err
    read = [codes_in(label.image().convert("L"))[0] for label in printer.printed]
    assert read == ["KJC-COM-0001", "KJC-COM-0002", "KJC-COM-0003", "KJC-COM-0003"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--format", "90x90", "--assets", "all", "--out", "x.pdf"], "There are no labels 90x90."),
        (["--format", "L7160", "--assets", "all", "--printer", "zpl://127.0.0.1"], "Choose a roll for a label printer"),
        (["--format", "50x30", "--design", "40x30", "--assets", "all", "--out", "x.pdf"], "The roll 50x30 says itself"),
        (["--format", "L7160", "--design", "3490", "--assets", "all", "--out", "x.pdf"], "The sheet 3490 is no design"),
        (["--assets", "KJC-COM-0001", "KJC-COM-0001", "--out", "x.pdf"], "would stand on two labels"),
        (["--assets", "KJC-COM-0001", "KJC-COM-0001", "--printer", "Office"], "would stand on two labels"),
        (["--assets", "KJC-COM-0009", "--out", "x.pdf"], "There is no KJC-COM-0009"),
        (["--assets", "K" * 300, "--out", "x.pdf"], "There is no KKK"),
        (["--assets", "all", "--printer", "zpl:127.0.0.1"], "This computer has no printer"),
        (["--assets", "all", "--printer", "zpl://a b"], "is no printer"),
        (["--assets", "all"], "Say where the labels go"),
        (["--resume"], "No job of labels has stopped"),
        (["--calibrate", "--out", "x.pdf"], "Calibration pages are for sheets"),
        (["--assets", "all", "--out", "x.pdf", "--corrections", "0", "0", "0", "100"], "A ruler that came out"),
    ],
)
def test_what_cannot_be_printed_is_told(
    registered: Home, capsys: pytest.CaptureFixture[str], given: list[str], said: str
) -> None:
    office = Office()
    assert run(["labels", *given], registered, "en", printers=office) == 1
    assert said in capsys.readouterr().err
    assert office.given == []


def test_a_job_that_stopped_has_written_down_what_is_out(registered: Home, capsys: pytest.CaptureFixture[str]) -> None:
    sound, no_paper = SOUND[Language.TSPL], NO_PAPER[Language.TSPL]
    with FakePrinter(Language.TSPL, [sound, sound, sound, no_paper, sound], 400).on() as printer:
        given = ["labels", "--printer", printer.address, "--assets"]
        assert run([*given, "all"], registered, "en") == 1
        said = capsys.readouterr().err
        assert "stopped after 2 labels: it is out of labels" in said
        assert "Go on with: paigong labels --resume KJC-COM-0003" in said
        assert run([*given, "unlabelled"], registered, "en") == 0
        assert "1 label checked" in capsys.readouterr().out
        assert run([*given, "unlabelled"], registered, "en") == 0
    assert capsys.readouterr().err == "No device waits for a label.\n"


@pytest.mark.parametrize(("given", "printed"), [([], ["0002", "0003"]), (["KJC-COM-0003"], ["0003"])])
def test_a_job_that_stopped_goes_on_where_it_stopped_or_where_somebody_looked(
    registered: Home, capsys: pytest.CaptureFixture[str], given: list[str], printed: list[str]
) -> None:
    sound, stuck = SOUND[Language.ZPL], STUCK[Language.ZPL]
    with FakePrinter(Language.ZPL, [sound, sound, stuck, sound], 400).on() as printer:
        assert run(["labels", "--printer", printer.address, "--assets", "all"], registered, "en") == 1
        assert run(["labels", "--resume", *given], registered, "en") == 0
        assert run(["labels", "--resume"], registered, "en") == 1
    assert f"Printed: {len(printed)}" in capsys.readouterr().out
    read = [codes_in(label.image().convert("L"))[0] for label in printer.printed]
    assert read == ["KJC-COM-0001", *(f"KJC-COM-{serial}" for serial in printed)]


@pytest.mark.parametrize(("gone", "printed"), [(["0002"], 2), (["0002", "0003"], 1)])
def test_a_job_goes_on_without_devices_that_were_taken_out_of_the_register_meanwhile(
    registered: Home, gone: list[str], printed: int
) -> None:
    sound, stuck = SOUND[Language.ZPL], STUCK[Language.ZPL]
    with FakePrinter(Language.ZPL, [sound, sound, stuck, sound], 400).on() as printer:
        assert run(["labels", "--printer", printer.address, "--assets", "all"], registered, "en") == 1
        workspace = open_workspace(registered)
        workspace.runner.run(*(UnregisterAsset(asset_id=f"KJC-COM-{serial}") for serial in gone))
        workspace.close()
        assert run(["labels", "--resume"], registered, "en") == 0
        assert run(["labels", "--resume"], registered, "en") == 1, "it has come to its end"
    assert len(printer.printed) == printed


@pytest.mark.parametrize(
    ("then", "said"),
    [
        (["--resume"], "Whether KJC-COM-0002 is out already is not known, so it is printed."),
        (["--assets", "unlabelled"], "The job that had stopped is given up. Left over: 2"),
    ],
)
def test_a_job_that_was_killed_goes_on_and_what_was_out_is_written_down(
    registered: Home,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    then: list[str],
    said: str,
) -> None:
    """The program ends after a label was told, without a word of anything that it does at an end."""
    with FakePrinter(Language.ZPL, [SOUND[Language.ZPL]], 400).on() as printer:
        with monkeypatch.context() as killed:
            killed.setattr(label_printing, "write_down_what_is_out", lambda _workspace: None)
            killed.setattr(printers, "print_labels", partial(_killed_after_one, printers.print_labels))
            with pytest.raises(SystemExit):
                run(["labels", "--printer", printer.address, "--assets", "all"], registered, "en")
        assert run(["labels", *then, "--printer", printer.address], registered, "en") == 0
    told = capsys.readouterr()
    assert "2 labels checked" in told.out
    assert said in told.out + told.err
    assert len(printer.printed) == 3


def _killed_after_one(print_labels: Callable[..., object], *given: object, told: Callable[[int], None]) -> None:
    def tell(out: int) -> None:
        told(out)
        raise SystemExit

    print_labels(*given, told=tell)


def test_a_printer_of_the_computer_gets_the_pages_with_its_corrections(
    registered: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office, given = Office(), ["labels", "--format", "3490", "--printer", "Office"]
    assert run([*given, "--calibrate", "--corrections", "2", "0", "100", "100"], registered, "en", printers=office) == 0
    assert run([*given, "--assets", "all"], registered, "en", printers=office) == 0
    _page, labels = office.given
    said = capsys.readouterr()
    assert "Handed over to Office: 3" in said.out
    assert "parts of the labels at the places 1, 2, 3 would be missing" in said.err
    corrected, plain = tmp_path / "corrected.pdf", tmp_path / "plain.pdf"
    corrected.write_bytes(labels)
    again = ["labels", "--format", "3490", "--assets", "all", "--reason", "Torn", "--out", str(plain)]
    assert run(again, registered, "en") == 0
    moved = [there - here for there, here in zip(_left_edges(corrected), _left_edges(plain), strict=True)]
    assert moved == [pytest.approx(2, abs=0.1)] * 3


def _left_edges(path: Path) -> list[float]:
    """Where the symbols of the first page begin, in millimetres."""
    with opened(path) as document:
        image = document[0].render(scale=300 / POINTS_PER_INCH, grayscale=True).to_pil()
    return sorted(found.position.top_left.x / 300 * 25.4 for found in zxingcpp.read_barcodes(image))
