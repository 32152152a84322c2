"""Makes and keeps `.venv`: the pinned, hash-checked packages and the project itself.

Standard library only, and everything said goes to standard error: standard output belongs to what is started.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / ".venv"
PROGRAM = PROJECT / "installer" / "requirements-server.txt"
TESTS = PROJECT / "installer" / "requirements-test.txt"

UNFINISHED = "unfinished"  # a file in the environment while it is being changed; left by a kill in the middle
OLDEST_PYTHON = (3, 11)
TELL_VERSION = "import pip, sys; print(*sys.version_info[:2], sep='.')"

NO_VENV = """This Python cannot make environments: its parts venv and ensurepip are missing.
On Debian and Ubuntu: apt-get install python3-venv (or python{version}-venv). Then start this again."""
WRONG_HASH = """A package is not the one that was pinned, so nothing was installed.
Try again later; if it stays so, tell the people who make Paigong, and do not go round the check."""
DISK_FULL = "The disk is full: free about 2 GB and start this again."
NO_NETWORK = """The package registry could not be reached: connect this machine to the network and start this again.
The first start needs a network, later ones do not."""
NO_PACKAGE = """A package is not made for this Python or this system.
Paigong runs with Python 3.11 to 3.14 on macOS, Windows and Linux with glibc 2.34 or newer (2.39 on ARM)."""
PIP_FAILED = "The packages could not be installed; what pip said stands above."
WHY_PIP_FAILED = (  # the first that fits: a pip without network also says that it found no matching distribution
    (r"DO NOT MATCH THE HASHES", WRONG_HASH),
    (r"No space left on device|not enough space on the disk", DISK_FULL),
    (r"NewConnectionError|NameResolutionError|TimeoutError|ProxyError|SSLError|Connection(Reset)?Error", NO_NETWORK),
    (r"No matching distribution found", NO_PACKAGE),
)


class UnpreparedError(Exception):
    """What is wrong with this machine, and what to do, in a sentence for the person who typed the command."""


def prepare(requirements: Path) -> Path:
    """The interpreter of `.venv`, once `requirements` and the project are installed in it.

    Raises `UnpreparedError`.
    """
    python = interpreter(FOLDER)
    stamp = FOLDER / f"{requirements.stem}.stamp"
    version = _version_inside(python)
    if version and stamp.is_file() and stamp.read_text("utf-8") == fingerprint(requirements, version):
        return python
    if version is None or _is_too_old(version):
        _make_anew()
    _say(f"Installing {requirements.name}; this is done once, and needs the network.")
    unfinished = FOLDER / UNFINISHED
    unfinished.touch()
    _pip(python, "--require-hashes", "--only-binary=:all:", f"--requirement={requirements}")
    _pip(python, "--no-deps", "--no-build-isolation", f"--editable={PROJECT}")
    unfinished.unlink()
    stamp.write_text(fingerprint(requirements, str(_version_inside(python))), "utf-8")
    return python


def interpreter(folder: Path, platform: str = sys.platform) -> Path:
    """The Python of an environment."""
    return folder / "Scripts" / "python.exe" if platform == "win32" else folder / "bin" / "python"


def script(name: str, folder: Path = FOLDER, platform: str = sys.platform) -> Path:
    """A command that a package brought."""
    suffix = ".exe" if platform == "win32" else ""
    return interpreter(folder, platform).with_name(f"{name}{suffix}")


def fingerprint(requirements: Path, version: str, project: Path = PROJECT) -> str:
    """Changes whenever the environment must be looked at again: other pins, another Python, a moved folder."""
    parts = [requirements.read_bytes(), (project / "pyproject.toml").read_bytes(), version.encode(), bytes(project)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def reason(pip_said: str) -> str:
    """What to tell a person of a failed pip, from what it said."""
    return next((sentence for mark, sentence in WHY_PIP_FAILED if re.search(mark, pip_said)), PIP_FAILED)


def _version_inside(python: Path) -> str | None:
    """The version, like 3.11, of a whole environment; None if there is none, it is broken or half made."""
    if not python.exists() or (FOLDER / UNFINISHED).exists():
        return None
    try:
        asked = subprocess.run([python, "-I", "-c", TELL_VERSION], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return asked.stdout.strip() if asked.returncode == 0 else None


def _is_too_old(version: str) -> bool:
    return tuple(int(part) for part in version.split(".")) < OLDEST_PYTHON


def _make_anew() -> None:
    if not all(importlib.util.find_spec(part) for part in ("venv", "ensurepip")):
        raise UnpreparedError(NO_VENV.format(version=".".join(map(str, sys.version_info[:2]))))
    _say(f"Making the environment {FOLDER}")
    base = getattr(sys, "_base_executable", sys.executable)  # ours may be the one that is about to go
    try:
        if FOLDER.exists():
            shutil.rmtree(FOLDER)
        FOLDER.mkdir()
        (FOLDER / UNFINISHED).touch()
        subprocess.run([base, "-m", "venv", FOLDER], stdout=sys.stderr, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise UnpreparedError(f"{FOLDER} could not be made ({error}). Remove it and start this again.") from error


def _pip(python: Path, *arguments: str) -> None:
    command = [str(python), "-I", "-m", "pip", "--disable-pip-version-check", "install", "--progress-bar=off"]
    said = []
    with subprocess.Popen(
        [*command, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as pip:
        for line in pip.stdout or ():
            said.append(line)
            if line.lstrip().startswith("Downloading"):
                _say(line.rstrip())
    if pip.returncode:
        _say("".join(said[-40:]))
        raise UnpreparedError(reason("".join(said)))


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
