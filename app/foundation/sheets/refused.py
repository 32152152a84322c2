"""The refused rows of an import as a file of their own, to be mended and imported again."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

from app.foundation.files import write_atomically
from app.foundation.sheets.formulas import guarded
from app.foundation.sheets.preview import ImportPreview, Verdict
from app.foundation.sheets.words import remarks
from app.foundation.translation import N_, _

_REASON = N_("Why it was refused")


def write_refused(path: Path, preview: ImportPreview) -> int:
    """Write the refused rows, as they were and with the reasons before them, to a CSV file (UTF-8 with BOM).

    Returns how many there are. Raises `Trouble`: `disk_full`, `file_not_writable`.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([_(_REASON), *map(guarded, preview.sheet.columns)])
    pairs = zip(preview.rows, preview.sheet.rows, strict=True)
    refused = [(row, source) for row, source in pairs if row.verdict is Verdict.REFUSED]
    for row, source in refused:
        # The reasons stand first, so that a value beyond the last column stays where it was.
        writer.writerow([guarded(remarks(row)), *map(guarded, source.cells)])
    write_atomically(path, codecs.BOM_UTF8 + file.getvalue().encode())
    return len(refused)
