"""CSV and its relatives: texts separated by commas, semicolons or tabs, quoted or not, with any line ending."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice

from app.foundation.errors import Trouble
from app.foundation.sheets.encodings import decode
from app.foundation.sheets.limits import RowGate
from app.foundation.sheets.sheet import Sheet, SheetFormat, SheetRow, Understanding, lay_out

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_RECORDS = 50
# Neither is ever in a text that `decode` returns.
_NO_SEPARATOR = "\uffff"
_END_OF_FILE = "\0"
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_EXCEL_HINT = re.compile(r"sep=([,;\t|])\s*?(?:\r|\n|$)", re.IGNORECASE)
_OTHER_LANGUAGES = re.compile(r'\s*(?:<[!?a-z]|\{\s*["}]|\[\s*[\[{"]|\{\\rtf|%PDF-)', re.IGNORECASE)


def read_separated(name: str, data: bytes, gate: RowGate) -> Sheet:
    """The table in `data`, the bytes of the text file `name`.

    Raises `Trouble`: `file_empty`, `file_not_a_table`, `file_encoding_unknown`, `file_quote_open` with the line, or
    what `gate` says.
    """
    text, encoding = decode(name, data)
    if _OTHER_LANGUAGES.match(text):
        raise Trouble("file_not_a_table", name=name)
    hint = _EXCEL_HINT.match(text)
    separator = hint[1] if hint else _find_separator(name, text)
    records = []
    shared: dict[str, str] = {}  # a register repeats itself: equal cells need one place in memory
    for record in islice(_records(name, text, separator or _NO_SEPARATOR), 1 if hint else 0, None):
        gate.let_through(len(record.cells))
        records.append(SheetRow(record.line, tuple(shared.setdefault(cell, cell) for cell in record.cells)))
    layout = lay_out(name, records)
    understood = Understanding(SheetFormat.CSV, encoding=encoding, separator=separator, title_lines=layout.title_lines)
    return Sheet(name, layout.columns, layout.rows, understood)


def _find_separator(name: str, text: str) -> str:
    """The separator by which the first records have as many cells as the header; empty where there is one column."""
    fits = {separator: _fit(name, text, separator) for separator in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda separator: fits[separator])
    return best if fits[best] > (0.0, 0) else ""


def _fit(name: str, text: str, separator: str) -> tuple[float, int]:
    """How well `separator` fits: the share of records as wide as the header, then the width; (0, 0) where it does not.

    Hand-made files leave out empty cells at the end of a row; but where most records are not divided at all, what
    divides the header is part of its text.
    """
    sample: list[SheetRow] = []
    with suppress(Trouble):  # what came before an open quotation mark counts, and reading the whole tells of it
        sample.extend(islice(_records(name, text, separator), _SAMPLE_RECORDS))
    widths = [len(record.cells) for record in sample if len(record.cells) > 1 or "".join(record.cells).strip()]
    if not widths or widths[0] == 1 or widths.count(1) * 2 > len(widths):
        return 0.0, 0
    return widths.count(widths[0]) / len(widths), widths[0]


def _records(name: str, text: str, separator: str) -> Iterator[SheetRow]:
    """The records of `text` as they are, each with the line on which it begins.

    A sentinel after the last line comes back alone, unless a quotation mark is open that has swallowed it.
    """
    lines = chain((found[0] for found in _LINE.finditer(text)), [_END_OF_FILE])
    reader = csv.reader(lines, delimiter=separator)
    line = 1
    try:
        for cells in reader:
            if cells == [_END_OF_FILE]:
                return
            if cells and cells[-1].endswith(_END_OF_FILE):
                raise Trouble("file_quote_open", name=name, line=line)
            yield SheetRow(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as error:  # a cell of more than 128 KiB: nothing but a lost quotation mark makes one
        raise Trouble("file_quote_open", name=name, line=line) from error
