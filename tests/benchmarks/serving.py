"""A server in a process of its own that tells how much CPU time it has taken, for benchmarks of both sides.

The child prints its address when it is ready; for each line on its standard input it prints its CPU seconds, and it
ends when there are no more.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Served:
    """A server that runs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.address = self._line()

    def cpu_seconds(self) -> float:
        """The CPU time of the server's process until now."""
        assert self._process.stdin is not None
        print(file=self._process.stdin, flush=True)
        return float(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise ChildProcessError(self._process.wait())
        return line.strip()


@contextmanager
def served(module: str, *arguments: str) -> Iterator[Served]:
    """Run `python -m module arguments…`, whose main calls `answer_about_cpu`, until the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        try:
            yield Served(process)
        finally:
            process.terminate()


def answer_about_cpu(address: str) -> None:
    """In the child: tell that it is ready, then answer each line of standard input, and end with it."""
    print(address, flush=True)
    threading.Thread(target=_answer, daemon=True).start()


def _answer() -> None:
    for _line in sys.stdin:
        print(time.process_time(), flush=True)
    os._exit(0)
