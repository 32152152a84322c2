"""`paigong calendars` and `paigong contracts`: looked at, and days out of a file that become a new version."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from app.bootstrap import create_workspace
from app.calendars.commands import AddCalendar
from app.calendars.rules import Region
from app.cli.main import run
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.sla.commands import AddPolicy, TargetTerms
from app.sla.contract_commands import AddContract
from app.sla.rules.promises import Bound, Metric
from tests.app.calendars.test_icalendar_file import entry, file_of

SOLVED = TargetTerms(level="any", metric=Metric.SOLVED_AT_FIRST_SERVICE, bound=Bound.AT_LEAST, share_percent=70)


@pytest.fixture(scope="module")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two customers with calendars of one name, and a contract."""
    folder = tmp_path_factory.mktemp("home")
    workspace = create_workspace(Home(folder), "王芳")
    week = {str(day): "09:00-17:00" for day in range(5)}
    workspace.runner.run(
        *(AddCustomer(id=each, name=each) for each in ("north", "south")),
        AddCalendar(id="china", name="=China", zone="Asia/Shanghai", week=week, region=Region.CHINA, make_up_days=True),
        *(AddCalendar(id=each, name="Office", zone="UTC", week=week, customer_id=each) for each in ("north", "south")),
        AddPolicy(id="p", code="gold", name="Gold", targets=(SOLVED,)),
        AddContract(
            id="k",
            customer_id="north",
            number="K-1",
            name="Support",
            policy_id="p",
            begins_on=date(2020, 1, 1),
            calendar_id="china",
            chargeable_kinds=("training",),
        ),
    )
    workspace.close()
    return folder


@pytest.fixture
def home(made_home: Path, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(made_home, tmp_path / "home")))


def printed(home: Home, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run([*words], home, "en") == 0
    return capsys.readouterr().out


def table(home: Home, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(printed(home, capsys, *words).splitlines()))


def test_calendars_are_listed_and_their_days_told(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    listed = table(home, capsys, "calendars", "list")
    assert [(line["calendar"], line["customer"], line["version"]) for line in listed] == [
        ("'=China", "", "1"),
        ("Office", "north", "1"),
        ("Office", "south", "1"),
    ]
    days = table(home, capsys, "calendars", "check", "=China", "2026-02-14", "2026-10-01", "2026-11-28", "2035-01-01")
    assert [(day["what"], day["name"], day["minutes"], day["provisional"]) for day in days] == [
        ("Make-up working day", "Spring Festival", "480", "no"),
        ("Public holiday", "National Day", "0", "no"),
        ("Not worked", "", "0", "no"),
        ("Worked", "", "480", "yes"),
    ]


def test_days_of_a_file_become_a_new_version_once_they_were_looked_at(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "days.ics"
    file.write_bytes(file_of(entry("SUMMARY:Eve", "DTSTART;VALUE=DATE:20261224")))
    words = ("calendars", "import", "Office", str(file), "--customer", "south", "--years", "2026", "2026")
    told = printed(home, capsys, *words, "--preview")
    assert told == "2026-12-24\t—\tEve\n0 promises to open orders move.\n"
    assert "2026-12-24" not in printed(home, capsys, "calendars", "show", "Office", "--customer", "south")
    assert printed(home, capsys, *words) == told
    shown = printed(home, capsys, "calendars", "show", "Office", "--customer", "south")
    assert "\n2026-12-24\n2  " in shown


def test_contracts_are_listed_and_shown(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = table(home, capsys, "contracts", "list")
    assert (line["customer"], line["number"], line["policy"], line["in_force"]) == ("north", "K-1", "gold", "yes")
    shown = printed(home, capsys, "contracts", "show", "K-1")
    assert shown.startswith("K-1 Support\nPeriod: 2020-01-01 –")
    for told in ("Chargeable kinds: training", "Hours of the contract: =China", "2020-01-01  gold  Approved  王芳"):
        assert told in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("calendars", "show", "Nothing"), "There is no calendar “Nothing” here."),
        (("calendars", "show", "Office"), "Several customers have a calendar “Office”."),
        (("calendars", "check", "Office", "2026-02-30"), "“2026-02-30” is no day."),
        (("calendars", "import", "Office", "nothing.ics", "--years", "2026", "2026"), "is no iCalendar file"),
        (("contracts", "show", "K-2"), "There is no contract K-2 here."),
    ],
)
def test_what_cannot_be_meant_is_told_in_a_sentence(
    made_home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert run([*words], Home(made_home), "en") == 1
    assert said in capsys.readouterr().err
