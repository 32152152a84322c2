"""One door for every file that a table may come in. What a file is, is decided by its bytes, not by its name."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

from app.foundation.errors import Trouble
from app.foundation.sheets.limits import USUAL_LIMITS, RowGate, SheetLimits
from app.foundation.sheets.separated import read_separated
from app.foundation.sheets.sheet import Sheet, SheetFormat

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"PK\x05\x06")
_SUFFIXES = {
    SheetFormat.CSV: frozenset({".csv", ".tsv", ".tab", ".txt"}),
    SheetFormat.XLSX: frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"}),
}


def read_sheet(path: Path, limits: SheetLimits = USUAL_LIMITS) -> Sheet:
    """The table in the file at `path`, as texts.

    Raises `Trouble` with `name`, the file's name: `file_missing`, `file_not_readable`, `file_empty`, `file_too_large`,
    `file_too_many_rows`, `file_too_many_columns`, `file_takes_too_long`, `file_not_a_table`, `file_format_old_excel`,
    `file_protected`, `file_damaged`, `file_encoding_unknown` or `file_quote_open`.
    """
    data = _load(path, limits)
    gate = RowGate(path.name, limits)
    if data.startswith(_OLE):
        raise _trouble_with_ole(path.name, data)
    if data.startswith(_OTHER_KINDS):
        raise Trouble("file_not_a_table", name=path.name)
    if data.startswith(_ZIP):
        from app.foundation.sheets.workbook import read_workbook  # openpyxl is loaded when a workbook comes

        sheet = read_workbook(path.name, data, gate, limits)
    else:
        sheet = read_separated(path.name, data, gate)
    named_otherwise = path.suffix.lower() not in _SUFFIXES[sheet.understood.format]
    return replace(sheet, understood=replace(sheet.understood, named_otherwise=named_otherwise))


def _load(path: Path, limits: SheetLimits) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Trouble("file_not_a_table", name=path.name)
        with path.open("rb") as source:
            data = source.read(limits.file_bytes + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Trouble("file_missing", name=path.name) from error
    except OSError as error:
        raise Trouble("file_not_readable", name=path.name) from error
    if not data:
        raise Trouble("file_empty", name=path.name)
    if len(data) > limits.file_bytes:
        raise Trouble("file_too_large", name=path.name, megabytes=limits.file_bytes // 2**20)
    return data


def _trouble_with_ole(name: str, data: bytes) -> Trouble:
    """The container of Office files before 2007, which Excel still uses around a workbook with a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Trouble("file_protected", name=name)
    if any(stream.encode("utf-16-le") in data for stream in ("Workbook\0", "Book\0")):
        return Trouble("file_format_old_excel", name=name)
    return Trouble("file_not_a_table", name=name)
