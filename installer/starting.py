"""What `run.py` does: prepares the environment, then becomes the program, or its tour where there is no screen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from installer import environment, system_libraries

TOUR = "--tour"
SPEAKS_FOR_ITSELF = {"-h", "--help", "--version"}  # needs no screen, like every sub-command


def main(arguments: list[str]) -> int:
    """Start Paigong with `arguments`; returns the exit status only where something is missing, or on Windows."""
    has_screen = _has_screen(os.environ)
    wanted = program_arguments(arguments, has_screen=has_screen)
    platform = system_libraries.qt_platform(os.environ) if has_screen and TOUR not in arguments else None
    try:
        python = environment.prepare(environment.PROGRAM)
        system_libraries.ensure(python, platform or "offscreen")
    except environment.UnpreparedError as missing:
        print(missing, file=sys.stderr)
        return 1
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"} if wanted[:1] == ["tour"] else dict(os.environ)
    return _hand_over([str(python), "-P", "-m", "ui.main", *wanted], surroundings)


def program_arguments(arguments: list[str], *, has_screen: bool) -> list[str]:
    """What the program is started with: a sub-command as it was typed, the window, or the tour."""
    rest = [argument for argument in arguments if argument != TOUR]
    is_as_typed = bool(rest) and (not rest[0].startswith("-") or rest[0] in SPEAKS_FOR_ITSELF)
    if TOUR not in arguments and (has_screen or is_as_typed):
        return rest
    named = any(argument.partition("=")[0] == "--out" for argument in rest)
    return ["tour", *rest] if named else ["tour", "--out", str(environment.PROJECT / "tour"), *rest]


def _has_screen(surroundings: Mapping[str, str]) -> bool:
    return not sys.platform.startswith("linux") or system_libraries.qt_platform(surroundings) is not None


def _hand_over(command: list[str], surroundings: dict[str, str]) -> int:
    """Becomes the program, so that signals reach it; Windows knows no such thing and waits for it."""
    sys.stderr.flush()
    if os.name == "posix":
        os.execve(command[0], command, surroundings)  # noqa: S606 - no shell is wanted
    return subprocess.run(command, env=surroundings, check=False).returncode
