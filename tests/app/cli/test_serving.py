"""How often the server looks at what has fallen due, as it is written on the command line."""

from __future__ import annotations

import pytest

from app.cli.main import make_parser
from app.cli.serve import seconds
from app.server.ticker import TICK_SECONDS


@pytest.mark.parametrize(("written", "meant"), [("0.5", 0.5), ("30", 30.0), ("1e2", 100.0)])
def test_a_time_to_wait_is_a_number_of_seconds(written: str, meant: float) -> None:
    assert seconds(written) == meant


@pytest.mark.parametrize("written", ["0", "-1", "inf", "nan", "soon", ""])
def test_no_time_at_all_endless_time_and_words_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        seconds(written)


def test_what_is_written_wrong_is_said_and_not_served(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        make_parser().parse_args(["serve", "--tick", "0"])
    assert "--tick" in capsys.readouterr().err


def test_the_server_ticks_as_usual_unless_it_is_told_otherwise() -> None:
    assert make_parser().parse_args(["serve"]).tick == TICK_SECONDS
    assert make_parser().parse_args(["serve", "--tick", "2"]).tick == 2
