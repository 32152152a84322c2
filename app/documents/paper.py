"""The one place that puts anything on a page: plain text, lines, frames and QR symbols.

What is put here is drawn as it is: text is never read as markup, and no font but the two bundled ones is ever used.
The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.documents.fonts import Face, load_fonts, runs, width_of
from app.documents.qr import QUIET_ZONE_MODULES, Symbol
from app.documents.text import MILLIMETRE, Block
from app.foundation.files import write_atomically
from app.foundation.translation import language

rl_config.useA85 = 0  # a PDF may hold bytes: text in their stead is a quarter longer and takes as long as all the rest


class Align(Enum):
    """Which part of a line stands at the given place."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@dataclass(frozen=True)
class Area:
    """A rectangle on a page, in millimetres from the page's upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


class Paper:
    """A PDF in the making; lengths in millimetres from the upper left corner of the page, type sizes in points."""

    def __init__(self, width_mm: float, height_mm: float, *, title: str, author: str) -> None:
        load_fonts()
        self._height_mm = height_mm
        self._bytes = BytesIO()
        self._pictures: dict[bytes, tuple[str, int, int]] = {}
        self._canvas = Canvas(
            self._bytes,
            pagesize=(width_mm * MILLIMETRE, height_mm * MILLIMETRE),
            invariant=1,
            pageCompression=1,
            initialFontName=Face.REGULAR.value,  # type: ignore[arg-type] # the stubs take the name for a number
            lang=language().replace("_", "-"),
        )
        self._canvas.setTitle(title)
        self._canvas.setSubject(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("Paigong")
        # Viewers shrink a page to the printer's margins unless they are told not to; a label must keep its size.
        self._canvas.setViewerPreference("PrintScaling", "None")

    def end_page(self) -> None:
        """The page is complete; what comes next stands on a new one."""
        self._canvas.showPage()

    def write(self, block: Block, x_mm: float, top_mm: float, *, align: Align = Align.LEFT, grey: float = 0) -> None:
        """Put the lines of `block` under each other, from `top_mm` down; `grey` runs from 0 (black) to 1 (white)."""
        baseline_mm = top_mm + block.first_baseline_mm
        for number, line in enumerate(block.lines):
            face = block.face_of(number)
            indent = align.value * width_of(line, face, block.size) if align is not Align.LEFT else 0
            self._write_line(line, face, block.size, x_mm * MILLIMETRE - indent, self._from_below(baseline_mm), grey)
            baseline_mm += block.line_height_mm

    def _write_line(self, line: str, face: Face, size: float, x: float, y: float, grey: float) -> None:
        """All in points."""
        pen = self._canvas.beginText(x, y)
        pen.setFillGray(grey)
        for own_face, part in runs(line, face):
            pen.setFont(own_face.value, size)
            pen.textOut(part)
        self._canvas.drawText(pen)

    def line(self, x1_mm: float, y1_mm: float, x2_mm: float, y2_mm: float, *, thick_mm: float, grey: float = 0) -> None:
        """A straight line."""
        self._canvas.setLineWidth(thick_mm * MILLIMETRE)
        self._canvas.setStrokeGray(grey)
        self._canvas.line(x1_mm * MILLIMETRE, self._from_below(y1_mm), x2_mm * MILLIMETRE, self._from_below(y2_mm))

    def frame(self, area: Area, *, thick_mm: float, radius_mm: float = 0) -> None:
        """The outline of a rectangle, its corners rounded by `radius_mm`."""
        self._canvas.setLineWidth(thick_mm * MILLIMETRE)
        self._canvas.setStrokeGray(0)
        place = (area.left * MILLIMETRE, self._from_below(area.bottom))
        size = (area.width * MILLIMETRE, area.height * MILLIMETRE)
        if radius_mm:
            self._canvas.roundRect(*place, *size, radius_mm * MILLIMETRE)
        else:
            self._canvas.rect(*place, *size)

    def symbol(self, symbol: Symbol, x_mm: float, top_mm: float, *, module_mm: float) -> None:
        """Put `symbol` with the corner of its quiet zone at the given place.

        It is one path whose coordinates are whole modules, so that no edge falls between two dots.
        """
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(
            (x_mm + QUIET_ZONE_MODULES * module_mm) * MILLIMETRE,
            self._from_below(top_mm + QUIET_ZONE_MODULES * module_mm),
        )
        canvas.scale(module_mm * MILLIMETRE, -module_mm * MILLIMETRE)
        canvas.setFillGray(0)
        runs = (f"{column} {row} {length} 1 re" for row, column, length in symbol.dark_runs())
        canvas.addLiteral(f"{' '.join(runs)} f")
        canvas.restoreState()

    def picture(self, content: bytes, area: Area) -> None:
        """Put a PNG or JPEG into `area`, whole, in its own proportions, at the upper left.

        However often it is put, the file holds it once.
        """
        name, wide, high = self._pictures.get(content) or self._keep_picture(content)
        scale = min(area.width / wide, area.height / high)
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(area.left * MILLIMETRE, self._from_below(area.top + high * scale))
        canvas.scale(wide * scale * MILLIMETRE, high * scale * MILLIMETRE)
        canvas.doForm(name)
        canvas.restoreState()

    def _keep_picture(self, content: bytes) -> tuple[str, int, int]:
        """The name of a picture of 1 × 1 point that can be put anywhere, and its pixels."""
        image = ImageReader(BytesIO(content))
        kept = (f"picture{len(self._pictures)}", *image.getSize())
        self._canvas.beginForm(kept[0], 0, 0, 1, 1)
        self._canvas.drawImage(image, 0, 0, 1, 1, mask="auto")
        self._canvas.endForm()
        self._pictures[content] = kept
        return kept

    @contextmanager
    def calibrated(self, dx_mm: float, dy_mm: float, sx: float, sy: float) -> Iterator[None]:
        """What is put here stands so much further to the right and down, and is so much wider and higher."""
        self._canvas.saveState()
        height = self._height_mm * MILLIMETRE
        self._canvas.transform(sx, 0, 0, sy, dx_mm * MILLIMETRE, height * (1 - sy) - dy_mm * MILLIMETRE)
        yield
        self._canvas.restoreState()

    def content(self) -> bytes:
        """The whole PDF; nothing can be put on it any more."""
        self._canvas.save()
        return self._bytes.getvalue()

    def save(self, path: Path) -> None:
        """Write the PDF to `path`: wholly or not at all.

        Raises `Trouble`: `file_not_writable`, `disk_full`.
        """
        write_atomically(path, self.content())

    def _from_below(self, y_mm: float) -> float:
        return (self._height_mm - y_mm) * MILLIMETRE
