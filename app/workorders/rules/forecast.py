"""Whether a promise will be missed by what is planned, before any percentage says so (`domain.md` §4)."""

from __future__ import annotations

from app.sla.rules.promises import Metric

HOUR = 3600 * 1_000_000
USUAL_WORK = HOUR
"""How long a visit usually takes: 8 jobs a day per on-site engineer ([GZ], `domain.md` §4), in microseconds."""
ON_SITE = frozenset({Metric.ON_SITE, Metric.ON_SITE_ON_CALL})
"""Kept by being there; restoring takes the time of the work, too."""


def late_by(metric: Metric, due: int, begins: int) -> int:
    """By how much a promise is missed if the visit begins then; 0 where it is kept, or where no visit keeps it.

    :param due: when it falls due, as `begins` and the answer in microseconds (since 1970 UTC)
    """
    if metric in ON_SITE:
        return max(begins - due, 0)
    return max(begins + USUAL_WORK - due, 0) if metric is Metric.RESTORE else 0
