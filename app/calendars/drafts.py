"""Reading as if a calendar had its next version already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import cast

from app.calendars.commands import ReviseCalendar, version_of
from app.calendars.tables import Calendar, CalendarVersion
from app.storage.schema import RowT
from app.storage.units import Reader


class ReaderOfDraft(Reader):
    """Answers whatever asks for the versions of one calendar with a draft as the newest; nothing is written."""

    def __init__(self, reader: Reader, draft: ReviseCalendar, at: datetime) -> None:
        super().__init__(reader.connection)
        calendar = reader.require(Calendar, draft.calendar_id)
        self._draft = version_of(calendar, draft, at=at, by_id="", number=draft.seen_number + 1)

    def having(
        self,
        row_type: type[RowT],
        *order_by: str,
        above: Mapping[str, object] = MappingProxyType({}),
        limit: int | None = None,
        **equal: object,
    ) -> list[RowT]:
        found = super().having(row_type, *order_by, above=above, limit=limit, **equal)
        if issubclass(row_type, CalendarVersion) and equal == {"calendar_id": self._draft.calendar_id}:
            return [*found, cast("RowT", self._draft)]
        return found
