"""Designs and sheets of one's own, in versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from app.labels.rules.media import FormatKind
from app.storage.schema import INDEXED, reference, table


@table("label_formats", scope=reference)
@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFormat:
    """One version of a design or a sheet, never changed, so that a reprint can look as it did then.

    The version of a format with the highest number counts; `content` is the design or the sheet as JSON
    (`app.labels.formats`). A format that is not `in_use` any more is not offered.
    """

    id: str
    format_id: Annotated[str, INDEXED]
    number: int
    name: str
    kind: FormatKind
    content: str
    in_use: bool
    made_at: datetime
    made_by_id: str
