"""What is wrong with a design or a sheet, and what would be refused when devices are labelled by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.foundation.errors import PaigongError, Rejection, Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.labels.formats import Medium
from app.labels.jobs import ON_SHEETS
from app.labels.logos import check_logo
from app.labels.pages import ROLL_DOTS_PER_MM, SHEET_DOTS_PER_MM
from app.labels.rules.designs import OF_THE_DESIGN, Design, LabelField
from app.labels.rules.sheets import Sheet
from app.labels.setting import LabelFacts, set_label

SHORTEST = LabelFacts("KJC-COM-1234", dict.fromkeys(LabelField, "M"))
"""As little as a device can say where it says something of everything."""


def check_medium(medium: Medium) -> None:
    """See whether labels can be made by a design, or fit on a sheet.

    :raises Rejection: as `Design.check`, `Sheet.check`, `check_logo`; ``label_too_many_lines``
    :raises Trouble: as `set_label`, where what every label says cannot be printed, or a sheet's have no room for a code
    """
    if isinstance(medium, Sheet):
        medium.check()
        on_it = ON_SHEETS.resized(medium.label_width, medium.label_height)
        on_it.check()
        set_label(on_it, SHORTEST, SHEET_DOTS_PER_MM)
        return
    medium.check()
    check_logo(medium.logo)
    try:
        set_label(medium, SHORTEST, ROLL_DOTS_PER_MM)
    except Trouble as refused:
        said = refused.params.get("text", "")
        if refused.code != "text_does_not_fit" or any(said == medium.own_text(field) for field in OF_THE_DESIGN):
            raise
        raise Rejection("label_too_many_lines", shown=medium.shown_facts, most=_most_facts(medium)) from refused


def problems_of(medium: Medium, labels: Iterable[LabelFacts]) -> list[PaigongError]:
    """What is wrong with a design, or which of these labels it refuses, and why; a sheet refuses none by itself."""
    try:
        check_medium(medium)
    except PaigongError as impossible:
        return [impossible]
    return [refused for label in labels if isinstance(medium, Design) and (refused := _refusal(medium, label))]


def _refusal(design: Design, label: LabelFacts) -> PaigongError | None:
    try:
        set_label(design, label, ROLL_DOTS_PER_MM)
    except Trouble as refused:
        if refused.code == "text_does_not_fit":
            return Rejection("label_would_be_refused", code=label.code, **refused.params)
        return refused
    return None


def _most_facts(design: Design) -> int:
    for most in range(design.shown_facts - 1, 0, -1):
        try:
            set_label(replace(design, shown_facts=most), SHORTEST, ROLL_DOTS_PER_MM)
        except Trouble:
            continue
        return most
    return 0


declare(
    {
        "label_too_many_lines": N_(
            "{shown} facts do not fit on a label of this size: there is room for {most}. Show fewer, or make it larger."
        ),
        "label_would_be_refused": N_(
            "The label of {code} would be refused: “{text}” does not fit into “{field}”, not even in small type."
        ),
    }
)
