"""The main job from end to end, against real processes. The story checks its own claims; here it is played once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.foundation.errors import Trouble
from app.foundation.sentences import sentence
from app.tour.laptop import Laptop
from app.tour.report import TourReport
from app.tour.stage import Claim, Claims, Stage, TourFailed
from app.tour.story import LAST_STEPS, STEPS, StepSeen, open_stage, tell
from tests.app.documents.reading import codes_on_pages, lines_on_pages

pytestmark = pytest.mark.slow


@dataclass
class Played:
    """A story that was played to its end."""

    out: Path
    report: TourReport
    ticket_number: str

    @property
    def markdown(self) -> str:
        return (self.out / "report.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    out = tmp_path_factory.mktemp("tour")
    report = TourReport(datetime.now(UTC))
    with open_stage(out / "workspaces", out / "papers") as stage:
        report.steps.extend(tell(stage))
        report.count(stage)
        number = stage.about_printer.number
        report.steps.extend(tell(stage, LAST_STEPS))
    report.write(out)
    return Played(out, report, number)


def test_every_step_held_and_said_what_it_saw(played: Played) -> None:
    assert len(played.report.steps) == len(STEPS) + len(LAST_STEPS)
    assert all(step.seen for step in played.report.steps)


def test_the_label_scans_as_the_code_of_its_device(played: Played) -> None:
    assert codes_on_pages(played.out / "papers" / "label.pdf", 203) == [["CGS-PRN-0809"]]


def test_the_dispatch_ticket_scans_as_its_number_and_its_device(played: Played) -> None:
    (codes,) = codes_on_pages(played.out / "papers" / "dispatch_ticket.pdf", 300)
    assert sorted(codes) == sorted([played.ticket_number, "CGS-PRN-0809"])


def test_papers_are_in_chinese_whatever_language_the_tour_speaks(played: Played) -> None:
    text = "".join(lines_on_pages(played.out / "papers" / "dispatch_ticket.pdf")[0])
    assert "派工单" in text.replace(" ", "")


def test_only_one_command_was_refused_and_none_waits(played: Played) -> None:
    counts = {count.name: count for count in played.report.counts}
    assert set(counts) == {"李晓明", "周航", "王建国", "林涛"}
    assert [name for name, count in counts.items() if count.refused] == ["林涛"]
    assert counts["林涛"].refused == 1
    assert not any(count.waiting for count in counts.values())


def test_the_report_tells_steps_numbers_and_files(played: Played) -> None:
    for step in played.report.steps:
        assert f"## {step.title} (" in played.markdown
        assert all(f"- {seen}" in played.markdown for seen in step.seen)
    assert "| 林涛 | " in played.markdown
    assert "| work_orders | 14 |" in played.markdown
    assert "(papers/dispatch_ticket.pdf)" in played.markdown


def test_all_files_are_in_the_folder_that_was_named(played: Played) -> None:
    assert {path.name for path in played.out.iterdir()} == {"workspaces", "papers", "report.md"}


@pytest.fixture
def empty_stage(tmp_path: Path) -> Iterator[Stage]:
    with open_stage(tmp_path / "workspaces", tmp_path / "papers") as stage:
        yield stage


def test_a_claim_that_does_not_hold_stops_the_tour_with_the_step(empty_stage: Stage) -> None:
    played: list[StepSeen] = []

    def good(_stage: Stage) -> Claims:
        yield Claim("water is wet", held=True)

    def bad(_stage: Stage) -> Claims:
        yield Claim("pigs fly", held=False)
        raise AssertionError("nothing is done after a claim that did not hold")

    def never(_stage: Stage) -> Claims:
        raise AssertionError("no step is played after one that did not hold")

    with pytest.raises(TourFailed) as caught:
        played.extend(tell(empty_stage, (("First", good), ("Second", bad), ("Third", never))))
    assert [step.title for step in played] == ["First"]
    assert sentence(caught.value) == "The tour stopped at “Second”. This did not hold: pigs fly"


def test_an_error_in_a_step_stops_the_tour_with_its_sentence(empty_stage: Stage) -> None:
    def breaks(_stage: Stage) -> Claims:
        raise Trouble("server_unreachable")
        yield

    with pytest.raises(TourFailed) as caught:
        list(tell(empty_stage, (("Only", breaks),)))
    assert caught.value.params["step"] == "Only"
    assert str(caught.value.params["claim"]).startswith("The server cannot be reached.")


def test_a_report_of_a_tour_that_failed_says_so_first(tmp_path: Path) -> None:
    report = TourReport(datetime(2026, 11, 22, tzinfo=UTC), [StepSeen("First", ("water is wet",), 1.0)])
    report.failure = TourFailed("Second", "pigs fly")
    text = report.write(tmp_path).read_text(encoding="utf-8")
    head, _rest = text.split("## First (1.0 s)")
    assert "**It failed.** The tour stopped at “Second”. This did not hold: pigs fly" in head


def test_the_password_of_the_tour_is_on_no_command_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from app.tour import laptop
    from app.tour.sample.files import colleague

    typed: list[str] = []

    def record(_home: Path, *arguments: str, typed_text: str = "", **given: str) -> str:
        assert laptop.PASSWORD not in " ".join(arguments)
        typed.append(given["typed"])
        raise Trouble("server_unreachable")

    monkeypatch.setattr(laptop, "paigong", record)
    with pytest.raises(Trouble, match="server_unreachable"):
        Laptop(tmp_path, colleague("林涛"), "lin", "http://127.0.0.1:1")
    assert typed == [f"{laptop.PASSWORD}\n"]
