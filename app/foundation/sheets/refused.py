"""The refused rows of an import as a file of their own, to be mended and imported again."""

from __future__ import annotations

from pathlib import Path

from app.foundation.sheets.preview import ImportPreview, Verdict
from app.foundation.sheets.words import remarks
from app.foundation.sheets.writing import write_separated
from app.foundation.translation import N_, _

_REASON = N_("Why it was refused")


def write_refused(path: Path, preview: ImportPreview) -> int:
    """Write the refused rows, as they were and with the reasons before them, to a CSV file (UTF-8 with BOM).

    Returns how many there are. Raises `Trouble`: `disk_full`, `file_not_writable`.
    """
    pairs = zip(preview.rows, preview.sheet.rows, strict=True)
    # The reasons stand first, so that a value beyond the last column stays where it was.
    refused = [(remarks(row), *source.cells) for row, source in pairs if row.verdict is Verdict.REFUSED]
    return write_separated(path, (_(_REASON), *preview.sheet.columns), refused)
