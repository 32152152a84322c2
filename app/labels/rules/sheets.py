"""Sheets of self-adhesive labels: where each place is, and which are taken already; lengths in millimetres.

Sizes of pages: ISO 216 (A4), ANSI/ASME Y14.1 (Letter, 8.5 × 11 inches).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.labels.rules.designs import SMALLEST_MARGIN
from app.labels.rules.media import medium_name

A4_WIDTH, A4_HEIGHT = 210.0, 297.0
PAGES = {"A4": (A4_WIDTH, A4_HEIGHT), "Letter": (215.9, 279.4)}
SMALLEST_PAGE, LARGEST_PAGE = 50.0, 450.0
MOST_IN_LINE = 40
_SLACK = 0.05
"""What makers' figures are rounded by."""


class Order(StrEnum):
    """Which place comes after which."""

    BY_ROW = "by_row"
    BY_COLUMN = "by_column"


ORDER_NAMES = {Order.BY_ROW: N_("Row by row"), Order.BY_COLUMN: N_("Column by column")}


@dataclass(frozen=True, slots=True)
class Margins:
    """What a printer leaves white at the edges of its paper, in millimetres."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A kind of sheet: how many labels of which size stand where. A pitch runs from one label's edge to the next's.

    `radius` is that of the labels' corners. Sheets of one's own have a `version`.
    """

    code: str = ""
    """By which it is chosen."""
    version: int = 0
    name: str = ""
    columns: int
    rows: int
    label_width: float
    label_height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float
    page_width: float = A4_WIDTH
    page_height: float = A4_HEIGHT
    radius: float = 0

    @property
    def medium(self) -> str:
        """By which is written down what was printed."""
        return medium_name(self.code, self.version)

    @property
    def places(self) -> int:
        """How many labels a whole sheet has."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """How far from the left and from the top of the page a place begins; places count row by row from 0."""
        row, column = divmod(place, self.columns)
        return self.left + column * self.pitch_x, self.top + row * self.pitch_y

    def check_margins(self, printer: str, margins: Margins) -> None:
        """See whether a printer reaches all that stands on the labels; they leave their own edges free.

        :raises Rejection: ``labels_cut``
        """
        cut = [str(place + 1) for place in range(self.places) if self._is_cut(place, margins)]
        if cut:
            edges = (margins.left, margins.top, margins.right, margins.bottom)
            raise Rejection("labels_cut", printer=printer, edges=" / ".join(f"{edge:g}" for edge in edges), places=cut)

    def _is_cut(self, place: int, margins: Margins) -> bool:
        left, top = self.corner(place)
        right, bottom = self.page_width - left - self.label_width, self.page_height - top - self.label_height
        return (
            left + SMALLEST_MARGIN < margins.left
            or top + SMALLEST_MARGIN < margins.top
            or right + SMALLEST_MARGIN < margins.right
            or bottom + SMALLEST_MARGIN < margins.bottom
        )

    def check(self) -> None:
        """See whether the labels stand on the page and beside each other.

        :raises Rejection: ``label_page_impossible``, ``label_sheet_counts_impossible``, ``label_sheet_off_page``,
            ``label_sheet_overlap``, ``label_corner_impossible``
        """
        if not all(SMALLEST_PAGE <= side <= LARGEST_PAGE for side in (self.page_width, self.page_height)):
            raise Rejection("label_page_impossible", sides=f"{SMALLEST_PAGE:g}–{LARGEST_PAGE:g}")
        if not all(1 <= count <= MOST_IN_LINE for count in (self.columns, self.rows)):
            raise Rejection("label_sheet_counts_impossible", most=MOST_IN_LINE)
        right = self.left + (self.columns - 1) * self.pitch_x + self.label_width
        bottom = self.top + (self.rows - 1) * self.pitch_y + self.label_height
        beyond = max(right - self.page_width, bottom - self.page_height, -self.left, -self.top)
        if beyond > _SLACK:
            raise Rejection("label_sheet_off_page", beyond=f"{beyond:.1f}")
        over_x = self.label_width - self.pitch_x if self.columns > 1 else 0
        over_y = self.label_height - self.pitch_y if self.rows > 1 else 0
        if max(over_x, over_y) > _SLACK:
            raise Rejection("label_sheet_overlap", over=f"{max(over_x, over_y):.1f}")
        if not 0 <= self.radius <= min(self.label_width, self.label_height) / 2:
            raise Rejection("label_corner_impossible")

    def taken_after(self, count: int, taken: Collection[int], order: Order = Order.BY_ROW) -> frozenset[int]:
        """The places of the last page that are used once so many labels were printed; none where it is used up."""
        *_before, (last_page, _place) = islice(self.free_places(taken, order), count)
        used = {place for page, place in islice(self.free_places(taken, order), count) if page == last_page}
        used |= set(taken) if last_page == 0 else set()
        return frozenset() if len(used) == self.places else frozenset(used)

    def free_places(self, taken: Collection[int], order: Order = Order.BY_ROW) -> Iterator[tuple[int, int]]:
        """Page (from 0) and place of one label after the other, without end; `taken` are places of the first page.

        :raises Rejection: ``label_sheet_used_up`` where no place of the first page is free
        """
        places = list(range(self.places))
        if order is Order.BY_COLUMN:
            places.sort(key=lambda place: (place % self.columns, place // self.columns))
        first = [place for place in places if place not in taken]
        if not first:
            raise Rejection("label_sheet_used_up")
        yield from ((0, place) for place in first)
        page = 1
        while True:
            yield from ((page, place) for place in places)
            page += 1


def _on_a4(code: str, name: str, across: tuple[int, float, float], down: tuple[int, float, float]) -> Sheet:
    """A sheet whose labels stand in the middle of A4; each way their number, their size and the gap between them."""
    (columns, width, gap_x), (rows, height, gap_y) = across, down
    return Sheet(
        code=code,
        name=name,
        columns=columns,
        rows=rows,
        label_width=width,
        label_height=height,
        left=(A4_WIDTH - columns * width - (columns - 1) * gap_x) / 2,
        top=(A4_HEIGHT - rows * height - (rows - 1) * gap_y) / 2,
        pitch_x=width + gap_x,
        pitch_y=height + gap_y,
    )


SHEETS = (
    _on_a4("L7160", "Avery L7160", across=(3, 63.5, 2.54), down=(7, 38.1, 0)),
    _on_a4("L7163", "Avery L7163", across=(2, 99.1, 2.5), down=(7, 38.1, 0)),
    _on_a4("L7651", "Avery L7651", across=(5, 38.1, 2.5), down=(13, 21.2, 0)),
    _on_a4("3490", "Avery Zweckform 3490", across=(3, 70, 0), down=(8, 36, 0)),
)
"""Sizes and gaps as the makers print them on the box."""


declare(
    {
        "labels_cut": N_(
            "The printer “{printer}” leaves {edges} mm white at left, top, right and bottom: parts of the labels at "
            "the places {places} would be missing. Mark these as used, or choose another printer."
        ),
        "label_page_impossible": N_("No page of this size can be made: its sides measure {sides} mm. Change them."),
        "label_sheet_counts_impossible": N_("A sheet has 1 to {most} columns and as many rows. Change their number."),
        "label_sheet_off_page": N_(
            "Labels end {beyond} mm beyond the edge of the page. Correct their size, number, margins or distances."
        ),
        "label_sheet_overlap": N_(
            "Labels overlap their neighbours by {over} mm. The distance from edge to edge is at least their size."
        ),
        "label_corner_impossible": N_("Corners are rounded by no more than half of a label's shorter side."),
        "label_sheet_used_up": N_("All places of this sheet are marked as used. Put in a new sheet, or free a place."),
    }
)
