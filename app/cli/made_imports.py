"""Imports that were made: which there are, and undoing one of them."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from app.assets.imports.kinds import IMPORT_KINDS
from app.assets.imports.made import MadeImport, made_imports
from app.assets.imports.undoing import Undoing, undoing
from app.cli.stepping import carry_out
from app.cli.workspace import opened
from app.foundation.translation import _, ngettext


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    room = commands.add_parser("imports", help=_("imports that were made: list them, undo one")).add_subparsers(
        required=True
    )
    listing = room.add_parser("list", help=_("show who imported which file when, and what is there of it"))
    listing.set_defaults(run=_list)
    taking_back = room.add_parser("undo", help=_("take back what an import brought and changed, as far as possible"))
    taking_back.add_argument("id", help=_("as the list shows it"))
    taking_back.add_argument("--preview", action="store_true", help=_("say what would be done; do nothing"))
    taking_back.set_defaults(run=_undo)


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace, workspace.store.read() as reader:
        made = made_imports(reader)
    for each in made:
        record = each.record
        kind = _(IMPORT_KINDS[record.kind].label) if record.kind in IMPORT_KINDS else record.kind
        day = record.at.astimezone().strftime("%Y-%m-%d %H:%M")
        told = (record.id, day, each.actor, record.file_name, kind, each.customer)
        print("  ".join(filter(None, told)))
        print(f"    {_counts(each)}")
    return 0


def _counts(made: MadeImport) -> str:
    """What became of the rows and, where it can be known, how much of what they brought is still here."""
    if made.brought is None:
        counts = _("new: {new}; changed: {changed}; as they were: {same}; refused: {refused}")
    else:
        counts = _(
            "new: {new}, of which {there} are here; changed: {changed}; as they were: {same}; refused: {refused}"
        )
    record = made.record
    return counts.format(
        new=f"{record.new_count:,}",
        there=f"{made.brought or 0:,}",
        changed=f"{record.changed_count:,}",
        same=f"{record.same_count:,}",
        refused=f"{record.refused_count:,}",
    )


def _undo(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace:
        with workspace.store.read() as reader:
            wanted = undoing(reader, arguments.id)
        if not arguments.preview and not carry_out(workspace.runner, wanted.steps):
            print(_("Stopped. Undo the import once more to go on."), file=sys.stderr)
            return 1
    _tell(wanted, done=not arguments.preview)
    return 0


def _tell(wanted: Undoing, *, done: bool) -> None:
    removed, restored = wanted.removed, wanted.restored
    if done:
        first = ngettext("{count} record was taken back.", "{count} records were taken back.", removed)
        second = ngettext(
            "{count} device has again what it had.", "{count} devices have again what they had.", restored
        )
    else:
        first = ngettext("{count} record would be taken back.", "{count} records would be taken back.", removed)
        second = ngettext(
            "{count} device would have again what it had.", "{count} devices would have again what they had.", restored
        )
    print(first.format(count=f"{removed:,}"), second.format(count=f"{restored:,}"))
    for left in wanted.left:
        print(_("Left as it is: {name}: {why}.").format(name=left.name, why=left.why))
