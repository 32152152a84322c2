"""Fields and their values in words: states, people, times, sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.assets.rules import ASSET_STATE_NAMES, LABEL_EVENT_NAMES, RELATION_NAMES
from app.calendars.rules import REGION_NAMES
from app.checklists.rules import ITEM_ANSWER_NAMES
from app.directory.rules import PERSON_KIND_NAMES
from app.foundation.translation import LANGUAGE_NAMES, _
from app.knowledge.rules.closures import CLOSURE_KIND_NAMES, CLOSURE_STATE_NAMES
from app.labels.rules.designs import LABEL_FIELD_NAMES, SHAPE_NAMES, SIDE_NAMES
from app.maintenance.rules import OCCURRENCE_STATE_NAMES
from app.messages.rules import MAIL_KIND_NAMES, MAIL_STATE_NAMES
from app.repairs.rules import REPAIR_EVENT_NAMES, REPAIR_OUTCOME_NAMES, REPAIR_STATE_NAMES
from app.sla.rules.amendments import AMENDMENT_STATE_NAMES
from app.sla.rules.coverage import COVERAGE_NAMES
from app.sla.rules.escalation import MEASURE_NAMES, TOLD_NAMES
from app.sla.rules.faults import AFFECTED_NAMES
from app.sla.rules.promises import METRIC_NAMES, THIRD_PARTY_NAMES
from app.stocktakes.rules import DECISION_NAMES, STOCKTAKE_STATE_NAMES
from app.workorders.rules import (
    ANSWER_WAY_NAMES,
    CHANNEL_NAMES,
    EVENT_NAMES,
    GRADE_NAMES,
    IMPACT_NAMES,
    ORDER_KIND_NAMES,
    ORDER_STATE_NAMES,
    PAUSE_REASON_NAMES,
    RATING_WAY_NAMES,
    URGENCY_NAMES,
    VISIT_STATE_NAMES,
    PauseReason,
)
from app.workorders.rules.parts import PART_SOURCE_NAMES, PART_UNIT_NAMES, quantity_text
from ui.pages.contracts.wording import kinds_text
from ui.pages.inbox.naming import TABLES_OF_IDS, ids_in
from ui.pages.wall_clock import WallClock, day_text

NOTHING = "—"
EMPTY: tuple[object, ...] = ("", (), [], {})

_VOCABULARIES: tuple[Mapping[Any, str], ...] = (
    AFFECTED_NAMES,
    AMENDMENT_STATE_NAMES,
    ANSWER_WAY_NAMES,
    ASSET_STATE_NAMES,
    LABEL_EVENT_NAMES,
    LABEL_FIELD_NAMES,
    CHANNEL_NAMES,
    CLOSURE_KIND_NAMES,
    CLOSURE_STATE_NAMES,
    COVERAGE_NAMES,
    DECISION_NAMES,
    EVENT_NAMES,
    GRADE_NAMES,
    IMPACT_NAMES,
    ITEM_ANSWER_NAMES,
    LANGUAGE_NAMES,
    MAIL_KIND_NAMES,
    MAIL_STATE_NAMES,
    MEASURE_NAMES,
    METRIC_NAMES,
    OCCURRENCE_STATE_NAMES,
    ORDER_KIND_NAMES,
    ORDER_STATE_NAMES,
    PART_SOURCE_NAMES,
    PART_UNIT_NAMES,
    PAUSE_REASON_NAMES,
    PERSON_KIND_NAMES,
    RATING_WAY_NAMES,
    REGION_NAMES,
    RELATION_NAMES,
    REPAIR_EVENT_NAMES,
    REPAIR_OUTCOME_NAMES,
    REPAIR_STATE_NAMES,
    SHAPE_NAMES,
    SIDE_NAMES,
    STOCKTAKE_STATE_NAMES,
    THIRD_PARTY_NAMES,
    TOLD_NAMES,
    URGENCY_NAMES,
    VISIT_STATE_NAMES,
)
_ENUM_NAMES = {(type(key), key.value): name for names in _VOCABULARIES for key, name in names.items()}


class Words:
    """Says fields and values in the language shown now; `names` are those of ids."""

    def __init__(self, names: Mapping[str, str], wall: WallClock) -> None:
        self._names = names
        self._wall = wall

    def value(self, field: str, value: object) -> str:
        """What a field says."""
        if value is not None and value not in EMPTY and field in TABLES_OF_IDS:
            return ", ".join(self._names.get(str(each), "…") for each in ids_in(value))
        if field in {"reason", "pause_reason"} and value in set(PauseReason):
            return _(PAUSE_REASON_NAMES[PauseReason(str(value))])
        if field in {"excluded_kinds", "chargeable_kinds", "kinds"} and isinstance(value, tuple | list):
            return kinds_text(value) or NOTHING
        if field in {"cost_minor", "price_minor"} and isinstance(value, int):
            return f"{value / 100:,.2f}"
        if field == "expected" and isinstance(value, tuple | list):
            value = f"{len(value):,}"
        if field == "quantity_thousandths" and isinstance(value, int):
            return quantity_text(value)
        return self.plain(value)

    def plain(self, value: object) -> str:
        """What a value says, whatever field it stands in."""
        if value is None or value in EMPTY:
            return NOTHING
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, StrEnum):
            return _(_ENUM_NAMES.get((type(value), value.value), value.value))
        if isinstance(value, date):  # an instant too
            return self._wall.text(value) if isinstance(value, datetime) else day_text(value)
        if isinstance(value, Mapping):
            value = tuple(value.values())
        elif not isinstance(value, type) and is_dataclass(value):
            value = tuple(part for field in fields(value) if (part := getattr(value, field.name)) not in (None, *EMPTY))
        if isinstance(value, tuple | list):
            return ", ".join(map(self.plain, value))
        return _("Picture") if isinstance(value, bytes) else str(value)
