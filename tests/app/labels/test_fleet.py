"""The whole fleet of `domain.md`, section 2 [GZ]: every label is read back from its page, and none besides."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from app.labels import checking
from app.labels.jobs import LabelJob
from app.labels.pages import SheetUse
from app.labels.rules.designs import design_of
from app.labels.rules.sheets import SHEETS
from app.labels.setting import LabelFacts
from tests.app.labels.test_pages import LABELS

if TYPE_CHECKING:
    from app.labels.rules.sheets import Sheet

FLEET = {"COM": 2600, "PRN": 800, "SRV": 70, "MIN": 4, "STO": 2, "NET": 200}
DEPARTMENTS = ("KJC", "XXZX", "CGS", "DD07", "BGS")
CODES = [
    f"{department}-{kind}-{serial:04d}"
    for kind, count in FLEET.items()
    for serial, department in zip(range(1, count + 1), cycle(DEPARTMENTS), strict=False)
]
LABELS_OF_FLEET = [LabelFacts(code, like.known) for code, like in zip(CODES, cycle(LABELS[:3]), strict=False)]


@pytest.mark.slow
@pytest.mark.parametrize(("sheet", "dpi"), [(None, 203), (SHEETS[2], 300)], ids=["roll", "A4"])
def test_all_3676_labels_are_read_back(sheet: Sheet | None, dpi: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "CHECKED_DPI", dpi)
    job = LabelJob(design_of("50x30"), LABELS_OF_FLEET, SheetUse(sheet) if sheet else None)
    assert job.check(job.pdf()).labels == 3676
