"""Making designs and sheets: each change is a new version, so that what was printed by one can be printed so again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.accounts.rules import Permission
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.labels.formats import SHIPPED, Medium, content_of, newest_version
from app.labels.rules.designs import Design
from app.labels.rules.media import FormatKind, check_name
from app.labels.rules.sheets import Sheet
from app.labels.tables import LabelFormat
from app.storage.commands import Context, handles
from app.storage.units import Reader, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLabelFormat:
    """Write a design or a sheet, or a new version of one, called `name`, whatever it says of itself.

    `id` is that of the new version, `seen_number` that of the version it was made from, else 0.
    """

    id: str
    format_id: str
    name: str
    design: Design | None = None
    sheet: Sheet | None = None
    in_use: bool = True
    seen_number: int = 0


@handles("labels.write_format", WriteLabelFormat, permission=Permission.DESIGN_LABELS)
def write_label_format(unit: UnitOfWork, command: WriteLabelFormat, context: Context) -> None:
    """Two people who changed it at once would silently undo each other: the second one is asked to look again."""
    medium = _checked(command)
    unit.require_new(LabelFormat, command.id)
    newest = newest_version(unit, command.format_id)
    if (newest.number if newest else 0) != command.seen_number:
        raise Rejection("label_format_changed_meanwhile", name=medium.name)
    kind = FormatKind.DESIGN if isinstance(medium, Design) else FormatKind.SHEET
    if newest is not None and newest.kind is not kind:
        raise Rejection("label_format_of_other_kind", name=newest.name)
    _check_name_free(unit, medium.name, command.format_id)
    unit.put(
        LabelFormat(
            id=command.id,
            format_id=command.format_id,
            number=command.seen_number + 1,
            name=medium.name,
            kind=kind,
            content=content_of(medium),
            in_use=command.in_use,
            made_at=context.at,
            made_by_id=context.actor_id,
        )
    )


def _checked(command: WriteLabelFormat) -> Medium:
    from app.labels.judging import check_medium  # loads fonts and what draws, which no start should wait for

    medium = command.design or command.sheet
    if medium is None or (command.design and command.sheet):
        raise Rejection("label_format_missing")
    check_name(command.name)
    check_medium(medium)
    return replace(medium, code="", name=command.name, version=0)


def _check_name_free(unit: Reader, name: str, format_id: str) -> None:
    """Labels are asked for by these names, so each means one thing, for ever."""
    shipped = {medium.code.casefold() for medium in SHIPPED}
    others = {row.name.casefold() for row in unit.having(LabelFormat) if row.format_id != format_id}
    if name.casefold() in shipped | others:
        raise Rejection("label_name_taken", name=name)


declare(
    {
        "label_format_changed_meanwhile": N_(
            "Somebody has changed “{name}” in the meantime. Open it again and enter yours once more."
        ),
        "label_format_of_other_kind": N_("“{name}” is a design or a sheet, and stays that. Make a new one."),
        "label_format_missing": N_("Write one design or one sheet."),
        "label_name_taken": N_("Other labels are, or were, called “{name}”. Choose another name."),
    }
)
