"""``paigong sla shares``: what is promised of a share of calls, and what the calls of a time made of it, as CSV."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from app.calendars.periods import Grain, Period, day_named
from app.cli.users import write_csv
from app.cli.workspace import opened
from app.foundation.sheets.formulas import guarded
from app.foundation.translation import _
from app.workorders.shares import ShareFigure, share_figures

_PROMISE = ("customer", "contract", "policy", "promise", "level", "from", "to")
_FIGURES = (*_PROMISE, "calls", "kept", "percent", "target", "met", "still_open", "not_recorded")
_MISSES = (*_PROMISE, "order", "title", "logged", "seconds", "why")
_MET = {True: "yes", False: "no", None: "no calls"}


def add_shares(words: Any) -> None:
    """Add ``shares`` to the words of ``sla``."""
    shares = words.add_parser(
        "shares", help=_("print what share of the calls kept its promise, such as picked up in 20 seconds, as CSV")
    )
    shares.add_argument("--from", dest="first", required=True, metavar="2026-11-01", help=_("first day"))
    shares.add_argument("--to", dest="last", required=True, metavar="2026-11-30", help=_("last day, itself included"))
    shares.add_argument("--by", choices=[*Grain], default=Grain.MONTH, help=_("a figure for each of these"))
    shares.add_argument("--missed", action="store_true", help=_("print instead the orders that missed the promise"))
    shares.set_defaults(run=_print)


def _print(arguments: argparse.Namespace) -> int:
    whole = Period(day_named(arguments.first), day_named(arguments.last))
    with opened(arguments) as workspace, workspace.store.read() as reader:
        figures = share_figures(reader, whole, Grain(arguments.by), workspace.runner.clock.now())
    if arguments.missed:
        write_csv(_MISSES, *(line for figure in figures for line in _miss_lines(figure)))
    else:
        write_csv(_FIGURES, *map(_figure_line, figures))
    return 0


def _promise(figure: ShareFigure) -> tuple[object, ...]:
    return (
        guarded(figure.customer.name),
        guarded(figure.contract.number),
        guarded(figure.policy.code),
        figure.target.metric,
        guarded(figure.target.level),
        figure.period.first,
        figure.period.last,
    )


def _figure_line(figure: ShareFigure) -> tuple[object, ...]:
    share = figure.share
    return (
        *_promise(figure),
        share.total,
        share.kept,
        "" if share.tenths is None else f"{share.tenths / 10:.1f}",
        figure.target.share_percent,
        _MET[figure.met],
        figure.undecided,
        figure.unrecorded,
    )


def _miss_lines(figure: ShareFigure) -> Iterator[tuple[object, ...]]:
    for miss in figure.misses:
        yield (
            *_promise(figure),
            miss.order.number,
            guarded(miss.order.title),
            miss.order.logged_at.isoformat(timespec="minutes"),
            "" if miss.took_seconds is None else miss.took_seconds,
            miss.why or "",
        )
