"""A table as it was found in a file: texts only, with the line each row came from and how the file was understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.foundation.errors import Trouble

_TITLE_ROWS = 10


class SheetFormat(StrEnum):
    """What a file is, whatever its name says."""

    CSV = "csv"
    XLSX = "xlsx"


class TextEncoding(StrEnum):
    """How the characters of a text file are written; the value is the name people know it by."""

    UTF_8 = "UTF-8"
    UTF_8_WITH_BOM = "UTF-8 BOM"
    UTF_16_LE = "UTF-16 LE"
    UTF_16_BE = "UTF-16 BE"
    GB18030 = "GB18030"
    BIG5 = "Big5"
    WESTERN = "Windows-1252"


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a file was read, for the preview.

    `separator` is empty where there is one column only, and in workbooks. `title_lines` are the lines above the header
    that were left out. `serial_epoch` is the day 0 of the workbook's serial dates.
    """

    format: SheetFormat
    named_otherwise: bool = False
    encoding: TextEncoding | None = None
    separator: str = ""
    worksheet: str = ""
    other_worksheets: tuple[str, ...] = ()
    title_lines: tuple[int, ...] = ()
    serial_epoch: date | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row and the line of the file (or row of the worksheet) on which it begins, counted from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a header. Every row has a cell per column; one with more cells has values beyond the last column."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    understood: Understanding

    def values(self, column: int) -> list[str]:
        """All cells of one column, from the top."""
        return [row.cells[column] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Layout:
    """What `lay_out` found: header, rows below it, and the lines of a title above it."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    title_lines: tuple[int, ...]


def lay_out(name: str, records: list[SheetRow]) -> Layout:
    """Tell title, header and rows apart; rows without any value are left out.

    Raises `Trouble("file_empty")` where there is not even a header.
    """
    filled = [record for record in records if any(cell.strip() for cell in record.cells)]
    if not filled:
        raise Trouble("file_empty", name=name)
    top = _header_position(filled)
    header, body = filled[top], filled[top + 1 :]
    width = _used_width(header, body)
    return Layout(
        columns=_distinct_names(header.cells[:width]),
        rows=tuple(_fitted(record, width) for record in body),
        title_lines=tuple(record.line for record in filled[:top]),
    )


def _header_position(records: list[SheetRow]) -> int:
    """The first row with several values: a single one above it is the title that people like to give a table."""
    for position, record in enumerate(records[:_TITLE_ROWS]):
        if sum(1 for cell in record.cells if cell.strip()) > 1:
            return position
    return 0


def _used_width(header: SheetRow, body: list[SheetRow]) -> int:
    """The header's width without columns at its end that have neither name nor value."""
    width = len(header.cells)
    while not any("".join(record.cells[width - 1 : width]).strip() for record in (header, *body)):
        width -= 1
    return width


def _fitted(record: SheetRow, width: int) -> SheetRow:
    cells = record.cells
    if len(cells) > width and not "".join(cells[width:]).strip():
        cells = cells[:width]
    elif len(cells) < width:
        cells += ("",) * (width - len(cells))
    return record if cells is record.cells else SheetRow(record.line, cells)


def _distinct_names(header: tuple[str, ...]) -> tuple[str, ...]:
    """The columns' names on one line each; a nameless column is called by its place, a second one of a name counted."""
    names: list[str] = []
    for place, text in enumerate(header, start=1):
        plain = " ".join(text.replace("\ufeff", "").split()) or f"({place})"
        name, count = plain, 1
        while name in names:
            count += 1
            name = f"{plain} ({count})"
        names.append(name)
    return tuple(names)
