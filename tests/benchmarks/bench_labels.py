"""Labels of a whole fleet as PDF, against the loop that everybody writes first; and reading them all back."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from statistics import median

import qrcode
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.documents.fonts import Face, load_fonts
from app.documents.text import MILLIMETRE
from app.labels.jobs import LabelJob
from app.labels.logos import logo_of
from app.labels.pages import SheetUse
from app.labels.rules.designs import Design, LabelField, design_of
from app.labels.rules.sheets import SHEETS
from app.labels.setting import LabelFacts
from tests.app.labels.pictures import emblem
from tests.benchmarks.comparing import absolute, cpu, in_turns
from tests.benchmarks.figure import Figure

LABELS = 3676
ROUNDS = 3
_OF_THE_LOOP = 8
"""The loop makes one label of so many: it takes long enough."""
_ROLL_MILLISECONDS, _SHEET_MILLISECONDS, _CHECK_MILLISECONDS = 1.0, 1000 / 1500, 1.5
_SHEET_BYTES, _MEGABYTES = 250, 100
_DEPARTMENTS = ("科技处", "国际交流与合作处", "信息化建设与管理中心", "保卫处")
_MODELS = ("联想 ThinkCentre M930t", "戴尔 OptiPlex 7090", "惠普 EliteDesk 800")


def measure(labels: int = LABELS, rounds: int = ROUNDS) -> Iterator[Figure]:
    """A heading, three facts, a code and a symbol on each label."""
    facts = [_facts(number) for number in range(1, labels + 1)]
    roll = LabelJob(design_of("50x30"), facts)
    sheet = LabelJob(design_of("50x30"), facts, SheetUse(SHEETS[0]))
    few = facts[: max(1, labels // _OF_THE_LOOP)]
    pair = in_turns(cpu(LabelJob(roll.design, few).pdf), cpu(partial(_plain_loop, few)), rounds)
    yield pair.figure(
        f"labels: {len(few)} on a roll", against="CPU of a plain reportlab loop with qrcode's pictures", goal=1
    )
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


def _plain_loop(labels: list[LabelFacts]) -> bytes:
    load_fonts()
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=(50 * MILLIMETRE, 30 * MILLIMETRE))
    for label in labels:
        picture = io.BytesIO()
        qrcode.make(label.code).save(picture)
        canvas.drawImage(ImageReader(picture), 0, 11 * MILLIMETRE, 18 * MILLIMETRE, 18 * MILLIMETRE)
        canvas.setFont(Face.REGULAR.value, 8)
        for row, text in enumerate(label.known.values()):
            canvas.drawString(19 * MILLIMETRE, (26 - 4 * row) * MILLIMETRE, text)
        canvas.setFont(Face.BOLD.value, 16)
        canvas.drawCentredString(25 * MILLIMETRE, 4 * MILLIMETRE, label.code)
        canvas.showPage()
    canvas.save()
    return content.getvalue()
