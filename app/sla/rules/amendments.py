"""What becomes of an amendment."""

from __future__ import annotations

from enum import StrEnum

from app.foundation.translation import N_


class AmendmentState(StrEnum):
    """Whether an amendment counts."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"


AMENDMENT_STATE_NAMES = {
    AmendmentState.PROPOSED: N_("Proposed"),
    AmendmentState.APPROVED: N_("Approved"),
    AmendmentState.DECLINED: N_("Declined"),
}
