"""The QR symbol of a code, as the package `qrcode` makes it: only the code goes in, never an address or Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qrcode.constants import ERROR_CORRECT_Q

from app.documents.qr_tables import fast_rows
from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

QUIET_ZONE_MODULES = 4
"""White around a symbol; without it no reader found one (engineering.md, "Labels")."""
SMALLEST_MODULE_DOTS = 4
"""A module is a whole number of printer dots, at least so many (engineering.md, "Labels")."""
_DARK = re.compile("1+")

declare(
    {
        "code_not_ascii": N_(
            "“{text}” cannot become a QR code: a code holds only letters A to Z, digits and plain signs. "
            "Correct the code and print again. Nothing was printed."
        ),
        "code_too_long": N_(
            "“{text}” is too long for a QR code of this size. Use a larger label or a shorter code. "
            "Nothing was printed."
        ),
    }
)


@dataclass(frozen=True)
class Symbol:
    """The modules of a code, row by row from the top, `1` where one is dark, without the quiet zone."""

    rows: tuple[str, ...]

    @property
    def size(self) -> int:
        """Modules a side, quiet zone apart."""
        return len(self.rows)

    @property
    def size_with_quiet_zone(self) -> int:
        """Modules a side, with the white around it."""
        return self.size + 2 * QUIET_ZONE_MODULES

    def dark_runs(self) -> Iterator[tuple[int, int, int]]:
        """Row, first column and length of each stretch of dark modules."""
        for number, row in enumerate(self.rows):
            for run in _DARK.finditer(row):
                yield number, run.start(), run.end() - run.start()

    def module_dots(self, area_dots: int, text: str) -> int:
        """Printer dots a module, so that the symbol and its quiet zone fill a square of `area_dots` a side best.

        Raises `Trouble("code_too_long", text=…)` when a module would be too small to be read.
        """
        dots = area_dots // self.size_with_quiet_zone
        if dots < SMALLEST_MODULE_DOTS:
            raise Trouble("code_too_long", text=text)
        return dots


def symbol_of(code: str) -> Symbol:
    """The symbol of `code` at level Q, in the smallest version that holds it: `KJC-COM-1234` has 21 modules a side.

    Raises `Trouble("code_not_ascii", text=…)`.
    """
    if not (code and code.isascii() and code.isprintable()):
        raise Trouble("code_not_ascii", text=code)
    return Symbol(fast_rows(code, ERROR_CORRECT_Q))
