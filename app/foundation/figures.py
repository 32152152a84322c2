"""A plain figure as a person types it: 12, 1.5 or 1,5, with a minus where it is below zero."""

from __future__ import annotations

from decimal import Decimal

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.sheets.amounts import DecimalMark, parse_amount
from app.foundation.translation import N_


def figure_of(text: str) -> Decimal:
    """The figure that `text` means; a text that can be read as two figures is none.

    :raises Rejection: ``figure_not_understood``, ``figure_unclear``
    """
    try:
        amount = parse_amount(text, DecimalMark.UNCLEAR)
    except Rejection as error:
        code = "figure_unclear" if error.code == "amount_unclear" else "figure_not_understood"
        raise Rejection(code, value=text) from error
    if amount.currency is not None:
        raise Rejection("figure_not_understood", value=text)
    return amount.value


def plain(figure: Decimal) -> str:
    """A figure with no more digits than it needs: 2, not 2.000."""
    return f"{figure.normalize():f}" if figure else "0"


declare(
    {
        "figure_not_understood": N_("“{value}” is not a number. Write it like 12, 1.5 or 1,5."),
        "figure_unclear": N_("“{value}” may mean two numbers. Write it without a comma or point, or like 1.5."),
    }
)
