"""Showing a place in the system's program for maps."""

from __future__ import annotations

from urllib.parse import quote

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def show_on_map(place: str) -> bool:
    """Let the system look for a place; tells whether it has a program that can."""
    return QDesktopServices.openUrl(QUrl(f"geo:0,0?q={quote(place, safe='')}", QUrl.ParsingMode.StrictMode))
