"""Reading calendars."""

from __future__ import annotations

from functools import lru_cache

from app.calendars.hours import hours_of
from app.calendars.tables import Calendar, CalendarVersion
from app.calendars.working_time import WorkingTime, working_time
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.storage.schema import Values, columns_of, spec_of
from app.storage.units import Reader


def all_calendars(reader: Reader) -> list[Calendar]:
    """Every calendar by name, whoever it is of."""
    return reader.find(Calendar, order_by=(columns_of(Calendar).name, columns_of(Calendar).id))


def calendars_for(reader: Reader, customer_id: str | None) -> list[Calendar]:
    """The calendars that a customer's contracts can refer to: his own, then everybody's."""
    column = columns_of(Calendar)
    own = reader.find(Calendar, column.customer_id == customer_id, order_by=(column.name,)) if customer_id else []
    return [*own, *reader.find(Calendar, column.customer_id.is_(None), order_by=(column.name,))]


def versions_of(reader: Reader, calendar_id: str) -> list[CalendarVersion]:
    """The versions of a calendar, the newest last."""
    return reader.having(CalendarVersion, "number", calendar_id=calendar_id)


def newest_version(reader: Reader, calendar_id: str) -> CalendarVersion:
    """The version of a calendar that counts.

    :raises Rejection: ``record_unknown``
    """
    versions = versions_of(reader, calendar_id)
    if not versions:
        raise Rejection("record_unknown", table="calendars", id=calendar_id)
    return versions[-1]


def working_time_of(version: CalendarVersion) -> WorkingTime:
    """What a clock runs by under this version; made once for as long as it is asked for."""
    return _made_once(spec_of(CalendarVersion).to_values(version))


@lru_cache(maxsize=256)
def _made_once(version: Values) -> WorkingTime:
    return working_time(hours_of(spec_of(CalendarVersion).from_values(version)))


declare(
    {
        "calendar_changed_meanwhile": N_(
            "“{name}” was changed by somebody else in the meantime. Look at it as it stands now, and change it again."
        ),
    }
)
