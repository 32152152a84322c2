"""What a part that was used is counted in, where it comes from, and how much of it there can be."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from app.foundation.errors import Rejection
from app.foundation.figures import figure_of, plain
from app.foundation.sentences import declare
from app.foundation.translation import N_


class PartUnit(StrEnum):
    """What a part is counted in."""

    PIECE = "piece"
    SET = "set"
    PACK = "pack"
    METRE = "metre"
    LITRE = "litre"
    KILOGRAM = "kilogram"


class PartSource(StrEnum):
    """Whose part it was."""

    OWN_STOCK = "own_stock"
    CUSTOMER = "customer"
    SUPPLIER = "supplier"


PART_UNIT_NAMES = {
    PartUnit.PIECE: N_("pcs"),
    PartUnit.SET: N_("sets"),
    PartUnit.PACK: N_("packs"),
    PartUnit.METRE: N_("m"),
    PartUnit.LITRE: N_("l"),
    PartUnit.KILOGRAM: N_("kg"),
}
PART_SOURCE_NAMES = {
    PartSource.OWN_STOCK: N_("Our own stock"),
    PartSource.CUSTOMER: N_("The customer's"),
    PartSource.SUPPLIER: N_("A supplier's"),
}

MOST_THOUSANDTHS = 10**9
_THOUSAND = 1000
_COUNTED = frozenset({PartUnit.PIECE, PartUnit.SET, PartUnit.PACK})
"""There is no half of one."""


def thousandths_of(text: str, unit: PartUnit) -> int:
    """How much `text` means, in thousandths of the unit.

    :raises Rejection: ``figure_not_understood``, ``figure_unclear``, and as `check_quantity` does
    """
    thousandths = figure_of(text) * _THOUSAND
    if thousandths != int(thousandths):
        raise Rejection("part_quantity_wrong", value=text)
    check_quantity(int(thousandths), unit)
    return int(thousandths)


def check_quantity(thousandths: int, unit: PartUnit) -> None:
    """Whether that much of a part can have been used: more than nothing, and whole pieces.

    :raises Rejection: ``part_quantity_wrong``, ``part_quantity_not_whole``
    """
    if not 0 < thousandths <= MOST_THOUSANDTHS:
        raise Rejection("part_quantity_wrong", value=quantity_text(thousandths))
    if unit in _COUNTED and thousandths % _THOUSAND:
        raise Rejection("part_quantity_not_whole", value=quantity_text(thousandths))


def quantity_text(thousandths: int) -> str:
    """Thousandths of a unit as a figure: 2, 1.5."""
    return plain(Decimal(thousandths) / _THOUSAND)


declare(
    {
        "part_quantity_wrong": N_(
            "{value} is not a quantity that can be used: it is more than nothing, at most a million, with at most "
            "three decimals. Correct it."
        ),
        "part_quantity_not_whole": N_("Of pieces, sets and packs {value} cannot be used. Enter a whole number."),
        "part_withdrawn": N_("“{part}” was taken off the list of parts in the meantime. Note it anew if it was used."),
    }
)
