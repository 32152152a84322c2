"""Carrying out what takes many steps: says how far it is, and can be stopped between two of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from app.storage.runner import CommandRunner


def carry_out(runner: CommandRunner, steps: Sequence[tuple[object, ...]]) -> bool:
    """Take the steps, each all or none; tells whether it came to the end, or was interrupted (Ctrl-C).

    :raises Rejection: as the runner does; the steps before it stand
    """
    shows = sys.stderr.isatty()
    try:
        for done, step in enumerate(steps, start=1):
            runner.run(*step)
            if shows:
                print(f"\r{done * 100 // len(steps):3d} %", end="", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        return False
    finally:
        if shows and steps:
            print(file=sys.stderr)
    return True
