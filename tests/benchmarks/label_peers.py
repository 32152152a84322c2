"""What else makes labels in Python, each used as its own documentation shows: the floors of `bench_labels`.

`pylabels` and `blabel` are asked for by the extra `comparison` alone, which nothing else installs: where they are not
there, they are left out.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec

import qrcode
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing, String
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.documents.fonts import Face, load_fonts
from app.documents.text import MILLIMETRE
from app.labels.rules.sheets import SHEETS
from app.labels.setting import LabelFacts

Peer = Callable[[Sequence[LabelFacts]], bytes]
SHEET = SHEETS[0]
_TEMPLATE = """
<img src="{{ label_tools.qr_code(code) }}"/>
<div class="facts">{% for text in known %}<div>{{ text }}</div>{% endfor %}</div><div class="code">{{ code }}</div>
"""
_STYLE = """
@page { width: 50mm; height: 30mm; margin: 0 }
img { width: 18mm; height: 18mm; position: absolute; top: 1mm; left: 0; image-rendering: pixelated }
.facts { position: absolute; top: 1mm; left: 19mm; font: 8pt sans-serif }
.code { position: absolute; top: 22mm; width: 50mm; text-align: center; font: bold 16pt sans-serif }
"""


def peers() -> dict[str, Peer]:
    """Those that are installed, by name; on rolls, `pylabels` on A4, which is all it makes."""
    extra: dict[str, tuple[str, Peer]] = {"labels": ("pylabels", by_pylabels), "blabel": ("blabel", by_blabel)}
    there = dict(pair for module, pair in extra.items() if find_spec(module) is not None)
    for name in sorted({name for name, _peer in extra.values()} - there.keys()):
        print(f"{name} is not installed, and left out: pip install '.[comparison]' brings it", file=sys.stderr)
    return {"a plain reportlab loop with qrcode's pictures": by_plain_loop, **there}


def by_plain_loop(labels: Sequence[LabelFacts]) -> bytes:
    """The loop that everybody writes first."""
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


def by_pylabels(labels: Sequence[LabelFacts]) -> bytes:
    """`pylabels` (GPL-3), with the symbol of reportlab's graphics, as its labels are drawn by these."""
    import labels as pylabels  # type: ignore[import-not-found] # of the extra

    load_fonts()
    specification = pylabels.Specification(
        *(SHEET.page_width, SHEET.page_height, SHEET.columns, SHEET.rows, SHEET.label_width, SHEET.label_height),
        left_margin=SHEET.left,
        top_margin=SHEET.top,
        column_gap=SHEET.pitch_x - SHEET.label_width,
        row_gap=SHEET.pitch_y - SHEET.label_height,
    )
    sheet = pylabels.Sheet(specification, _draw_with_graphics)
    sheet.add_labels(labels)
    content = io.BytesIO()
    sheet.save(content)
    return content.getvalue()


def _draw_with_graphics(drawing: Drawing, width: float, height: float, label: LabelFacts) -> None:
    side = 18 * MILLIMETRE
    drawing.add(QrCodeWidget(label.code, barWidth=side, barHeight=side, y=height - side))
    for row, text in enumerate(label.known.values()):
        place = (19 * MILLIMETRE, height - (4 + 4 * row) * MILLIMETRE)
        drawing.add(String(*place, text, fontName=Face.REGULAR.value, fontSize=8))
    drawing.add(String(width / 2, 4, label.code, fontName=Face.BOLD.value, fontSize=16, textAnchor="middle"))


def by_blabel(labels: Sequence[LabelFacts]) -> bytes:
    """`blabel`: a page of HTML for each label, made a PDF by weasyprint."""
    from blabel import LabelWriter  # type: ignore[import-not-found] # of the extra
    from weasyprint import CSS  # type: ignore[import-not-found] # of the extra

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    writer = LabelWriter(item_template=_TEMPLATE, default_stylesheets=(CSS(string=_STYLE),))
    records = [{"code": label.code, "known": list(label.known.values())} for label in labels]
    content: bytes = writer.write_labels(records, target="@memory")
    return content
