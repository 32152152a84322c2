"""The printers of this computer, for the window and the command line; every call waits, so none is the GUI thread's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.foundation.sentences import declare
from app.foundation.translation import N_
from ui.printers.aside import aside

if TYPE_CHECKING:
    from app.labels.rules.sheets import Margins

_ASKING_SECONDS = 20.0
"""So long a printing system may look for printers on the network."""
_JOB_SECONDS, _PAGE_SECONDS = 60.0, 3.0
"""So long it may take for a job, and for each of its pages: more than ten times of what CUPS takes."""


def names() -> list[str]:
    """What this computer calls its printers, the usual one first.

    :raises Trouble: as `aside`
    """
    from ui.printers.spooling import printer_names

    return aside(printer_names, patience_seconds=_ASKING_SECONDS)


def margins(name: str, width_mm: float, height_mm: float) -> Margins:
    """What a printer leaves white of a paper of this size.

    :raises Trouble: as `aside` and `spooling.printer_margins`
    """
    from ui.printers.spooling import printer_margins

    return aside(printer_margins, name, width_mm, height_mm, patience_seconds=_ASKING_SECONDS)


def hand_over(name: str, pdf: bytes, dots_per_mm: float, is_unwanted: Callable[[], bool] = lambda: False) -> None:
    """Give the pages of a PDF to a printer, exactly in their size.

    :param dots_per_mm: the dots that symbols on the pages are made of
    :raises Trouble: as `aside` and `spooling.hand_over`
    """
    from app.labels.dots import page_count
    from ui.printers import spooling

    patience = _JOB_SECONDS + _PAGE_SECONDS * page_count(pdf)
    aside(spooling.hand_over, name, pdf, dots_per_mm, patience_seconds=patience, is_unwanted=is_unwanted)


declare(
    {
        "system_printer_gone": N_(
            "This computer has no printer “{name}”. It has: {known}. Choose another one, or add it in the settings."
        ),
        "system_printer_paper": N_(
            "The printer “{name}” has no paper of {width} × {height} mm. Choose other labels or another printer, or "
            "add this size in the settings of the printer."
        ),
        "system_printer_stopped": N_(
            "The printer “{name}” is stopped or reports a fault: nothing was printed. Look at the printer, start it in "
            "the settings of this computer, and print again."
        ),
        "system_printer_refuses": N_(
            "The printer “{name}” did not take the pages. Look at it in the settings of this computer, and print again."
        ),
    }
)
