"""Excel workbooks (.xlsx and its relatives), read with openpyxl: values as texts, formulas never evaluated.

A workbook is a zip of XML files that anybody may have made. Its unpacked size is known before it is unpacked, and
defusedxml, which openpyxl uses where it is installed, refuses entities that grow or reach out.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.workbook import Workbook

from app.foundation.errors import Trouble
from app.foundation.sheets.limits import RowGate, SheetLimits
from app.foundation.sheets.sheet import Sheet, SheetFormat, SheetRow, Understanding, lay_out

if not openpyxl.DEFUSEDXML:
    raise ImportError("openpyxl must not read XML without defusedxml")

_LAST_EXCEL_ROW = 1_048_576
# A number shown with leading zeros, maybe after a fixed text: 0000, "KJC-COM-"0000
_CODE_FORMAT = re.compile(r'(?:"(?P<before>[^"]*)")?(?P<zeros>0+)')


class _TimedFile(io.BytesIO):
    """A file in memory that can be read until the time is up: texts and styles are read before the first row."""

    def __init__(self, data: bytes, gate: RowGate) -> None:
        super().__init__(data)
        self._gate = gate

    def read(self, size: int | None = -1, /) -> bytes:
        self._gate.check_time()
        return super().read(size)


def read_workbook(name: str, data: bytes, gate: RowGate, limits: SheetLimits) -> Sheet:
    """The first worksheet with anything in it, of the workbook whose bytes are `data`.

    Raises `Trouble`: `file_not_a_table` for another kind of zip, `file_too_large`, `file_damaged`, `file_empty`, or
    what `gate` says.
    """
    try:
        _check_archive(name, data, limits)
        with warnings.catch_warnings():  # openpyxl warns of styles and extensions, which are nothing to us
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(_TimedFile(data, gate), read_only=True, data_only=True)
            return _first_table(name, book, gate)
    except Trouble:
        raise
    except Exception as error:  # openpyxl tells of broken files by exceptions of a dozen kinds
        raise Trouble("file_damaged", name=name) from error


def _check_archive(name: str, data: bytes, limits: SheetLimits) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Trouble("file_not_a_table", name=name)
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:  # zipfile never unpacks more than is declared
        raise Trouble("file_too_large", name=name, megabytes=limits.unpacked_bytes // 2**20)


def _first_table(name: str, book: Workbook, gate: RowGate) -> Sheet:
    # What openpyxl gives in read-only mode has no type of its own that fits.
    visible: list[Any] = [worksheet for worksheet in book.worksheets if worksheet.sheet_state == "visible"]
    for worksheet in visible:
        records = list(_records(worksheet, gate))
        if not records:
            continue
        layout = lay_out(name, _padded(records))
        understood = Understanding(
            SheetFormat.XLSX,
            worksheet=worksheet.title,
            other_worksheets=tuple(other.title for other in visible if other is not worksheet),
            title_lines=layout.title_lines,
            serial_epoch=book.epoch.date(),
        )
        return Sheet(name, layout.columns, layout.rows, understood)
    raise Trouble("file_empty", name=name)


def _records(worksheet: Any, gate: RowGate) -> Iterator[SheetRow]:
    """Rows with anything in them. What the file says of its own size is often wrong, so it is not believed."""
    worksheet.reset_dimensions()
    shared: dict[str, str] = {}
    for number, row in enumerate(worksheet.iter_rows(max_row=_LAST_EXCEL_ROW), start=1):
        cells = [_cell_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        gate.let_through(len(cells))
        if cells:
            yield SheetRow(number, tuple(shared.setdefault(cell, cell) for cell in cells))


def _padded(records: list[SheetRow]) -> list[SheetRow]:
    """All rows of one width: a cell beside the table belongs to a nameless column, it cannot have slipped."""
    width = max(len(record.cells) for record in records)
    return [SheetRow(record.line, record.cells + ("",) * (width - len(record.cells))) for record in records]


def _cell_text(cell: ReadOnlyCell) -> str:
    """What the cell holds as plain text: numbers exact and without needless decimals, dates in ISO form."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number_text(value, str(cell.number_format))
    if isinstance(value, datetime | date | time | timedelta):
        return _moment_text(value)
    return str(value).replace("_x000D_\n", "\n")  # how Excel writes a line end of Windows within a cell


def _moment_text(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value.isoformat()


def _number_text(value: float, number_format: str) -> str:
    digits = str(value) if isinstance(value, int) else format(Decimal(repr(value)).normalize(), "f")
    shown_as_code = _CODE_FORMAT.fullmatch(number_format)
    if shown_as_code is None or not digits.isdigit():
        return digits
    return (shown_as_code["before"] or "") + digits.zfill(len(shown_as_code["zeros"]))
