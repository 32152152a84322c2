"""Checklists as templates, in versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from app.checklists.rules import Purpose
from app.storage.schema import INDEXED, of_customer, table


@table("checklist_versions", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistVersion:
    """One version of a list, never changed: what it is for, and its points (`app.checklists.rules.items_of`).

    The version of a template with the highest number counts; without a customer it is for everybody's orders. A
    template that is not `in_use` any more is not begun with.
    """

    id: str
    template_id: Annotated[str, INDEXED]
    customer_id: Annotated[str | None, INDEXED]
    number: int
    name: str
    kinds: tuple[str, ...]
    type_codes: tuple[str, ...]
    system_category: str
    items: str
    in_use: bool
    made_at: datetime
    made_by_id: str

    @property
    def purpose(self) -> Purpose:
        """What it is for."""
        return Purpose(self.kinds, self.type_codes, self.system_category)
