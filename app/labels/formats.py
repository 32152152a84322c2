"""Designs and sheets as they can be chosen: those that we ship, and the versions of those that people have made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

import msgspec

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.labels.rules.designs import DESIGNS, Design
from app.labels.rules.media import FormatKind, medium_name
from app.labels.rules.sheets import SHEETS, Sheet
from app.labels.tables import LabelFormat
from app.storage.units import Reader

Medium = Design | Sheet
SHIPPED: tuple[Medium, ...] = (*DESIGNS, *SHEETS)
_TYPES: dict[FormatKind, type[Medium]] = {FormatKind.DESIGN: Design, FormatKind.SHEET: Sheet}


def content_of(medium: Medium) -> str:
    """A design or a sheet as it is kept."""
    return msgspec.json.encode(medium).decode()


def medium_of(row: LabelFormat) -> Medium | None:
    """What a version says; None where a newer program has made it of what is not known here."""
    with suppress(msgspec.MsgspecError):
        medium = msgspec.json.decode(row.content, type=_TYPES[row.kind])
        return replace(medium, code=row.name, name=row.name, version=row.number)
    return None


def newest_version(reader: Reader, format_id: str) -> LabelFormat | None:
    """The version of a format that counts; None where there is no such format."""
    versions = reader.having(LabelFormat, "number", "id", format_id=format_id)
    return versions[-1] if versions else None


def formats(reader: Reader) -> list[LabelFormat]:
    """The version that counts of every format, by name; also those that are not in use any more."""
    newest = {version.format_id: version for version in reader.having(LabelFormat, "number", "id")}
    return sorted(newest.values(), key=lambda version: (version.name.casefold(), version.id))


def offered_media(reader: Reader, then: Iterable[str] = ()) -> tuple[Medium, ...]:
    """What labels can be printed on: what we ship, what people have made, then what was printed on as it was.

    :param then: what was written down, a roll or a sheet, or a sheet and a design
    """
    written = [f" {name} ".casefold() for name in then]
    older = (row for row in reader.having(LabelFormat, "number", "id") if _is_named(row, written))
    rows = [*(row for row in formats(reader) if row.in_use), *older]
    own = {medium.medium: medium for row in rows if (medium := medium_of(row)) is not None}
    return (*SHIPPED, *own.values())


def medium_named(reader: Reader, code: str) -> Medium:
    """What is called so: ``L7160``, ``Laptops``, or an older version, ``Laptops@2``.

    :raises Rejection: ``label_medium_unknown``
    """
    offered = offered_media(reader, [code])
    for medium in offered:
        if code.casefold() in {medium.code.casefold(), medium.medium.casefold()}:
            return medium
    raise Rejection("label_medium_unknown", code=code, known=[medium.code for medium in offered])


def roll_named(reader: Reader, code: str) -> Design:
    """The roll that is called so.

    :raises Rejection: ``label_medium_unknown``, ``label_printer_needs_roll``
    """
    medium = medium_named(reader, code)
    if isinstance(medium, Sheet):
        raise Rejection("label_printer_needs_roll")
    return medium


def _is_named(row: LabelFormat, written: Sequence[str]) -> bool:
    name = f" {medium_name(row.name, row.number)} ".casefold()
    return any(text.startswith(name) or text.endswith(name) for text in written)


declare({"label_medium_unknown": N_("There are no labels {code}. There are: {known}.")})
