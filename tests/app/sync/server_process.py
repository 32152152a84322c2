"""A server in a process of its own, which can be killed at any moment and begun again on the same port."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

READY = "Serving on "


class ServerProcess:
    """`paigong serve` on a folder, or on PostgreSQL."""

    def __init__(self, folder: Path, database: str = "", port: int = 0, tick_seconds: float = 0.5) -> None:
        self._folder, self._database = folder, database
        self._tick_seconds = tick_seconds
        self.port = port
        self.figures_url = ""
        self.begin()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def begin(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "ui.main", "--home", str(self._folder), "--language", "en", "serve"]
        options = ["--port", str(self.port), "--database", self._database, "--tick", str(self._tick_seconds)]
        options += ["--metrics-port", "0"]
        self._log = (self._folder / "log").open("ab")
        self._process = subprocess.Popen(
            [*command, *options],
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith(READY), (self._folder / "log").read_text("utf-8")
        self.port = int(line.rpartition(":")[2])
        self.figures_url = self._process.stdout.readline().removeprefix("Figures are on ").strip()

    def kill(self) -> None:
        """End it as a power cut would end it."""
        self._process.kill()
        self._wait()

    def terminate(self) -> None:
        """Tell it to stop."""
        self._process.terminate()

    def stop(self) -> int:
        """Tell it to stop; returns its exit status."""
        self._process.terminate()
        return self._wait()

    def cpu_seconds(self) -> float:
        """The CPU time of the process until now."""
        ticks = Path(f"/proc/{self._process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")

    def resident_bytes(self) -> int:
        """The memory that the process holds now."""
        pages = Path(f"/proc/{self._process.pid}/statm").read_text("ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def log(self) -> str:
        """What it has logged."""
        return (self._folder / "log").read_text("utf-8")

    def _wait(self) -> int:
        self._process.communicate(timeout=30)
        self._log.close()
        return self._process.returncode
