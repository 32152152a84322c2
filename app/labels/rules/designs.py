"""Designs: the size of a label and what is chosen to stand on it; lengths in millimetres."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.labels.rules.media import medium_name

SMALLEST_WIDTH, SMALLEST_HEIGHT = 30.0, 15.0
LARGEST_WIDTH, LARGEST_HEIGHT = 210.0, 297.0
SMALLEST_MARGIN, LARGEST_MARGIN = 1.5, 20.0
"""Printers may miss what is nearer to a label's edge."""
BORDER_THICK = 0.25
MOST_FACTS = 8
LONGEST_LINE = 60
_HEIGHT_OF_THE_CODE, _HEIGHT_OF_A_FACT = 6, 8
"""So many millimetres of a label for each fact let even long ones wrap."""


class LabelField(StrEnum):
    """What of a device may stand on its label, beside the code."""

    CUSTOMER = "customer"
    DEPARTMENT = "department"
    TYPE = "type"
    NAME = "name"
    MAKER = "maker"
    MODEL = "model"
    SITE = "site"
    ROOM = "room"
    PLACE = "place"
    USER = "user"
    OWNER = "owner"
    SERIAL_NUMBER = "serial_number"
    CONTRACT_CODE = "contract_code"
    PURCHASED_ON = "purchased_on"
    WARRANTY_UNTIL = "warranty_until"
    COMPANY = "company"
    HOTLINE = "hotline"
    FREE_LINE = "free_line"


LABEL_FIELD_NAMES = {
    LabelField.CUSTOMER: N_("Customer"),
    LabelField.DEPARTMENT: N_("Department"),
    LabelField.TYPE: N_("Device type"),
    LabelField.NAME: N_("Name"),
    LabelField.MAKER: N_("Maker"),
    LabelField.MODEL: N_("Model"),
    LabelField.SITE: N_("Site"),
    LabelField.ROOM: N_("Room"),
    LabelField.PLACE: N_("Site and room"),
    LabelField.USER: N_("User"),
    LabelField.OWNER: N_("Owner"),
    LabelField.SERIAL_NUMBER: N_("Serial number"),
    LabelField.CONTRACT_CODE: N_("Contract code"),
    LabelField.PURCHASED_ON: N_("Purchased"),
    LabelField.WARRANTY_UNTIL: N_("Warranty until"),
    LabelField.COMPANY: N_("Our company"),
    LabelField.HOTLINE: N_("Hotline"),
    LabelField.FREE_LINE: N_("Free line"),
}
OF_THE_DESIGN = (LabelField.COMPANY, LabelField.HOTLINE, LabelField.FREE_LINE)
"""What every label of a design says alike."""
ALWAYS_NAMED = frozenset({LabelField.PURCHASED_ON, LabelField.WARRANTY_UNTIL})
"""A date alone says nothing."""


class Shape(StrEnum):
    """How a label is used."""

    PLATE = "plate"
    """Flat: the symbol at the left, texts beside it, the code along the lower edge."""
    FLAG = "flag"
    """Folded round a cable: the same symbol and code at both ends, nothing in the middle."""


SHAPE_NAMES = {Shape.PLATE: N_("Label"), Shape.FLAG: N_("Cable flag")}


class Side(StrEnum):
    """Where the symbol stands."""

    LEFT = "left"
    RIGHT = "right"


SIDE_NAMES = {Side.LEFT: N_("Left"), Side.RIGHT: N_("Right")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What stands on a label of one size; where it stands follows from the size (`app.labels.arranging`).

    The heading is the first field that says something of `heading`; of `facts` as many are shown, in this order, as
    `shown_facts` says, and those that say nothing are passed over; those in `bold` are set in bold, and with `named`
    each says what it is. Flags show the code only. Designs of one's own have a `version`.
    """

    code: str = ""
    """By which it is chosen."""
    version: int = 0
    name: str = ""
    width: float
    height: float
    shape: Shape = Shape.PLATE
    heading: tuple[LabelField, ...] = (LabelField.DEPARTMENT, LabelField.CUSTOMER)
    facts: tuple[LabelField, ...] = (LabelField.TYPE, LabelField.MODEL, LabelField.PLACE, LabelField.SERIAL_NUMBER)
    bold: tuple[LabelField, ...] = ()
    named: bool = False
    shown_facts: int = 3
    symbol: float | None = None
    """How wide the symbol is with the white around it; None: as it follows from the size."""
    side: Side = Side.LEFT
    margin: float = SMALLEST_MARGIN
    bordered: bool = False
    company: str = ""
    hotline: str = ""
    free_line: str = ""
    logo: bytes = b""
    """A PNG in black and white (`app.labels.logos`)."""

    @property
    def medium(self) -> str:
        """By which is written down what was printed."""
        return medium_name(self.code, self.version)

    @property
    def inset(self) -> float:
        """How far what is arranged begins from each edge: it keeps the smallest margin by itself."""
        if self.shape is Shape.FLAG:
            return 0
        return self.margin + BORDER_THICK if self.bordered else self.margin - SMALLEST_MARGIN

    @property
    def inner_width(self) -> float:
        return self.width - 2 * self.inset

    @property
    def inner_height(self) -> float:
        return self.height - 2 * self.inset

    def own_text(self, field: LabelField) -> str:
        """What every label says in one of `OF_THE_DESIGN`."""
        text: str = getattr(self, field).strip()
        return text

    def resized(self, width: float, height: float) -> Design:
        """The same on a label of another size: no more facts than it has room for, a symbol as the size wants it."""
        shown = min(self.shown_facts, int((height - 2 * self.inset - _HEIGHT_OF_THE_CODE) / _HEIGHT_OF_A_FACT))
        is_same = (width, height) == (self.width, self.height)
        return replace(
            self, width=width, height=height, shown_facts=max(0, shown), symbol=self.symbol if is_same else None
        )

    def check(self) -> None:
        """See whether labels can be made by it.

        :raises Rejection: ``label_size_impossible``, ``label_margin_impossible``, ``label_facts_impossible``,
            ``label_line_too_long``
        """
        widths, heights = (SMALLEST_WIDTH, LARGEST_WIDTH), (SMALLEST_HEIGHT, LARGEST_HEIGHT)
        if not (widths[0] <= self.width <= widths[1] and heights[0] <= self.height <= heights[1]):
            raise Rejection(
                "label_size_impossible", widths="{:g}–{:g}".format(*widths), heights="{:g}–{:g}".format(*heights)
            )
        is_margin = SMALLEST_MARGIN <= self.margin <= LARGEST_MARGIN
        if not is_margin or self.inner_width < SMALLEST_WIDTH or self.inner_height < SMALLEST_HEIGHT:
            raise Rejection("label_margin_impossible", least=f"{SMALLEST_MARGIN:g}")
        is_each_once = all(len(set(fields)) == len(fields) for fields in (self.heading, self.facts, self.bold))
        if not (0 <= self.shown_facts <= MOST_FACTS and is_each_once):
            raise Rejection("label_facts_impossible", most=MOST_FACTS)
        for field in OF_THE_DESIGN:
            if len(getattr(self, field)) > LONGEST_LINE:
                raise Rejection("label_line_too_long", text=self.own_text(field)[:LONGEST_LINE], most=LONGEST_LINE)


DESIGNS = (
    Design(code="40x30", name="40 × 30 mm", width=40, height=30),
    Design(code="50x30", name="50 × 30 mm", width=50, height=30),
    Design(code="60x40", name="60 × 40 mm", width=60, height=40, shown_facts=4),
    Design(code="70x50", name="70 × 50 mm", width=70, height=50, shown_facts=4),
    Design(code="cable", name=N_("Cable flag 78 × 18 mm"), width=78, height=18, shape=Shape.FLAG),
)
"""The rolls that every workspace begins with."""


def design_of(code: str) -> Design:
    """A design that we ship.

    :raises Rejection: ``label_design_unknown``
    """
    for design in DESIGNS:
        if design.code == code:
            return design
    raise Rejection("label_design_unknown", code=code, known=[design.code for design in DESIGNS])


declare(
    {
        "label_size_impossible": N_(
            "No label of this size can be made: it is {widths} mm wide and {heights} mm high. Change the size."
        ),
        "label_margin_impossible": N_(
            "With these margins too little of the label is left, or they are less than {least} mm, which printers may "
            "miss. Change the margin, or make the label larger."
        ),
        "label_line_too_long": N_("“{text}…” is longer than {most} characters. Shorten it."),
        "label_design_unknown": N_("There is no label design {code}. There are: {known}."),
        "label_facts_impossible": N_("A label shows at most {most} facts, each of them once. Choose others."),
    }
)
