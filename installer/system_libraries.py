"""What Qt needs of the system on Linux: finds what is missing, installs it where it may, else says what to install.

Qt's own complaint always blames libxcb-cursor0, whichever library is missing, so the loader is asked.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from installer.environment import UnpreparedError

MODULES = ("QtWidgets", "QtSvg")
INSTALL = {
    "apt-get": "apt-get install --yes --no-install-recommends",
    "dnf": "dnf install",
    "pacman": "pacman -S",
    "zypper": "zypper install",
}
# library: its package for apt-get, dnf, pacman and zypper
PACKAGES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd", "libglvnd"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd", "libglvnd"),
    "libGLX.so.0": ("libglx0", "libglvnd-glx", "libglvnd", "libglvnd"),
    "libOpenGL.so.0": ("libopengl0", "libglvnd-opengl", "libglvnd", "libglvnd"),
    "libICE.so.6": ("libice6", "libICE", "libice", "libICE6"),
    "libSM.so.6": ("libsm6", "libSM", "libsm", "libSM6"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libx11", "libX11-xcb1"),
    "libX11.so.6": ("libx11-6", "libX11", "libx11", "libX11-6"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus", "libdbus-1-3"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype", "freetype2", "libfreetype6"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2", "libglib-2_0-0"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2", "glib2", "libgthread-2_0-0"),
    "libstdc++.so.6": ("libstdc++6", "libstdc++", "gcc-libs", "libstdc++6"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client", "wayland", "libwayland-client0"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor", "wayland", "libwayland-cursor0"),
    "libwayland-egl.so.1": ("libwayland-egl1", "libwayland-egl", "wayland", "libwayland-egl1"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "libxcb-cursor0"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "libxcb-icccm4"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image", "libxcb-image0"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "libxcb-keysyms1"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb", "libxcb-randr0"),
    "libxcb-render-util.so.0": (
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
        "libxcb-render-util0",
    ),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb", "libxcb", "libxcb-render0"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb", "libxcb-shape0"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb", "libxcb", "libxcb-shm0"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb", "libxcb", "libxcb-sync1"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util", "xcb-util", "libxcb-util1"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb", "libxcb", "libxcb-xfixes0"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb", "libxcb-xkb1"),
    "libxcb.so.1": ("libxcb1", "libxcb", "libxcb", "libxcb1"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", "libxkbcommon-x11-0"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon0"),
    "libz.so.1": ("zlib1g", "zlib", "zlib", "libz1"),
    "libzstd.so.1": ("libzstd1", "libzstd", "zstd", "libzstd1"),
}


def qt_platform(environment: Mapping[str, str]) -> str | None:
    """The name of the Qt platform that would show a window on Linux; None where there is no screen."""
    if "QT_QPA_PLATFORM" in environment:
        return re.split("[:;]", environment["QT_QPA_PLATFORM"])[0]
    if "WAYLAND_DISPLAY" in environment:
        return "wayland"
    return "xcb" if "DISPLAY" in environment else None


def ensure(python: Path, platform: str) -> None:
    """See that Qt's `platform` loads; raises `UnpreparedError` with what to install where it does not."""
    if not sys.platform.startswith("linux") or not shutil.which("ldd"):
        return
    files = _files_of_qt(python, platform)
    missing = _missing(files)
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        _install_with_apt(packages(missing, "apt-get"))
        missing = _missing(files)
    if missing:
        raise UnpreparedError(advice(missing))


def unresolved(ldd_said: str) -> set[str]:
    """The libraries that `ldd` did not find."""
    return set(re.findall(r"^\s*(\S+) => not found", ldd_said, re.MULTILINE))


def packages(missing: set[str], manager: str) -> list[str]:
    """What `manager` calls the packages of these libraries; a library that no table knows stands for itself."""
    column = list(INSTALL).index(manager)
    return sorted({PACKAGES[library][column] if library in PACKAGES else library for library in missing})


def advice(missing: set[str]) -> str:
    """What a person types, for each package manager or for the one that is here."""
    here = [manager for manager in INSTALL if shutil.which(manager)]
    lines = [f"    {INSTALL[manager]} {' '.join(packages(missing, manager))}" for manager in here or INSTALL]
    return "\n".join(
        [f"Qt needs libraries that this system lacks: {', '.join(sorted(missing))}.", "As administrator, type", *lines]
    )


def _files_of_qt(python: Path, platform: str) -> list[Path]:
    qt = next(python.parents[1].glob("lib/python3*/site-packages/PySide6"))
    plugin = qt / "Qt" / "plugins" / "platforms" / f"libq{platform}.so"
    return [file for file in (plugin, *(qt / f"{module}.abi3.so" for module in MODULES)) if file.exists()]


def _missing(files: list[Path]) -> set[str]:
    return unresolved(subprocess.run(["ldd", *files], capture_output=True, text=True, check=False).stdout)


def _install_with_apt(names: list[str]) -> None:
    print(f"Installing what Qt needs of the system: {' '.join(names)}", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], [*INSTALL["apt-get"].split()[1:], *names]):
        command = ["apt-get", "-qq", *words]
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
