"""Handing labels to a file, a printer of this computer, or a label printer, and writing down what is out."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.cli.records import asset_id_of
from app.foundation.errors import PaigongError, Rejection
from app.foundation.files import write_atomically
from app.foundation.sentences import declare, sentence
from app.foundation.settings import Calibration
from app.foundation.translation import N_, _

if TYPE_CHECKING:
    from app.labels.dots import Dots
    from app.labels.jobs import LabelJob
    from app.labels.keeping import KeptJob
    from app.labels.queries import Labels
    from app.labels.rules.sheets import Margins
    from app.storage.units import UnitOfWork
    from app.workspace import Workspace

_IN_DOUBT = N_("Whether {code} is out already is not known, so it is printed. Or name another one: --resume CODE")


class SystemPrinters(Protocol):
    """The printers of this computer, as whoever starts the command line knows them."""

    def margins(self, name: str, width_mm: float, height_mm: float) -> Margins:
        """What a printer leaves white of a paper of this size."""

    def hand_over(self, name: str, pdf: bytes, dots_per_mm: float) -> None:
        """Give the pages of a PDF to a printer, exactly in their size, with symbols of so many dots a millimetre."""


def print_calibration_page(arguments: argparse.Namespace, workspace: Workspace, calibration: Calibration) -> None:
    """Print a page to be held against the sheet that was named.

    :raises Rejection: ``calibration_needs_sheet``
    """
    from app.labels.formats import medium_named
    from app.labels.pages import SHEET_DOTS_PER_MM, calibration_page
    from app.labels.rules.sheets import Sheet

    with workspace.store.read() as reader:
        sheet = medium_named(reader, arguments.format)
    if not isinstance(sheet, Sheet):
        raise Rejection("calibration_needs_sheet")
    pdf = calibration_page(sheet, calibration)
    if arguments.out:
        _write(arguments.out, pdf)
    else:
        _hand_over(arguments, pdf, SHEET_DOTS_PER_MM, 1)


def print_job(arguments: argparse.Namespace, workspace: Workspace, labels: Labels, job: LabelJob) -> None:
    """Check the labels, print them, and write down what is out."""
    from app.labels.jobs import records
    from app.labels.keeping import KeptJob
    from app.labels.printers import is_address

    if arguments.printer and is_address(arguments.printer):
        kept = KeptJob(
            asset_ids=tuple(asset.id for asset in labels.assets),
            medium=job.medium,
            printer=arguments.printer,
            copies=job.copies,
            reason=arguments.reason,
            begun_at=workspace.runner.clock.now(),
        )
        dots = _dots(kept, job)
        _tell_what_is_given_up(workspace)
        _print_and_keep(workspace, kept, job, dots)
        return
    pdf = _checked(job)
    if arguments.out:
        _write(arguments.out, pdf)
    else:
        _warn_of_margins(arguments, job)
        _hand_over(arguments, pdf, job.dots_of_symbols, len(job.labels) * job.copies)
    workspace.runner.run(*records(labels.assets, job.medium, arguments.reason))


def go_on(arguments: argparse.Namespace, workspace: Workspace) -> int:
    """Print the rest of the job that stopped, from the label on and on the label printer that were named, if any."""
    from app.assets.label_commands import check_reprints
    from app.labels.formats import roll_named
    from app.labels.jobs import LabelJob
    from app.labels.keeping import forget, required_job
    from app.labels.queries import labels_of

    with workspace.store.read() as reader:
        kept = required_job(reader)
        if arguments.resume:
            kept = kept.beginning_with(asset_id_of(reader, arguments.resume))
        labels = labels_of(reader, kept.rest)
        kept = replace(kept, printer=arguments.printer or kept.printer)
        kept = kept.rest_of(tuple(asset.id for asset in labels.assets), arguments.reason)
        check_reprints(reader, labels.assets, kept.reason)
        roll = roll_named(reader, kept.medium)
    if labels.ready:
        if not (arguments.resume or kept.progress.is_sure):
            print(_(_IN_DOUBT).format(code=labels.ready[0].code), file=sys.stderr)
        job = LabelJob(roll, labels.ready, copies=kept.copies)
        _print_and_keep(workspace, kept, job, _dots(kept, job))
    labels.check()
    if not labels.ready:  # none of its devices is in the register any more
        workspace.store.write(forget)
    return 0


def write_down_what_is_out(workspace: Workspace) -> None:
    """Write down the labels of the job under way that are out, also where the program was killed meanwhile."""
    from app.labels.keeping import kept_job

    with workspace.store.read() as reader:
        kept = kept_job(reader)
        if kept is None:
            return
        told, keep = kept.settled(reader)

    def write(unit: UnitOfWork) -> None:
        workspace.runner.run_in(unit, *told)
        keep(unit)

    workspace.store.write(write)


def _dots(kept: KeptJob, job: LabelJob) -> list[Dots]:
    """The labels that are not out yet, checked, in the dots of the printer."""
    from app.labels.printers import Printer

    job = replace(job, dots_per_mm=Printer.parse(kept.printer).dots_per_mm)
    return job.dots(_checked(job))[kept.copies_out :]


def _print_and_keep(workspace: Workspace, kept: KeptJob, job: LabelJob, dots: list[Dots]) -> None:
    """Print on a label printer, and keep how far it came."""
    from app.labels.printers import Printer, print_labels

    printer, begun = Printer.parse(kept.printer), kept.progress.out
    store = workspace.store
    store.write(kept.keep)
    try:
        printed = print_labels(
            printer, dots, printer.dots_per_mm, told=lambda out: store.write(kept.come_to(begun + out).keep_progress)
        )
    except PaigongError as error:
        out = begun + int(str(error.params.get("printed", 0)))
        store.write(kept.come_to(out, is_sure=error.code != "printer_in_doubt").keep_progress)
        print(_("Go on with: paigong labels --resume {code}").format(code=job.label_at(out).code), file=sys.stderr)
        raise
    finally:
        write_down_what_is_out(workspace)
    if printed.is_sure:
        print(_("Printed: {count}").format(count=printed.out))
    else:
        said = _("Sent: {count}. This printer never says what is out: look whether {code} came.")
        print(said.format(count=printed.out, code=job.labels[-1].code))


def _tell_what_is_given_up(workspace: Workspace) -> None:
    from app.labels.keeping import kept_job

    with workspace.store.read() as reader:
        before = kept_job(reader)
    if before is not None:
        print(_("The job that had stopped is given up. Left over: {count}").format(count=len(before.rest)))


def _checked(job: LabelJob) -> bytes:
    pdf = job.pdf()
    print(job.check(pdf))
    return pdf


def _write(path: Path, pdf: bytes) -> None:
    write_atomically(path, pdf)
    print(path)


def _hand_over(arguments: argparse.Namespace, pdf: bytes, dots_per_mm: float, count: int) -> None:
    arguments.printers.hand_over(arguments.printer, pdf, dots_per_mm)
    print(_("Handed over to {printer}: {count}").format(printer=arguments.printer, count=count))


def _warn_of_margins(arguments: argparse.Namespace, job: LabelJob) -> None:
    """Say which labels of a sheet the printer cannot print whole."""
    if job.sheet is None:
        return
    sheet, name = job.sheet.sheet, arguments.printer
    try:
        sheet.check_margins(name, arguments.printers.margins(name, sheet.page_width, sheet.page_height))
    except Rejection as cut:
        print(sentence(cut), file=sys.stderr)


declare({"calibration_needs_sheet": N_("Calibration pages are for sheets. Name one: --format L7160.")})
