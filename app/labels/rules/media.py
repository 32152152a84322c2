"""What rolls and sheets are called: by which they are chosen, and by which is written down what was printed."""

from __future__ import annotations

from enum import StrEnum

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_

LONGEST_NAME = 24
"""A sheet and a design with their versions stand together in the log of what was printed."""
VERSION_MARK = "@"


class FormatKind(StrEnum):
    """What somebody has made of his own."""

    DESIGN = "design"
    SHEET = "sheet"


FORMAT_KIND_NAMES = {FormatKind.DESIGN: N_("Design"), FormatKind.SHEET: N_("Sheet")}


def medium_name(code: str, version: int) -> str:
    """`Laptops@2`: the second version of what is called so; what we ship has no versions."""
    return f"{code}{VERSION_MARK}{version}" if version else code


def check_name(name: str) -> None:
    """See whether something can be called so.

    :raises Rejection: ``label_name_impossible``
    """
    if not name or name != " ".join(name.split()) or len(name) > LONGEST_NAME or VERSION_MARK in name:
        raise Rejection("label_name_impossible", most=LONGEST_NAME)


declare(
    {
        "label_name_impossible": N_("A name has 1 to {most} characters, and no @. Choose another one."),
    }
)
