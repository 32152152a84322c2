"""How much of a file is read before we say no: whatever a file holds, reading it ends."""

from __future__ import annotations

import time
from dataclasses import dataclass

from app.foundation.errors import Trouble


@dataclass(frozen=True, slots=True)
class SheetLimits:
    """What one file may hold. `unpacked_bytes` counts a workbook's parts as they are after unzipping."""

    file_bytes: int = 64 * 1024 * 1024
    unpacked_bytes: int = 256 * 1024 * 1024
    rows: int = 200_000
    columns: int = 256
    seconds: float = 120.0


USUAL_LIMITS = SheetLimits()


class RowGate:
    """Every row passes here while a file is read; raises `Trouble` as soon as rows, columns or time are used up."""

    def __init__(self, name: str, limits: SheetLimits) -> None:
        self._name = name
        self._limits = limits
        self._rows = 0
        self._deadline = time.monotonic() + limits.seconds

    def let_through(self, width: int) -> None:
        """Count one row of `width` cells; 0 for an empty one, which costs only time."""
        self.check_time()
        if width > self._limits.columns:
            raise Trouble("file_too_many_columns", name=self._name, limit=self._limits.columns)
        self._rows += width > 0
        if self._rows > self._limits.rows + 1:  # the header is no row
            raise Trouble("file_too_many_rows", name=self._name, limit=self._limits.rows)

    def check_time(self) -> None:
        """For what takes time before there are rows."""
        if time.monotonic() >= self._deadline:
            raise Trouble("file_takes_too_long", name=self._name, seconds=round(self._limits.seconds))
