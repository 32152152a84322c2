"""Everything that a window says in words, and whether some of it is still in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QLineEdit, QWidget

from app.foundation import translation
from installer.catalogue import collected

_MOST_ROWS = 30
_LEAST_LETTERS = 3
"""What has fewer letters beside its parameters is not a word: ``P{priority}``."""
_PARAMETER = re.compile(r"\\?\{[^}]*\\?\}")


def texts_of(window: QWidget) -> Iterator[str]:
    """Labels, buttons, names for screen readers, tool tips, hints, choices, and what tables and lists say."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(place) for place in range(widget.count()))
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from _of_model(widget.model())


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    for column in range(model.columnCount()):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(model.rowCount(), _MOST_ROWS)):
            yield str(model.index(row, column).data() or "")


def left_in_english(texts: Iterable[str]) -> set[str]:
    """Those of `texts` that are our own, and that the language spoken now says otherwise. Its catalogue is complete."""
    sources, patterns = _ours()
    seen = {text.strip() for text in texts}
    return {
        text
        for text in seen
        if (text in sources and translation._(text) != text) or any(p.fullmatch(text) for p in patterns)
    }


@cache
def _ours() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Our English texts: those that stand as they are, and those with parameters."""
    plain, patterns = set(), []
    for message in collected("zh_CN"):
        for source in (message.id,) if isinstance(message.id, str) else message.id:
            words = _PARAMETER.sub("", source)
            if sum(letter.isalpha() for letter in words) < _LEAST_LETTERS:
                continue
            if words == source:
                plain.add(source)
            else:
                patterns.append(re.compile(_PARAMETER.sub(".+", re.escape(source)), re.DOTALL))
    return frozenset(plain), tuple(patterns)
