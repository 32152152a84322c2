from __future__ import annotations

import subprocess
import sys

import pytest

from app.bootstrap import create_workspace, open_workspace
from app.foundation.home import Home
from app.rescue import rescue
from app.safekeeping.occupancy import alone_in
from tests.app.test_bad_luck import refused, says
from tests.fakes import FakeClock

PROGRAM = """
import sys
from pathlib import Path

from app.bootstrap import open_workspace
from app.foundation.home import Home

workspace = open_workspace(Home(Path(sys.argv[1])))
print("open", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def made(home: Home, clock: FakeClock) -> Home:
    create_workspace(home, "王建国", clock).close()
    return home


def test_a_workspace_that_is_open_is_not_exchanged(made: Home, clock: FakeClock) -> None:
    first, second = open_workspace(made, clock), open_workspace(made, clock)
    first.close()
    before = made.database.read_bytes()
    assert says(refused(lambda: rescue(made, clock)), "workspace_in_use")
    assert made.database.read_bytes() == before
    second.close()
    rescue(made, clock)


def test_nobody_opens_a_workspace_that_is_just_being_exchanged(made: Home, clock: FakeClock) -> None:
    with alone_in(made.lock_file):
        assert says(refused(lambda: open_workspace(made, clock)), "workspace_being_rescued")
    open_workspace(made, clock).close()


def test_a_program_that_was_killed_occupies_nothing(made: Home, clock: FakeClock) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(made.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        assert refused(lambda: rescue(made, clock)).code == "workspace_in_use"
        process.kill()
    rescue(made, clock)


def test_a_workspace_that_could_not_be_opened_is_not_occupied(made: Home, clock: FakeClock) -> None:
    key = made.read_key()
    made.write_key(bytes(32))
    assert refused(lambda: open_workspace(made, clock)).code == "workspace_key_wrong"
    made.write_key(key)
    with alone_in(made.lock_file):
        pass
