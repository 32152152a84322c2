"""What every test gets: no unexpected warning, log or Qt message, no network but loopback, nothing left behind."""

from __future__ import annotations

import gc
import ipaddress
import logging
import os
import socket
import sys
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # nobody's own keyring is touched

import pytest
from hypothesis import settings

from app.foundation.translation import set_language

pytest_plugins = ["tests.postgres", "tests.s3", "tests.shortcuts", "pytester"]

settings.register_profile("paigong", deadline=None)
settings.register_profile("ci", settings.get_profile("paigong"), derandomize=True, print_blob=True)
settings.load_profile("ci" if "CI" in os.environ else "paigong")


@pytest.fixture(autouse=True)
def english() -> None:
    """Every test begins in English, whichever language the one before it has chosen."""
    set_language("en")


@pytest.fixture
def expected_log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Ask for this where a log of WARNING or worse is right, and check in the test that it came."""
    return caplog


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A log of WARNING or worse fails the test, as a person would have found it in the log file later."""
    yield
    if "expected_log" in request.fixturenames:
        return
    logged = [*caplog.get_records("setup"), *caplog.get_records("call")]
    unexpected = [f"{record.name}: {record.getMessage()}" for record in logged if record.levelno >= logging.WARNING]
    assert not unexpected, "logged, but no test asked for it: " + "; ".join(unexpected)


@pytest.fixture(autouse=True, scope="session")
def only_loopback() -> Iterator[None]:
    """A connection that would leave this machine is a bug of the test."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded_connect(self: socket.socket, address: object) -> None:
        _refuse_strangers(self, address)
        connect(self, address)  # type: ignore[arg-type]  # whatever the caller gave

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        _refuse_strangers(self, address)
        return connect_ex(self, address)  # type: ignore[arg-type]  # whatever the caller gave

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        yield


def _refuse_strangers(connection: socket.socket, address: object) -> None:
    if connection.family not in {socket.AF_INET, socket.AF_INET6} or not isinstance(address, tuple):
        return
    host = str(address[0])
    if host != "localhost" and not ipaddress.ip_address(host.partition("%")[0]).is_loopback:
        raise AssertionError(f"a test tried to reach {address}; tests talk to this machine only")


@pytest.fixture(autouse=True)
def nothing_of_qt_left_behind() -> Iterator[None]:
    """Deletes what was to be deleted later (else the suite grows slow), then no window, timer or thread may be left."""
    before = set(_living_qt())
    yield
    if _living_qt() - before:
        gc.collect()  # what only a cycle holds is not left behind
    left = _living_qt() - before
    names = ", ".join(sorted(repr(thing) for thing in left))
    _end(left)
    assert not left, f"left behind: {names}"


def _living_qt() -> set[object]:
    """Top-level widgets without a parent, running timers and running threads that Python knows of."""
    if "PySide6.QtWidgets" not in sys.modules:
        return set()
    from PySide6.QtCore import QEvent, QThread, QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import Shiboken

    if QApplication.instance() is None:
        return set()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    windows = {widget for widget in QApplication.topLevelWidgets() if widget.parent() is None}
    wrappers = Shiboken.getAllValidWrappers()
    timers = {thing for thing in wrappers if isinstance(thing, QTimer) and thing.isActive()}
    threads = {thing for thing in wrappers if isinstance(thing, QThread) and thing.isRunning()}
    living: set[object] = {*windows, *timers, *threads}
    return living - {QThread.currentThread()}


def _end(left: set[object]) -> None:
    """So that the next test is not blamed for these."""
    from PySide6.QtCore import QThread, QTimer
    from PySide6.QtWidgets import QWidget

    for thing in left:
        if isinstance(thing, QTimer):
            thing.stop()
        elif isinstance(thing, QThread):
            thing.quit()
            thing.wait(5_000)
        elif isinstance(thing, QWidget):
            thing.deleteLater()
