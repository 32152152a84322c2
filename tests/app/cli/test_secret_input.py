"""Passwords at a terminal are not shown, and a new one is typed twice; a pipe gives one line each."""

from __future__ import annotations

import getpass
import io
import sys

import pytest

from app.cli.secret_input import new_secret, secret
from app.foundation.errors import Rejection


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, *typed: str) -> list[str]:
    """Somebody types these, unseen; tells what he was asked."""
    answers, asked = iter(typed), list[str]()

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return next(answers)

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", answer)
    return asked


def test_a_pipe_gives_one_line_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("first\r\nsecond\n"))
    assert (new_secret("Password: "), secret("Password: ")) == ("first", "second")


def test_a_new_password_is_typed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = at_a_terminal(monkeypatch, "correct horse", "correct horse")
    assert new_secret("Password: ") == "correct horse"
    assert asked == ["Password: ", "Once more: "]


def test_two_different_ones_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch, "correct horse", "correct hose")
    with pytest.raises(Rejection, match="passwords_differ"):
        new_secret("Password: ")


def test_a_password_that_is_known_is_typed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch, "correct horse")
    assert secret("Password: ") == "correct horse"
