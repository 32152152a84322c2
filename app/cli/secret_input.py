"""Passwords and codes that are given to a command: asked for at a terminal, unseen, else lines of standard input."""

from __future__ import annotations

import getpass
import sys

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_, _

declare({"passwords_differ": N_("The two passwords are not the same. Nothing was done; start again.")})


def secret(prompt: str) -> str:
    """What somebody types after this prompt, or the next line of standard input where that is no terminal."""
    return getpass.getpass(prompt) if sys.stdin.isatty() else line_of_input()


def new_secret(prompt: str) -> str:
    """A password that is to be kept: whoever types it does so twice, since nobody sees it.

    :raises Rejection: ``passwords_differ``
    """
    typed = secret(prompt)
    if sys.stdin.isatty() and secret(_("Once more: ")) != typed:
        raise Rejection("passwords_differ")
    return typed


def line_of_input() -> str:
    """The next line of standard input."""
    return sys.stdin.readline().rstrip("\r\n")
