"""Every icon that the window names is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from ui.theme.icons import ICON_FOLDER

UI = Path(__file__).resolve().parents[3] / "ui"
TAKES_AN_ICON = re.compile(r"ToolButton|EmptyState|IconLabel|PaletteEntry|CountCard|ChoiceCard|TimelineEntry|RailEntry")
PLACE = {"PaletteEntry": 1, "CountCard": 1, "RailEntry": 1}


def named_icons() -> Iterator[tuple[str, str]]:
    """The icons that calls name as text, with the file."""
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                arguments = [word.value for word in node.keywords if word.arg == "icon"]
                if TAKES_AN_ICON.fullmatch(node.func.id):
                    place = PLACE.get(node.func.id, 0)
                    arguments += node.args[place : place + 1]
                texts = [word.value for word in arguments if isinstance(word, ast.Constant)]
                yield from ((text, path.name) for text in texts if isinstance(text, str) and text)


def test_every_icon_that_is_named_is_there() -> None:
    named = set(named_icons())
    assert len(named) > 60
    there = {path.stem for path in ICON_FOLDER.glob("*.svg")}
    assert not {(icon, file) for icon, file in named if icon not in there}
