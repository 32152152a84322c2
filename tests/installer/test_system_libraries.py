"""What Qt lacks of the system is found by asking the loader, and named as each package manager names it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from installer import system_libraries
from installer.environment import UnpreparedError

LDD_SAID = """/x/libqxcb.so:
\tlinux-vdso.so.1 (0x00007f7b9d9de000)
\tlibxcb-cursor.so.0 => not found
\tlibQt6Core.so.6 => /x/lib/libQt6Core.so.6 (0x00007f7b9d9ad000)
\tlibEGL.so.1 => not found
/x/QtWidgets.abi3.so:
\tlibEGL.so.1 => not found
"""
MISSING = {"libxcb-cursor.so.0", "libEGL.so.1"}


def test_what_the_loader_does_not_find_is_missing() -> None:
    assert system_libraries.unresolved(LDD_SAID) == MISSING


@pytest.mark.parametrize(
    ("manager", "names"),
    [
        ("apt-get", ["libegl1", "libxcb-cursor0"]),
        ("dnf", ["libglvnd-egl", "xcb-util-cursor"]),
        ("pacman", ["libglvnd", "xcb-util-cursor"]),
        ("zypper", ["libglvnd", "libxcb-cursor0"]),
    ],
)
def test_each_manager_has_its_own_names(manager: str, names: list[str]) -> None:
    assert system_libraries.packages(MISSING, manager) == names


def test_a_library_that_no_table_knows_is_still_named() -> None:
    assert system_libraries.packages({"libnew.so.9", "libEGL.so.1"}, "apt-get") == ["libegl1", "libnew.so.9"]


def test_the_advice_is_for_the_manager_that_is_here_or_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name == "dnf" else None)
    assert system_libraries.advice(MISSING).splitlines()[2:] == ["    dnf install libglvnd-egl xcb-util-cursor"]
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert len(system_libraries.advice(MISSING).splitlines()[2:]) == len(system_libraries.INSTALL)


@pytest.mark.parametrize(
    ("surroundings", "platform"),
    [
        ({}, None),
        ({"DISPLAY": ":0"}, "xcb"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"QT_QPA_PLATFORM": "offscreen"}, "offscreen"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "vnc:size=800x600"}, "vnc"),
    ],
)
def test_the_surroundings_say_which_platform_shows_a_window(
    surroundings: Mapping[str, str], platform: str | None
) -> None:
    assert system_libraries.qt_platform(surroundings) == platform


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks libraries that Qt needs")
class TestOnLinux:
    def test_qt_off_screen_has_all_it_needs_here(self) -> None:
        system_libraries.ensure(Path(sys.prefix) / "bin" / "python", "offscreen")

    def test_apt_installs_what_is_missing_where_it_may(self, monkeypatch: pytest.MonkeyPatch) -> None:
        looks = iter([MISSING, set[str]()])
        installed: list[list[str]] = []
        self.pretend(monkeypatch, user=0)
        monkeypatch.setattr(system_libraries, "_missing", lambda _files: next(looks))
        monkeypatch.setattr(system_libraries, "_install_with_apt", installed.append)
        system_libraries.ensure(Path(sys.prefix) / "bin" / "python", "xcb")
        assert installed == [["libegl1", "libxcb-cursor0"]]

    def test_anybody_else_is_told_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pretend(monkeypatch, user=1000)
        monkeypatch.setattr(system_libraries, "_missing", lambda _files: MISSING)
        with pytest.raises(UnpreparedError, match=r"apt-get install .* libegl1 libxcb-cursor0"):
            system_libraries.ensure(Path(sys.prefix) / "bin" / "python", "xcb")

    @staticmethod
    def pretend(monkeypatch: pytest.MonkeyPatch, user: int) -> None:
        known = {"ldd", "apt-get"}
        monkeypatch.setattr(shutil, "which", lambda name: name if name in known else None)
        monkeypatch.setattr(os, "geteuid", lambda: user)
