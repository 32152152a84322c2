"""Writes tables as other programs do, so that tests can read them back."""

from __future__ import annotations

import codecs
import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl

from app.foundation.sheets.sheet import Sheet, SheetFormat, SheetRow, Understanding

Table = Sequence[Sequence[str]]
ENCODINGS = {
    "UTF-8": ("utf-8", b""),
    "UTF-8 BOM": ("utf-8", codecs.BOM_UTF8),
    "UTF-16 LE": ("utf-16-le", codecs.BOM_UTF16_LE),
    "UTF-16 LE without BOM": ("utf-16-le", b""),
    "UTF-16 BE": ("utf-16-be", codecs.BOM_UTF16_BE),
    "UTF-16 BE without BOM": ("utf-16-be", b""),
    "GB18030": ("gb18030", b""),
}
LINE_ENDS = ("\n", "\r\n", "\r")
SEPARATORS = (",", ";", "\t", "|")


def separated(table: Table, separator: str = ",", line_end: str = "\n") -> str:
    """The table as text, with quotation marks where they are needed only."""
    special = {separator, '"', "\r", "\n"}

    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if special & set(cell) else cell

    return "".join(separator.join(map(quoted, row)) + line_end for row in table)


def encoded(text: str, encoding: str) -> bytes:
    """The text in one of `ENCODINGS`."""
    codec, mark = ENCODINGS[encoding]
    return mark + text.encode(codec)


def workbook(*worksheets: Sequence[Sequence[object]]) -> bytes:
    """An Excel workbook with these worksheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(worksheets, start=1):
        worksheet = book.create_sheet(f"Sheet{number}")
        for row in rows:
            worksheet.append(row)
    return saved(book)


def workbook_as_excel_writes(header: Sequence[str]) -> bytes:
    """A workbook whose texts stand in a table of their own, to which the cells point; openpyxl writes them in place."""
    empty = workbook([])
    with zipfile.ZipFile(io.BytesIO(empty)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    types = types.replace("</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = "".join(f"<si><t>{text}</t></si>" for text in header)
    cells = "".join(f'<c t="s"><v>{place}</v></c>' for place in range(len(header)))
    parts = {
        "[Content_Types].xml": types,
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{texts}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData><row>{cells}</row></sheetData></worksheet>',
    }
    return with_parts(empty, {name: text.encode() for name, text in parts.items()})


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of the workbook's file."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_parts(workbook_file: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same workbook with some of its parts replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook_file)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            new.writestr(name, parts.get(name) or old.read(name))
    return file.getvalue()


def sheet_of(table: Table, form: SheetFormat = SheetFormat.CSV) -> Sheet:
    """A sheet as if it had been read from a file, its header in line 1."""
    rows = tuple(SheetRow(line, tuple(row)) for line, row in enumerate(table[1:], start=2))
    return Sheet("register.csv", tuple(table[0]), rows, Understanding(form))
