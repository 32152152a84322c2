"""The text of an HTML mail: what a reader sees of it, line by line; nothing of it stays markup.

The standard library's parser takes minutes over some 100 kB that a stranger may send; this one looks at each once.
"""

from __future__ import annotations

import re
from html import unescape

_LARGEST_HTML = 4 * 1024 * 1024
"""Characters that are looked at; nobody types as many."""
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^<>]*>|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*+)[^<>]*+>", re.DOTALL)
_ENDLESS = re.compile(r"&#[0-9]{8,};?")
"""Numbers of no character; Python refuses to read the very long ones."""
_SILENT = frozenset({"script", "style", "head", "title", "template"})
_BLOCK_TAGS = (
    "address article blockquote center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li ol p pre section "
    "table tr ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


def text_of_html(html: str) -> str:
    """What a reader sees; quoted parts get the mark that plain mails have."""
    reader = _Reader()
    at = 0
    for tag in _TAG.finditer(html[:_LARGEST_HTML]):
        reader.hear(html[at : tag.start()])
        at = tag.end()
        if tag["name"]:
            (reader.end if tag["end"] else reader.begin)(tag["name"].lower())
    reader.hear(html[at:_LARGEST_HTML])
    return reader.text()


class _Reader:
    """Hears tags and what stands between them, and writes lines."""

    def __init__(self) -> None:
        self._lines: list[list[str]] = [[]]
        self._silent = self._quoted = 0

    def text(self) -> str:
        """The lines so far."""
        return _EMPTY_LINES.sub("\n\n", "\n".join("".join(line).rstrip() for line in self._lines)).strip()

    def begin(self, tag: str) -> None:
        """An element begins."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._break(always=True)
        elif tag in _BLOCKS:
            self._quoted += tag == "blockquote"
            self._break()
            if tag == "li":
                self._lines[-1].append("- ")
        elif tag in {"td", "th"} and self._is_begun():
            self._lines[-1].append(" ")

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag in _BLOCKS:
            self._quoted = max(self._quoted - (tag == "blockquote"), 0)
            self._break(always=tag == "p")

    def hear(self, written: str) -> None:
        """Text, with its blanks as a page shows them."""
        if written and not self._silent:
            text = _BLANKS.sub(" ", unescape(_ENDLESS.sub("\N{REPLACEMENT CHARACTER}", written)))
            text = text if self._is_begun() else text.lstrip()
            if text:
                self._lines[-1].append(text)

    def _break(self, *, always: bool = False) -> None:
        """Begin another line; an empty one only where the mail has one."""
        mark = ["> "] if self._quoted else []
        if always or self._is_begun():
            self._lines.append(mark)
        else:
            self._lines[-1] = mark

    def _is_begun(self) -> bool:
        """Whether the line says anything yet, beside the mark that it is quoted."""
        return len(self._lines[-1]) > 1 or self._lines[-1] not in ([], ["> "])
