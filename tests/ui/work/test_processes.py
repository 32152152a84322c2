"""What computes does so in another process."""

from __future__ import annotations

import os

import pytest
from pytestqt.qtbot import QtBot

from ui.work.processes import Processes
from ui.work.work import Work


def test_no_process_is_made_before_there_is_something_to_compute() -> None:
    processes = Processes()
    assert not processes.is_running
    processes.close()


@pytest.mark.slow
def test_a_function_is_called_in_another_process(qtbot: QtBot, work: Work) -> None:
    told: list[object] = []
    work.compute(os.getpid, done=told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    assert told != [os.getpid()]


@pytest.mark.slow
def test_what_a_process_raises_is_told(qtbot: QtBot, work: Work) -> None:
    told: list[object] = []
    work.compute(int, "three", failed=told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    assert isinstance(told[0], ValueError)
