"""Designs: the size of a label and what is chosen to stand on it; lengths in millimetres."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_

SMALLEST_WIDTH, SMALLEST_HEIGHT = 30.0, 15.0
LARGEST_WIDTH, LARGEST_HEIGHT = 210.0, 297.0
MOST_FACTS = 6
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
    PLACE = "place"
    USER = "user"
    OWNER = "owner"
    SERIAL_NUMBER = "serial_number"
    CONTRACT_CODE = "contract_code"
    PURCHASED_ON = "purchased_on"


LABEL_FIELD_NAMES = {
    LabelField.CUSTOMER: N_("Customer"),
    LabelField.DEPARTMENT: N_("Department"),
    LabelField.TYPE: N_("Device type"),
    LabelField.NAME: N_("Name"),
    LabelField.MAKER: N_("Maker"),
    LabelField.MODEL: N_("Model"),
    LabelField.SITE: N_("Site"),
    LabelField.PLACE: N_("Site and room"),
    LabelField.USER: N_("User"),
    LabelField.OWNER: N_("Owner"),
    LabelField.SERIAL_NUMBER: N_("Serial number"),
    LabelField.CONTRACT_CODE: N_("Contract code"),
    LabelField.PURCHASED_ON: N_("Purchased"),
}


class Shape(StrEnum):
    """How a label is used."""

    PLATE = "plate"
    """Flat: the symbol at the left, texts beside it, the code along the lower edge."""
    FLAG = "flag"
    """Folded round a cable: the same symbol and code at both ends, nothing in the middle."""


SHAPE_NAMES = {Shape.PLATE: N_("Label"), Shape.FLAG: N_("Cable flag")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What stands on a label of one size; where it stands follows from the size (`app.labels.arranging`).

    The heading is the first field that says something of `heading`; of `facts` as many are shown, in this order, as
    `shown_facts` says, and those that say nothing are passed over. Flags show the code only.
    """

    code: str
    name: str
    width: float
    height: float
    shape: Shape = Shape.PLATE
    heading: tuple[LabelField, ...] = (LabelField.DEPARTMENT, LabelField.CUSTOMER)
    facts: tuple[LabelField, ...] = (LabelField.TYPE, LabelField.MODEL, LabelField.PLACE, LabelField.SERIAL_NUMBER)
    shown_facts: int = 3

    def resized(self, width: float, height: float) -> Design:
        """The same on a label of another size, with no more facts than it has room for."""
        shown = min(self.shown_facts, int((height - _HEIGHT_OF_THE_CODE) / _HEIGHT_OF_A_FACT))
        return replace(self, width=width, height=height, shown_facts=shown)

    def check(self) -> None:
        """See whether labels can be made by it.

        :raises Rejection: ``label_size_impossible``, ``label_facts_impossible``
        """
        widths, heights = (SMALLEST_WIDTH, LARGEST_WIDTH), (SMALLEST_HEIGHT, LARGEST_HEIGHT)
        if not (widths[0] <= self.width <= widths[1] and heights[0] <= self.height <= heights[1]):
            raise Rejection(
                "label_size_impossible", widths="{:g}–{:g}".format(*widths), heights="{:g}–{:g}".format(*heights)
            )
        if not (0 <= self.shown_facts <= MOST_FACTS and len(set(self.facts)) == len(self.facts)):
            raise Rejection("label_facts_impossible", most=MOST_FACTS)


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
        "label_design_unknown": N_("There is no label design {code}. There are: {known}."),
        "label_facts_impossible": N_("A label shows at most {most} facts, each of them once. Choose others."),
    }
)
