"""Printing labels of devices: into a PDF, or on a label printer."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.records import asset_id_of
from app.cli.workspace import opened
from app.foundation.errors import Rejection
from app.foundation.files import write_atomically
from app.foundation.sentences import declare
from app.foundation.sheets.encodings import decode
from app.foundation.translation import N_, _

if TYPE_CHECKING:
    from app.labels.jobs import LabelJob
    from app.labels.queries import Labels
    from app.storage.units import Reader
    from app.workspace import Workspace

_ALL, _UNLABELLED = "all", "unlabelled"
_LONGEST_PATH = 255


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    labels = commands.add_parser("labels", help=_("print the labels of devices"))
    labels.add_argument(
        "--format",
        default="50x30",
        help=_("the roll or the sheet: 40x30, 50x30, 60x40, L7160, or what you call your own"),
    )
    labels.add_argument("--design", default="", help=_("which design stands on the labels of a sheet"))
    labels.add_argument(
        "--assets",
        nargs="+",
        required=True,
        metavar="KJC-COM-1234",
        help=_("codes, files with a code on each line, “all” or “unlabelled”"),
    )
    where = labels.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path, help=_("a PDF"))
    where.add_argument("--printer", help=_("a label printer: zpl://10.0.0.7, tspl://printer:9100, zpl:///dev/usb/lp0"))
    labels.add_argument(
        "--used", type=int, nargs="*", default=(), help=_("places of the first sheet that are used, from 1")
    )
    labels.add_argument("--by-column", action="store_true", help=_("fill sheets column by column"))
    labels.add_argument("--copies", type=int, default=1, choices=range(1, 100), metavar="1–99")
    labels.add_argument("--from", dest="begin", type=int, default=1, help=_("begin with this label, from 1"))
    labels.add_argument("--reason", default="", help=_("why labels are printed again that were printed before"))
    labels.set_defaults(run=_labels)


def _labels(arguments: argparse.Namespace) -> int:
    from app.assets.label_commands import check_reprints

    with opened(arguments) as workspace:
        with workspace.store.read() as reader:
            labels = _labels_of(reader, arguments.assets).beginning_with(arguments.begin)
            check_reprints(reader, labels.assets, arguments.reason)
            job = _job(reader, arguments, labels)
        if labels.ready:
            _print(arguments, workspace, labels, job)
    labels.check()
    return 0


def _print(arguments: argparse.Namespace, workspace: Workspace, labels: Labels, job: LabelJob) -> None:
    """Print, and write down what is out, also of a job that stopped."""
    from app.labels.jobs import records
    from app.labels.printers import Printer, print_labels

    pdf, printed = job.pdf(), [0]
    print(job.check(pdf))
    try:
        if arguments.out:
            write_atomically(arguments.out, pdf)
            printed.append(len(labels.ready))
            print(arguments.out)
        else:
            print_labels(Printer.parse(arguments.printer), job.dots(pdf), job.dots_per_mm, told=printed.append)
            print(_("Printed: {count}").format(count=printed[-1]))
    finally:
        out = labels.assets[: printed[-1] // (1 if arguments.out else job.copies)]
        workspace.runner.run(*records(out, job.medium, arguments.reason))


def _job(reader: Reader, arguments: argparse.Namespace, labels: Labels) -> LabelJob:
    """The job that is asked for.

    :raises Rejection: ``label_medium_unknown``, ``label_design_not_on_roll``, ``label_design_is_sheet``
    """
    from app.labels.formats import medium_named
    from app.labels.jobs import ON_SHEETS, LabelJob
    from app.labels.pages import SheetUse
    from app.labels.rules.sheets import Order, Sheet

    medium = medium_named(reader, arguments.format)
    design = medium_named(reader, arguments.design) if arguments.design else ON_SHEETS
    if not isinstance(medium, Sheet):
        if arguments.design:
            raise Rejection("label_design_not_on_roll", code=arguments.format)
        return LabelJob(medium, labels.ready, copies=arguments.copies)
    if isinstance(design, Sheet):
        raise Rejection("label_design_is_sheet", code=arguments.design)
    order = Order.BY_COLUMN if arguments.by_column else Order.BY_ROW
    taken = {place - 1 for place in arguments.used}
    return LabelJob(design, labels.ready, SheetUse(medium, taken, order), arguments.copies)


def _labels_of(reader: Reader, wanted: list[str]) -> Labels:
    from app.assets.filters import AssetFilter
    from app.assets.queries import ids_in_care
    from app.labels.queries import labels_of

    if wanted in ([_ALL], [_UNLABELLED]):
        return labels_of(reader, ids_in_care(reader, AssetFilter(unlabelled=wanted == [_UNLABELLED])))
    return labels_of(reader, [asset_id_of(reader, code) for code in _codes(wanted)])


def _codes(wanted: list[str]) -> Iterator[str]:
    """The codes that were typed, and those in files."""
    for word in wanted:
        path = Path(word)
        if len(word) <= _LONGEST_PATH and path.is_file():
            text, _encoding = decode(path.name, path.read_bytes())
            yield from filter(None, map(str.strip, text.splitlines()))
        else:
            yield word


declare(
    {
        "label_design_not_on_roll": N_("{code} is a roll, and says itself what stands on it. Leave --design out."),
        "label_design_is_sheet": N_("{code} is a sheet. With --design comes what stands on its labels."),
    }
)
