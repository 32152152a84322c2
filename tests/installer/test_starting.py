"""The window, the tour or a sub-command: what `run.py` starts."""

from __future__ import annotations

import pytest

from installer.environment import PROJECT
from installer.starting import program_arguments

TOUR = ["tour", "--out", str(PROJECT / "tour")]


@pytest.mark.parametrize(
    ("typed", "with_screen", "without_screen"),
    [
        ([], [], TOUR),
        (["--tour"], TOUR, TOUR),
        (["--tour", "--out", "here"], ["tour", "--out", "here"], ["tour", "--out", "here"]),
        (["--tour", "--out=here"], ["tour", "--out=here"], ["tour", "--out=here"]),
        (["--workspace", "x"], ["--workspace", "x"], [*TOUR, "--workspace", "x"]),
        (["serve", "--port", "8000"], ["serve", "--port", "8000"], ["serve", "--port", "8000"]),
        (["--help"], ["--help"], ["--help"]),
    ],
)
def test_a_screen_shows_the_window_and_no_screen_runs_the_tour(
    typed: list[str], with_screen: list[str], without_screen: list[str]
) -> None:
    assert program_arguments(typed, has_screen=True) == with_screen
    assert program_arguments(typed, has_screen=False) == without_screen
