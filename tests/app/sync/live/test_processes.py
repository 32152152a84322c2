"""Real processes: a server that stops lets go of who listens, and a laptop that follows it hears of each change."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.accounts.rules import Grant, Role
from app.accounts.sign_in import add_user
from app.bootstrap import create_empty_workspace, open_server
from app.directory.commands import AddCustomer, AddPerson
from app.directory.rules import PersonKind
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.storage.units import UnitOfWork
from tests.app.sync.conftest import PASSWORD, Laptop
from tests.app.sync.live.test_streams import Stream
from tests.fakes import FakeClock

pytestmark = pytest.mark.slow


@contextmanager
def paigong(home: Home, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The program without a window; it is told to end, as a service is."""
    command = [sys.executable, "-m", "ui.main", "--home", str(home.folder), "--language", "en", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, text=True, env=environment, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)


def url_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found is not None
    return found.group()


@pytest.fixture
def server_home(tmp_path: Path) -> Home:
    """A server on which a dispatcher may sign in."""
    made = Home(tmp_path / "server")
    server = open_server(made)

    def add(unit: UnitOfWork) -> None:
        server.run_in(unit, AddPerson(id="li", name="Li", kind=PersonKind.DISPATCHER))
        add_user(unit, login="li", password=PASSWORD, person_id="li", grants=[Grant(Role.DISPATCHER, None)])

    server.store.write(add)
    server.close()
    return made


def signed_in(folder: Path, url: str) -> Laptop:
    laptop = Laptop(create_empty_workspace(Home(folder), FakeClock()))
    laptop.enrol(url, "li")
    laptop.synchronise()
    return laptop


def test_a_server_that_is_told_to_stop_lets_go_of_who_listens_and_ends_in_peace(
    server_home: Home, tmp_path: Path
) -> None:
    with paigong(server_home, "serve", "--port", "0") as process:
        laptop = signed_in(tmp_path / "laptop", url_of(process))
        stream = Stream(laptop)
        process.send_signal(signal.SIGTERM)
        assert stream.rest() == []
        _printed, logged = process.communicate()
    assert process.returncode == 0
    assert "ERROR" not in logged
    assert "Traceback" not in logged
    stream.close()
    laptop.close()


def test_a_laptop_that_follows_the_server_says_so_after_each_change(server_home: Home, tmp_path: Path) -> None:
    with paigong(server_home, "serve", "--port", "0") as serving:
        url = url_of(serving)
        desk, engineer = (signed_in(tmp_path / side, url) for side in ("desk", "engineer"))
        engineer.close()
        with paigong(Home(tmp_path / "engineer"), "sync", "--follow") as following:
            assert following.stdout is not None
            assert following.stdout.readline().startswith("In agreement with the server.")
            desk.run(AddCustomer(id=new_id(), name="第一人民医院"))
            desk.synchronise()
            assert following.stdout.readline().startswith("In agreement with the server.")
        desk.close()
