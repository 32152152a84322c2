"""CUPS with queues of its own, and IPP printers behind them that keep what they received."""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

NEEDED = ("cupsd", "cupsdisable", "cupsreject", "lpadmin", "lpstat", "ippeveprinter", "dbus-daemon")
MISSING = [name for name in NEEDED if shutil.which(name) is None]
_AS = "lp"
"""cupsd works as root only for somebody else."""

_CUPSD = """\
Listen 127.0.0.1:{port}
DefaultAuthType None
Browsing Off
WebInterface No
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order allow,deny
Allow all
</Limit>
</Policy>
"""
_FILES = """\
ServerRoot {folder}/root
RequestRoot {folder}/spool
TempDir {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/log
ErrorLog {folder}/log
PageLog {folder}/log
{who}"""


@dataclass(frozen=True)
class PrintingSystem:
    """`address` is what CUPS_SERVER is to say."""

    address: str
    folder: Path

    def run(self, *command: str) -> str:
        """What an administrator does."""
        environment = {**os.environ, "CUPS_SERVER": self.address}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    def received(self, queue: str) -> list[Path]:
        """What the printer of a queue has received whole."""
        done = self.run("lpstat", "-W", "completed", "-o", queue)
        return sorted((self.folder / queue).iterdir()) if done else []


@contextmanager
def printing_system(
    printers: dict[str, str], wait_until: Callable[[Callable[[], bool]], None]
) -> Iterator[PrintingSystem]:
    """A queue for each printer, which understands the type of document that is named."""
    folder = Path(tempfile.mkdtemp(prefix="printing-"))
    folder.chmod(0o755)  # cupsd looks into it as somebody else
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        port = _free_port()
        system = PrintingSystem(f"127.0.0.1:{port}", folder)
        for name in ("root", "spool", "cache", "state"):
            (folder / name).mkdir()
        (folder / "root" / "cupsd.conf").write_text(_CUPSD.format(port=port))
        is_root = os.geteuid() == 0
        who = f"User {_AS}\nGroup {_AS}\nSystemGroup lpadmin\n" if is_root else ""
        (folder / "root" / "cups-files.conf").write_text(_FILES.format(folder=folder, who=who))
        if is_root:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, _AS, _AS)
        bus = f"unix:path={folder}/bus"
        stack.enter_context(_running("dbus-daemon", "--session", "--nofork", f"--address={bus}"))
        stack.enter_context(
            _running("cupsd", "-f", "-c", f"{folder}/root/cupsd.conf", "-s", f"{folder}/root/cups-files.conf")
        )
        wait_until(lambda: (folder / "bus").exists() and _answers(port))
        for name, understands in printers.items():
            (folder / name).mkdir()
            at = _free_port()
            kept = ("-k", "-d", str(folder / name), "-f", understands)
            stack.enter_context(
                _running(
                    *("ippeveprinter", "-r", "off", "-n", "localhost", "-p", str(at), *kept, name),
                    environment={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus},
                )
            )
            wait_until(lambda at=at: _answers(at))  # type: ignore[misc] # the port of this one
            _add_queue(system, name, at)
        yield system


def _add_queue(system: PrintingSystem, name: str, port: int) -> None:
    system.run("lpadmin", "-p", name, "-E", "-v", f"ipp://localhost:{port}/ipp/print", "-m", "everywhere")


@contextmanager
def _running(*command: str, environment: dict[str, str] | None = None) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


_HEADER, _WIDTH, _HEIGHT, _BITS, _BYTES_PER_LINE = 1796, 372, 376, 388, 392


def pages_of_raster(content: bytes) -> Iterator[Image.Image]:
    """The pages of a PWG raster file (PWG 5102.4): a header each, and lines that are packed by repetition."""
    assert content.startswith(b"RaS2")
    at = 4
    while at < len(content):
        width, height, bits, line_bytes = (
            struct.unpack_from(">I", content, at + place)[0] for place in (_WIDTH, _HEIGHT, _BITS, _BYTES_PER_LINE)
        )
        at, lines = _lines(content, at + _HEADER, height, line_bytes, max(1, bits // 8))
        yield (
            Image.frombytes("1", (width, height), lines, "raw", "1;I")
            if bits == 1
            else Image.frombytes("L", (width, height), lines)
        )


def _lines(content: bytes, at: int, height: int, line_bytes: int, unit: int) -> tuple[int, bytes]:
    lines = bytearray()
    while len(lines) < height * line_bytes:
        times, at, line = content[at] + 1, at + 1, bytearray()
        while len(line) < line_bytes:
            count, at = content[at], at + 1
            if count > 128:
                length = (257 - count) * unit
                line += content[at : at + length]
                at += length
            else:
                line += content[at : at + unit] * (count + 1)
                at += unit
        lines += line * times
    return at, bytes(lines)
