"""What a checklist asks, and what counts as an answer: pure.

A list is written as people write one, a point a line::

    * Insulation measured [MΩ 1..]
    Temperature of the room [°C 10..35]

A star in front says that the point is required. In brackets at the end stands what is measured: its unit, and between
which limits it is right; either may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.foundation.errors import Rejection
from app.foundation.figures import figure_of, plain
from app.foundation.sentences import declare
from app.foundation.translation import N_

MOST_ITEMS = 100
LONGEST_ITEM = 300
_LONGEST_LINE = 2 * LONGEST_ITEM
"""With what is asked for; a longer one is not even looked through."""
_FIGURE = r"-?\d+(?:[.,]\d+)?"
_LINE = re.compile(r"(?P<star>\*\s*)?(?P<text>[^\s*\[].*?)\s*(?:\[(?P<asked>[^\[\]]*)\])?")
_ASKED = re.compile(rf"(?P<unit>[^\s\d.-]\S*)?\s*(?:(?P<least>{_FIGURE})?\s*\.\.\s*(?P<most>{_FIGURE})?)?")


class ItemAnswer(StrEnum):
    """What was done about a point."""

    DONE = "done"
    NOT_DONE = "not_done"
    NOT_APPLICABLE = "not_applicable"


ITEM_ANSWER_NAMES = {
    ItemAnswer.DONE: N_("Done"),
    ItemAnswer.NOT_DONE: N_("Not done"),
    ItemAnswer.NOT_APPLICABLE: N_("Does not apply"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A point of a list; `place` counts from 1. Where something is measured it may have a unit and limits."""

    place: int
    text: str
    required: bool = False
    measured: bool = False
    unit: str = ""
    least: Decimal | None = None
    most: Decimal | None = None

    @property
    def limits(self) -> str:
        """What is right, with its unit: ``10 – 35 °C``; the unit alone, or nothing, where anything is."""
        least, most = (plain(limit) if limit is not None else "" for limit in (self.least, self.most))
        between = f"{least} – {most}" if least and most else f"≥ {least}" if least else f"≤ {most}" if most else ""
        return f"{between} {self.unit}".strip()

    def is_outside(self, reading: str) -> bool:
        """Whether what was measured lies outside of the limits."""
        if not reading:
            return False
        value = Decimal(reading)
        return (self.least is not None and value < self.least) or (self.most is not None and value > self.most)


def items_of(text: str) -> tuple[Item, ...]:
    """The points of a list.

    :raises Rejection: ``checklist_empty``, ``checklist_too_long``, ``checklist_line_unclear``
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise Rejection("checklist_empty")
    if len(lines) > MOST_ITEMS:
        raise Rejection("checklist_too_long", most=MOST_ITEMS)
    return tuple(_item(place, line) for place, line in enumerate(lines, start=1))


def _item(place: int, line: str) -> Item:
    found = _LINE.fullmatch(line) if len(line) <= _LONGEST_LINE else None
    if found is None or len(found["text"]) > LONGEST_ITEM:
        raise Rejection("checklist_line_unclear", line=line)
    if found["asked"] is None:
        return Item(place, found["text"], required=bool(found["star"]))
    asked = _ASKED.fullmatch(found["asked"].strip())
    if asked is None:
        raise Rejection("checklist_line_unclear", line=line)
    least, most = (Decimal(limit.replace(",", ".")) if limit else None for limit in (asked["least"], asked["most"]))
    if least is not None and most is not None and least > most:
        raise Rejection("checklist_line_unclear", line=line)
    return Item(
        place,
        found["text"],
        required=bool(found["star"]),
        measured=True,
        unit=asked["unit"] or "",
        least=least,
        most=most,
    )


def checked_reading(item: Item, answer: ItemAnswer, reading: str, note: str) -> str:
    """What was measured, as it is kept: with a point, empty where nothing is; the answer must say what it has to.

    :raises Rejection: ``checklist_reading_missing``, ``checklist_reading_outside``, ``checklist_note_missing``,
        ``figure_not_understood``, ``figure_unclear``
    """
    measured = plain(figure_of(reading)) if item.measured and reading.strip() else ""
    if answer is ItemAnswer.DONE and item.measured and not measured:
        raise Rejection("checklist_reading_missing")
    if not note.strip() and item.is_outside(measured):
        raise Rejection("checklist_reading_outside", reading=measured, limits=item.limits)
    if not note.strip() and answer is ItemAnswer.NOT_APPLICABLE:
        raise Rejection("checklist_note_missing")
    return measured


def still_open(items: Iterable[Item], answers: Mapping[int, ItemAnswer]) -> tuple[Item, ...]:
    """The required points that are neither done nor said not to apply; `answers` by place."""
    settled = {ItemAnswer.DONE, ItemAnswer.NOT_APPLICABLE}
    return tuple(item for item in items if item.required and answers.get(item.place) not in settled)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a list is for: kinds of order, types of device, a category of systems. What is empty is any."""

    kinds: tuple[str, ...] = ()
    type_codes: tuple[str, ...] = ()
    system_category: str = ""

    def fits(self, kind: str, type_code: str, system_category: str) -> bool:
        """Whether an order of this kind about this device and system is worked on by the list."""
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.type_codes or type_code in self.type_codes)
            and (not self.system_category or system_category.casefold() == self.system_category.casefold())
        )


declare(
    {
        "checklist_empty": N_("The checklist has no point yet. Write one a line."),
        "checklist_too_long": N_("A checklist has at most {most} points. Make two of it."),
        "checklist_line_unclear": N_(
            "“{line}” cannot be read as a point of a checklist. Write the text, and in brackets at the end what is "
            "measured, like [°C 10..35]."
        ),
        "checklist_reading_missing": N_("Enter what was measured: without it the point is not done."),
        "checklist_reading_outside": N_(
            "{reading} lies outside of what is right ({limits}). Say in the note what was done about it."
        ),
        "checklist_note_missing": N_("Say in the note why the point does not apply."),
        "checklist_changed_meanwhile": N_(
            "Somebody has changed the checklist “{name}” in the meantime. Open it again and enter yours once more."
        ),
        "checklist_not_complete": N_(
            "The checklist “{name}” is not complete: {items}. Tick what is done, or say why it does not apply."
        ),
        "notice_item_answered_anew": N_(
            "{actor} has answered point {place} of the checklist of {number} otherwise than you, and that counts. The "
            "checklist shows who and when."
        ),
        "notice_item_answered_before": N_(
            "{earlier} had answered point {place} of the checklist of {number} otherwise before you. Yours counts now: "
            "look whether that is right."
        ),
    }
)
