"""What hangs, crashes or is not wanted any more in a printing system never holds up the program."""

from __future__ import annotations

import os
import threading

import pytest

from app.foundation.errors import Trouble
from app.labels.pages import roll_pdf
from app.labels.rules.designs import design_of
from tests.app.labels.test_pages import LABELS
from ui.printers import system
from ui.printers.aside import aside


def hang() -> None:
    threading.Event().wait()


def crash() -> None:
    os._exit(1)


def test_what_hangs_is_ended_and_told() -> None:
    with pytest.raises(Trouble, match="printing_hangs"):
        aside(hang, patience_seconds=0.1)


def test_what_nobody_wants_any_more_is_ended_at_once() -> None:
    with pytest.raises(Trouble, match="printing_given_up"):
        aside(hang, patience_seconds=3600, is_unwanted=lambda: True)


def test_a_driver_that_crashes_takes_nothing_with_it() -> None:
    with pytest.raises(Trouble, match="printing_broke_off"):
        aside(crash, patience_seconds=3600)


def test_a_printer_that_is_not_there_is_told_by_name() -> None:
    with pytest.raises(Trouble, match="system_printer_gone") as raised:
        system.hand_over("a printer that nobody has", roll_pdf(design_of("50x30"), LABELS[:1]), 8)
    assert raised.value.params["name"] == "a printer that nobody has"
