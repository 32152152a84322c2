"""Running Paigong as people do: as processes of its own command, with what they would type on standard input."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_, language

_PROGRAM_FOLDER = Path(__file__).resolve().parents[2]
_COMMAND_SECONDS = 120
_START_SECONDS = 60
_STOP_SECONDS = 20

declare(
    {
        "process_failed": N_("“{command}” ended with status {status}: {output}"),
        "process_succeeded": N_("“{command}” should have failed, but said: {output}"),
        "server_not_started": N_("The server did not start: {output}"),
    }
)


def paigong(home: Path, *arguments: str, typed: str = "", speaking: str = "") -> str:
    """Run ``paigong --home HOME …`` to its end, in our language or another; returns what it printed.

    :raises Trouble: ``process_failed``
    """
    ended = _run(home, arguments, typed, speaking)
    if ended.returncode:
        raise Trouble(
            "process_failed", command=" ".join(arguments[:2]), status=ended.returncode, output=ended.stderr.strip()
        )
    return ended.stdout.strip()


def paigong_fails(home: Path, *arguments: str) -> str:
    """Run ``paigong --home HOME …``, which must fail; returns the sentence that it said.

    :raises Trouble: ``process_succeeded``
    """
    ended = _run(home, arguments)
    if not ended.returncode:
        raise Trouble("process_succeeded", command=" ".join(arguments[:2]), output=ended.stdout.strip())
    return ended.stderr.strip()


class ServerProcess:
    """A server that runs until it is stopped. `log` gets what it writes beside the line that it is there."""

    def __init__(self, home: Path, log: Path, tick_seconds: float) -> None:
        with log.open("ab") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                _command(home, ("serve", "--port", "0", "--tick", str(tick_seconds))),
                cwd=_PROGRAM_FOLDER,
                env=_environment(),
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
            )
        self._log = log
        self.url = self._wait_for_address()

    @property
    def port(self) -> int:
        """Where it listens, on this machine."""
        return int(self.url.rpartition(":")[2])

    def stop(self) -> int:
        """Tell it to stop, and wait; returns its exit status (0: it took its leave in order)."""
        self._process.terminate()
        try:
            self._process.communicate(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        return self._process.returncode

    def _wait_for_address(self) -> str:
        """The address in the line that the server prints when laptops can come; the line ends the waiting."""
        deadline = threading.Timer(_START_SECONDS, self._process.kill)
        deadline.start()
        line = self._process.stdout.readline() if self._process.stdout else ""
        deadline.cancel()
        address = re.search(r"http://\S+", line)
        if address is None:
            self.stop()
            raise Trouble("server_not_started", output=self._log.read_text(encoding="utf-8").strip())
        return address[0]


def _run(
    home: Path, arguments: tuple[str, ...], typed: str = "", speaking: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        _command(home, arguments, speaking),
        cwd=_PROGRAM_FOLDER,
        env=_environment(),
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_COMMAND_SECONDS,
        check=False,
    )


def _command(home: Path, arguments: tuple[str, ...], speaking: str = "") -> list[str]:
    return [sys.executable, "-m", "ui.main", "--home", str(home), "--language", speaking or language(), *arguments]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONUTF8": "1"}
