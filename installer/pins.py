"""Pins what pyproject.toml asks for: `.venv/bin/python -m installer.pins`, with uv on PATH (`pip install uv`).

What is pinned already stays as it is, unless `--upgrade` asks for the newest of everything.

One file each for the desktop, the program with its server, and the tests, every package with the hashes of all its
wheels, and no address of a registry in them. All three come from one resolution. Afterwards every pin is looked up for
each Python and system that we name, so that a package without a wheel for one of them is found here, not by a user.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from installer.environment import PROGRAM, PROJECT, TESTS

DESKTOP = PROJECT / "installer" / "requirements-desktop.txt"
EXTRAS = {TESTS: ("build", "server", "test"), PROGRAM: ("build", "server"), DESKTOP: ("build",)}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = ("x86_64-manylinux_2_34", "aarch64-manylinux_2_39", "aarch64-apple-darwin", "x86_64-pc-windows-msvc")


def main(arguments: list[str]) -> int:
    """Write the three files; returns 1 if a pin has no wheel for a Python and a system that we name."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        print("This needs uv: pip install uv", file=sys.stderr)
        return 1
    for requirements, extras in EXTRAS.items():
        _pin(uv, requirements, extras, ["--upgrade"] if "--upgrade" in arguments else [])
    return 0 if all([_has_wheels(uv, python, system) for python in PYTHONS for system in SYSTEMS]) else 1  # noqa: C419 - name all


def _pin(uv: str, requirements: Path, extras: tuple[str, ...], wish: list[str]) -> None:
    """The pins of the tests' file hold for the other two as well."""
    constraints = [] if requirements == TESTS else ["--constraints", str(TESTS.relative_to(PROJECT))]
    subprocess.run(
        [
            uv,
            *("pip", "compile", "--quiet", *wish, "--universal", "--python-version", PYTHONS[0]),
            *("--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links", "--no-build"),
            *(f"--extra={extra}" for extra in extras),
            *constraints,
            f"--output-file={requirements.relative_to(PROJECT)}",
            "pyproject.toml",
        ],
        cwd=PROJECT,
        check=True,
    )


def _has_wheels(uv: str, python: str, system: str) -> bool:
    found = subprocess.run(
        [
            *(uv, "pip", "compile", "--quiet", "--no-build", "--no-deps", "--python-version", python),
            *("--python-platform", system, str(TESTS.relative_to(PROJECT))),
        ],
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    print(f"Python {python} on {system}: {'ok' if found.returncode == 0 else 'a wheel is missing'}")
    return found.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
