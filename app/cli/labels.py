"""Printing labels of devices: which ones, on what, and with which corrections; `label_printing` does it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli import label_printing
from app.cli.records import asset_id_of
from app.cli.workspace import opened
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.settings import Calibration, read_settings, write_settings
from app.foundation.sheets.encodings import decode
from app.foundation.translation import N_, _

if TYPE_CHECKING:
    from app.labels.jobs import LabelJob
    from app.labels.queries import Labels
    from app.storage.units import Reader

_ALL, _UNLABELLED = "all", "unlabelled"
_LONGEST_PATH = 255
_RULER = 100.0


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    labels = commands.add_parser("labels", help=_("print the labels of devices"))
    labels.add_argument(
        "--format",
        default="50x30",
        help=_("the roll or the sheet: 40x30, 50x30, 60x40, L7160, or what you call your own"),
    )
    labels.add_argument("--design", default="", help=_("which design stands on the labels of a sheet"))
    which = labels.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--assets",
        nargs="+",
        metavar="KJC-COM-1234",
        help=_("codes, files with a code on each line, “all” or “unlabelled”"),
    )
    which.add_argument(
        "--resume",
        nargs="?",
        const="",
        metavar="KJC-COM-1234",
        help=_("go on with the job that stopped on a label printer, from this label on, else from where it stopped"),
    )
    which.add_argument(
        "--calibrate", action="store_true", help=_("a page to be held against a sheet, instead of labels")
    )
    where = labels.add_mutually_exclusive_group()
    where.add_argument("--out", type=Path, help=_("a PDF"))
    where.add_argument(
        "--printer",
        help=_(
            "a printer of this computer, or a label printer: zpl://10.0.0.7, tspl://printer:9100, zpl:///dev/usb/lp0"
        ),
    )
    labels.add_argument(
        "--used", type=int, nargs="*", default=(), help=_("places of the first sheet that are used, from 1")
    )
    labels.add_argument("--by-column", action="store_true", help=_("fill sheets column by column"))
    labels.add_argument("--copies", type=int, default=1, choices=range(1, 100), metavar="1–99")
    labels.add_argument("--from", dest="begin", type=int, default=1, help=_("begin with this label, from 1"))
    labels.add_argument("--reason", default="", help=_("why labels are printed again that were printed before"))
    labels.add_argument(
        "--corrections",
        type=float,
        nargs=4,
        metavar=("RIGHT", "DOWN", "ACROSS", "ALONG"),
        help=_("of the printer, kept for it: how far to move, and how long its rulers of 100 mm came out; in mm"),
    )
    labels.add_argument("--corrected-as", metavar="NAME", help=_("the printer whose corrections a PDF is made with"))
    labels.set_defaults(run=_labels)


def _labels(arguments: argparse.Namespace) -> int:
    from app.assets.label_commands import check_reprints

    if not (arguments.out or arguments.printer or arguments.resume is not None):
        raise Rejection("labels_nowhere")
    calibration = _calibration(arguments)
    with opened(arguments) as workspace:
        label_printing.write_down_what_is_out(workspace)
        if arguments.calibrate:
            label_printing.print_calibration_page(arguments, workspace, calibration)
            return 0
        if arguments.resume is not None:
            return label_printing.go_on(arguments, workspace)
        with workspace.store.read() as reader:
            labels = _labels_of(reader, arguments.assets).beginning_with(arguments.begin)
            check_reprints(reader, labels.assets, arguments.reason)
            job = replace(_job(reader, arguments, labels), calibration=calibration)
        if labels.ready:
            label_printing.print_job(arguments, workspace, labels, job)
        elif not labels.waiting:
            print(_("No device waits for a label."), file=sys.stderr)
    labels.check()
    return 0


def _calibration(arguments: argparse.Namespace) -> Calibration:
    """The corrections that were given, which are kept from then on, or those that are known of the printer."""
    name = arguments.printer or arguments.corrected_as or ""
    settings = read_settings(arguments.home)
    if arguments.corrections is None:
        return settings.labels.calibrations.get(name, Calibration())
    right, down, across, along = arguments.corrections
    if min(across, along) <= 0:
        raise Rejection("ruler_impossible")
    given = Calibration(right, down, _RULER / across, _RULER / along)
    if name:
        known = {**settings.labels.calibrations, name: given}
        write_settings(arguments.home, replace(settings, labels=replace(settings.labels, calibrations=known)))
    return given


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
        "label_design_not_on_roll": N_("The roll {code} says itself what stands on it. Leave --design out."),
        "label_design_is_sheet": N_("The sheet {code} is no design. After --design comes what stands on its labels."),
        "labels_nowhere": N_("Say where the labels go: --out with a file, or --printer."),
        "ruler_impossible": N_("A ruler that came out has a length. Measure both on the calibration page."),
    }
)
