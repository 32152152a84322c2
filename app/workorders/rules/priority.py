"""How urgent an order is: impact × urgency gives the priority, unless somebody says otherwise and why.

The priority is a number that every customer's orders can be sorted by. What a policy calls it (1 to 6 with 3a and 3b,
*major*, *urgent*) follows from the order by the policy's own table; only where the customer or a dispatcher has chosen
one of the policy's levels, the order names that `level` itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.translation import N_

USUAL_PRIORITY = 3


class Impact(StrEnum):
    """How many are hit (`domain.md` §3: multiple systems and users, several staff, one person)."""

    MANY = "many"
    SEVERAL = "several"
    ONE = "one"


class Urgency(StrEnum):
    """How badly they are hit."""

    CRITICAL = "critical"
    """Work is impossible."""
    NORMAL = "normal"
    """Work is hindered."""
    LOW = "low"
    """It can wait: a wish, medium- and long-term work."""


IMPACT_NAMES = {
    Impact.MANY: N_("Many people or systems"),
    Impact.SEVERAL: N_("Several people"),
    Impact.ONE: N_("One person"),
}
URGENCY_NAMES = {
    Urgency.CRITICAL: N_("Cannot work"),
    Urgency.NORMAL: N_("Work is hindered"),
    Urgency.LOW: N_("Can wait"),
}

PRIORITY_TABLE: Mapping[tuple[Impact, Urgency], int] = {
    (Impact.MANY, Urgency.CRITICAL): 1,
    (Impact.MANY, Urgency.NORMAL): 2,
    (Impact.MANY, Urgency.LOW): 3,
    (Impact.SEVERAL, Urgency.CRITICAL): 2,
    (Impact.SEVERAL, Urgency.NORMAL): 3,
    (Impact.SEVERAL, Urgency.LOW): 4,
    (Impact.ONE, Urgency.CRITICAL): 3,
    (Impact.ONE, Urgency.NORMAL): 4,
    (Impact.ONE, Urgency.LOW): 4,
}
"""What impact and urgency make together, as ITIL draws it."""


def priority_of(impact: Impact | None, urgency: Urgency | None) -> int:
    """The priority by the table, 1 the most urgent of 4; of what nobody judged, the usual one."""
    return USUAL_PRIORITY if impact is None or urgency is None else PRIORITY_TABLE[impact, urgency]
