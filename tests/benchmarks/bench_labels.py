"""Labels of a whole fleet as PDF, against what else makes labels; and reading them all back."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from statistics import median

from app.labels.jobs import LabelJob
from app.labels.logos import logo_of
from app.labels.pages import SheetUse
from app.labels.rules.designs import Design, LabelField, design_of
from app.labels.rules.sheets import SHEETS
from app.labels.setting import LabelFacts
from tests.app.labels.pictures import emblem
from tests.benchmarks.comparing import absolute, cpu, in_turns
from tests.benchmarks.figure import Figure
from tests.benchmarks.label_peers import by_pylabels, peers

LABELS = 3676
ROUNDS = 3
_OF_PEERS = 8
"""Others make one label of so many: it takes long enough."""
_ROLL_MILLISECONDS, _SHEET_MILLISECONDS, _CHECK_MILLISECONDS = 1.0, 1000 / 1500, 1.5
_SHEET_BYTES, _MEGABYTES = 250, 100
_DEPARTMENTS = ("科技处", "国际交流与合作处", "信息化建设与管理中心", "保卫处")
_MODELS = ("联想 ThinkCentre M930t", "戴尔 OptiPlex 7090", "惠普 EliteDesk 800")


def measure(labels: int = LABELS, rounds: int = ROUNDS) -> Iterator[Figure]:
    """A heading, three facts, a code and a symbol on each label."""
    facts = [_facts(number) for number in range(1, labels + 1)]
    roll = LabelJob(design_of("50x30"), facts)
    sheet = LabelJob(design_of("50x30"), facts, SheetUse(SHEETS[0]))
    few = facts[: max(1, labels // _OF_PEERS)]
    for name, peer in peers().items():
        ours = replace(sheet if peer is by_pylabels else roll, labels=few)
        pair = in_turns(cpu(ours.pdf), cpu(partial(peer, few)), rounds)
        where = "A4" if peer is by_pylabels else "a roll"
        yield pair.figure(f"labels: {len(few)} on {where} beside {name}", against=f"CPU of the same by {name}", goal=1)
    own = replace(sheet, design=_own_design())
    for name, job, wanted in (
        ("a roll", roll, _ROLL_MILLISECONDS),
        ("A4", sheet, _SHEET_MILLISECONDS),
        ("A4, with logo and border", own, _SHEET_MILLISECONDS),
    ):
        made = median(cpu(job.pdf)() for _round in range(rounds)) / labels
        yield absolute(f"labels: one of {labels} on {name}", made * 1000, wanted, "milliseconds of CPU wanted a label")
    pdf = sheet.pdf()
    yield _size("A4", pdf, labels)
    yield _size("A4, with logo and border", own.pdf(), labels)
    read = median(cpu(partial(sheet.check, pdf))() for _round in range(rounds)) / labels
    yield absolute(
        "labels: one read back from A4", read * 1000, _CHECK_MILLISECONDS, "milliseconds of CPU wanted a label"
    )
    yield _memory(sheet)


def _size(medium: str, pdf: bytes, labels: int) -> Figure:
    return Figure(
        name=f"labels: bytes of one on {medium}",
        value=round(len(pdf) / labels, 1),
        unit="B",
        against="bytes that are wanted for a label",
        ratio=round(len(pdf) / labels / _SHEET_BYTES, 2),
        goal=1,
    )


def _own_design() -> Design:
    """As full as people make one."""
    return Design(
        name="Own",
        width=63.5,
        height=38.1,
        heading=(LabelField.COMPANY,),
        bold=(LabelField.HOTLINE,),
        facts=(LabelField.TYPE, LabelField.MODEL, LabelField.HOTLINE),
        company="吉林派工",
        hotline="0431-8888 0000",
        bordered=True,
        logo=logo_of(emblem()),
    )


def _memory(job: LabelJob) -> Figure:
    """What the job itself takes at its peak, beside the program."""
    tracemalloc.start()
    job.pdf()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return Figure(
        name="labels: memory at the peak",
        value=peak,
        unit="B",
        against=f"{_MEGABYTES} MB that are wanted at most for a job",
        ratio=round(peak / _MEGABYTES / 1e6, 3),
        goal=1,
    )


def _facts(number: int) -> LabelFacts:
    known = {
        LabelField.DEPARTMENT: _DEPARTMENTS[number % 4],
        LabelField.TYPE: "台式电脑",
        LabelField.MODEL: _MODELS[number % 3],
        LabelField.PLACE: f"图书馆 {100 + number % 600}",
    }
    return LabelFacts(f"KJC-COM-{number:04d}", known)
