"""Killed for real between handing a mail over and keeping that: nothing is lost, and nothing more is doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from app.messages.rules import MessageState
from app.messages.tables import OutgoingMessage
from tests.app.server.post.conftest import Office
from tests.app.server.post.test_fetcher import Letters, box, letters, mail, reply  # noqa: F401 - fixtures
from tests.mail import MailHost


def kill_in(who: str, home: Path, port: int, function: str) -> None:
    """Let a process of its own go its round, and kill it where it stops."""
    command = [sys.executable, "-m", "tests.app.server.post.round_of", who, str(home), str(port), function]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONWARNINGS": ""}
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "now\n"
        process.kill()
        assert process.wait() == (-signal.SIGKILL if hasattr(signal, "SIGKILL") else 1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "server"


def test_a_postman_who_is_killed_sends_only_that_mail_twice(office: Office, mail_host: MailHost, home: Path) -> None:
    for order_id in ("a", "b", "c"):
        office.log(order_id)
    kill_in("postman", home, mail_host.port, "app.server.post.postman:keep_sent")
    assert len(mail_host.taken) == 1
    office.postman.go_round()
    office.postman.go_round()
    sent = Counter(str(one["Message-ID"]) for one in mail_host.taken)
    assert sorted(sent.values()) == [1, 1, 2]
    assert sent[str(mail_host.taken[0]["Message-ID"])] == 2
    assert {message.state for message in office.all(OutgoingMessage)} == {MessageState.SENT}


def test_a_fetcher_who_is_killed_takes_each_mail_once(letters: Letters, home: Path) -> None:  # noqa: F811
    letters.office.log()
    letters.come(reply(letters.sent()), mail("Noe annet"), fetch=False)
    kill_in("fetcher", home, letters.box.port, "app.server.post.fetcher:take_back")
    assert letters.mails() == []
    letters.fetcher.go_round()
    letters.fetcher.go_round()
    assert len(letters.mails()) == 2
    assert len(letters.heard()) == 1
