"""The fixtures that every test gets do fail a test that breaks the house rules."""

from __future__ import annotations

from pathlib import Path

import pytest

BREAKS_A_RULE = {
    "warns": "warnings.warn('old', UserWarning, stacklevel=2)",
    "logs_a_warning": "logging.getLogger('app').warning('the disk is nearly full')",
    "leaves_the_machine": "socket.create_connection(('192.0.2.1', 80), timeout=1)",
    "leaves_a_window": "KEPT.append(QLabel('left')); KEPT[-1].show()",
    "leaves_a_timer": "KEPT.append(QTimer()); KEPT[-1].start(10_000)",
    "leaves_a_thread": "KEPT.append(QThread()); KEPT[-1].start()",
    "makes_qt_complain": "QObject().startTimer(-1)",
}
KEEPS_THE_RULES = {
    "expects_its_log": (
        "expected_log",
        "logging.getLogger('app').warning('as it should'); assert expected_log.records",
    ),
    "talks_to_itself": ("tmp_path", "server = socket.create_server(('127.0.0.1', 0)); talk(server); server.close()"),
    "deletes_later": ("qapp", "label = QLabel('gone'); KEPT.append(label); label.deleteLater()"),
    "hands_its_widget_to_qtbot": ("qtbot", "label = QLabel('gone'); KEPT.append(label); qtbot.addWidget(label)"),
    "stops_its_timer": ("qapp", "timer = QTimer(); KEPT.append(timer); timer.start(10_000); timer.stop()"),
}
HEADER = """
import logging, socket, warnings
from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QLabel
KEPT = []
def talk(server):
    socket.create_connection(server.getsockname()).close()
"""
HERE = Path(__file__).resolve().parent


@pytest.fixture
def verdicts(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """What one run of pytest, under our own conftest and settings, said of each of the little tests above."""
    monkeypatch.setenv("PYTHONPATH", str(HERE.parent))
    pytester.makeconftest((HERE / "conftest.py").read_text("utf-8"))
    breaking = [f"def test_{name}(qapp):\n    {body}" for name, body in BREAKS_A_RULE.items()]
    keeping = [f"def test_{name}({fixture}):\n    {body}" for name, (fixture, body) in KEEPS_THE_RULES.items()]
    little = pytester.makepyfile("\n".join([HEADER, *breaking, *keeping]))
    run = pytester.runpytest_subprocess(
        "-c", HERE.parent / "pyproject.toml", f"--rootdir={pytester.path}", "-rA", little
    )
    said: dict[str, set[str]] = {}
    for line in run.outlines:
        word, _, test = line.partition(" ")
        if "::test_" in test and word in {"PASSED", "FAILED", "ERROR"}:
            said.setdefault(test.partition("::test_")[2].partition(" ")[0], set()).add(word)
    return said


def test_each_broken_rule_fails_its_own_test_and_no_other(verdicts: dict[str, set[str]]) -> None:
    # a rule that is checked after the test shows as an ERROR beside the PASSED
    broken = {name for name, words in verdicts.items() if words != {"PASSED"}}
    assert broken == set(BREAKS_A_RULE), verdicts
    assert set(verdicts) - broken == set(KEEPS_THE_RULES), verdicts
