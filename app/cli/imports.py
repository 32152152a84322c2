"""Importing tables into a workspace: says how the file is understood, then imports what is new and what is changed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from app.assets.imports import ASSETS
from app.assets.imports.consumables import CONSUMABLES
from app.assets.imports.kinds import IMPORT_KINDS, kind_of
from app.assets.imports.licences import LICENCES
from app.assets.imports.models import MODELS
from app.cli.stepping import carry_out
from app.cli.workspace import opened
from app.directory.import_sources import ImportSource, remember, remembered
from app.directory.imports import ImportChoices, ImportKind, Matching
from app.directory.queries import customer_named
from app.foundation.errors import Trouble
from app.foundation.ids import new_id
from app.foundation.sentences import declare
from app.foundation.sheets.amounts import DecimalMark
from app.foundation.sheets.columns import ColumnForm, ColumnMapping, FieldKind, suggest_mapping
from app.foundation.sheets.dates import DateOrder
from app.foundation.sheets.preview import ColumnUse, ImportPreview, PreviewRow, Verdict, open_table, understand
from app.foundation.sheets.refused import write_refused
from app.foundation.sheets.sheet import Sheet
from app.foundation.sheets.words import VERDICT_NAMES, file_words, form_words, remarks
from app.foundation.translation import N_, _
from app.storage.runner import CommandRunner
from app.storage.units import Reader

_DATE_ORDERS = {"day-first": DateOrder.DAY_FIRST, "month-first": DateOrder.MONTH_FIRST}
_DECIMAL_MARKS = {"point": DecimalMark.POINT, "comma": DecimalMark.COMMA}
_NO_DEVICES = (CONSUMABLES, LICENCES, MODELS)
"""What is kept beside the register of devices, and whose tables look as if they were of devices."""

declare(
    {
        "customer_not_named": N_("Say whose these are with --customer NAME."),
        "import_of_another_kind": N_(
            "By its headings this table holds something else: {table}. Import it with “paigong import {name}”, or "
            "rename the columns if it does list devices."
        ),
    }
)


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    importing = commands.add_parser("import", help=_("import customers, people, licences and more from a table"))
    importing.add_argument("kind", choices=[kind for kind in IMPORT_KINDS if kind != ASSETS.name])
    add_options(importing)


def add_options(importing: argparse.ArgumentParser) -> None:
    """What every import is told."""
    importing.add_argument("file", type=Path, help=_("CSV or Excel workbook"))
    importing.add_argument("--customer", default="", help=_("whose systems or devices these are"))
    importing.add_argument("--keep-codes", action="store_true", help=_("give no codes of ours beside those there are"))
    importing.add_argument(
        "--update",
        choices=[matching for matching in Matching if matching is not Matching.ADD_ONLY],
        default=Matching.ADD_ONLY,
        help=_("correct devices that are here, known by what is named; empty cells leave values alone"),
    )
    importing.add_argument("--dates", choices=list(_DATE_ORDERS), help=_("what stands first in 3/4/2026"))
    importing.add_argument("--decimals", choices=list(_DECIMAL_MARKS), help=_("what stands before decimals"))
    importing.add_argument("--preview", action="store_true", help=_("show what would become of each row; do nothing"))
    importing.add_argument("--refused-to", type=Path, metavar="FILE", help=_("write the refused rows to this CSV file"))
    importing.set_defaults(run=import_table)


def import_table(arguments: argparse.Namespace) -> int:
    """Import, or show what would become of each row."""
    kind = IMPORT_KINDS[arguments.kind]
    sheet = open_table(arguments.file)
    found = kind_of(sheet, kind)
    if kind is ASSETS and found in _NO_DEVICES:
        raise Trouble("import_of_another_kind", table=_(found.label), name=found.name)
    with opened(arguments) as workspace:
        with workspace.store.read() as reader:
            customer_id = _customer_id(reader, arguments.customer) if kind.of_customer else ""
            matching = Matching(arguments.update)
            choices = ImportChoices(customer_id, arguments.keep_codes, matching, new_id())
            mapping = _mapping(sheet, kind, arguments, remembered(reader, kind.name, sheet.columns))
            table = understand(sheet, mapping, kind.fields)
            known = kind.look_up(reader, table, choices)
        preview = kind.judge(table, known, choices)
        del known  # a large register, which carrying out needs no more
        _print_preview(preview, every_row=arguments.preview)
        if arguments.refused_to and preview.counts[Verdict.REFUSED]:
            write_refused(arguments.refused_to, preview)
        if not arguments.preview:
            workspace.store.write(lambda unit: remember(unit, kind.name, sheet, mapping, choices))
        return 0 if arguments.preview else _carry_out(workspace.runner, preview, choices.import_id)


def _carry_out(runner: CommandRunner, preview: ImportPreview, import_id: str) -> int:
    counts = preview.counts
    if wanted := counts[Verdict.NEW] + counts[Verdict.CHANGED]:
        if not carry_out(runner, preview.steps):
            stopped = _("Stopped. What was imported so far stays, and can be undone: paigong imports undo {id}")
            print(stopped.format(id=import_id), file=sys.stderr)
            return 1
        print(_("Imported: {count}.").format(count=wanted))
        return 0
    if counts[Verdict.ALREADY_HERE] and not counts[Verdict.REFUSED]:
        print(_("Nothing to import: all of it is already here."))
        return 0
    print(_("Nothing could be imported. Mend the refused rows and import the file again."), file=sys.stderr)
    return 1


def _customer_id(reader: Reader, name: str) -> str:
    if not name:
        raise Trouble("customer_not_named")
    return customer_named(reader, name).id


def _mapping(
    sheet: Sheet, kind: ImportKind[Any], arguments: argparse.Namespace, source: ImportSource | None
) -> ColumnMapping:
    """As at the last import with these headings, else as the names suggest; what is said now counts before both."""
    chosen: dict[FieldKind, ColumnForm] = {}
    if arguments.dates:
        chosen[FieldKind.DATE] = _DATE_ORDERS[arguments.dates]
    if arguments.decimals:
        chosen[FieldKind.AMOUNT] = _DECIMAL_MARKS[arguments.decimals]
    forms = {known.name: chosen[known.kind] for known in kind.fields if known.kind in chosen}
    known = source.mapping(sheet) if source else suggest_mapping(sheet, kind.fields)
    return ColumnMapping(known.columns, {**known.forms, **forms})


def _print_preview(preview: ImportPreview, *, every_row: bool) -> None:
    print(f"{preview.sheet.name}: {', '.join(file_words(preview.sheet.understood))}")
    for column in preview.columns:
        print("  " + _column_line(column))
    for row in preview.rows:
        if every_row or row.verdict is Verdict.REFUSED:
            print(_row_line(row))
    for addition in preview.additions:
        print(f"{_(addition.label)} ({len(addition.names)}): {'; '.join(addition.names)}")
    counts = preview.counts
    print("  ".join(f"{_(name)}: {counts[verdict]}" for verdict, name in VERDICT_NAMES.items()))


def _column_line(column: ColumnUse) -> str:
    if column.field is None:
        return _("{column} → not imported").format(column=column.name)
    form = form_words(column.form)
    return f"{column.name} → {_(column.field.label)}" + (f" ({form})" if form else "")


def _row_line(row: PreviewRow) -> str:
    what = " | ".join(text.replace("\n", " · ") for text in row.shown)
    line = _("Line {line}").format(line=row.line)
    return "  ".join(part for part in (line, _(VERDICT_NAMES[row.verdict]), what, remarks(row)) if part)
