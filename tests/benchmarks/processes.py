"""Starting a window in a process of its own and waiting for what it says."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time


def compiled_files() -> tempfile.TemporaryDirectory[str]:
    """A place for what Python compiles, which every start but the very first finds ready."""
    return tempfile.TemporaryDirectory(prefix="paigong-compiled-")


def first_line(compiled: str, module: str, *arguments: str) -> tuple[float, str]:
    """The seconds from the start of a process to the first line that it prints, and that line.

    How it ends takes no part, but it must end well.
    """
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": compiled}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
    begun = time.perf_counter()
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        taken = time.perf_counter() - begun
    if not line or process.returncode:
        raise ChildProcessError(command, process.returncode)
    return taken, line
