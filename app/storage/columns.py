"""How a value of a row is stored: the same on SQLite, on PostgreSQL and on the wire.

Instants are whole microseconds since 1970 in UTC, so that they sort and compare alike everywhere; dates are ISO text.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

Stored = str | int | bool | None
"""What the database and the wire hold."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FACTS = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
"""Made once: making one takes longer than using it."""


def instant_to_stored(value: datetime) -> int:
    """Microseconds since 1970; `value` must be aware."""
    return (value - _EPOCH) // _MICROSECOND


def instant_from_stored(value: int) -> datetime:
    """The aware UTC instant of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=value)


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware instant, stored as microseconds since 1970 UTC."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else instant_to_stored(value)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else instant_from_stored(value)


class Day(sa.types.TypeDecorator[date]):
    """A calendar date, stored as ISO text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> date | None:  # noqa: ARG002
        return None if value is None else date.fromisoformat(value)


class Choice(sa.types.TypeDecorator[StrEnum]):
    """A member of an enumeration, stored as its text."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, choices: type[StrEnum]) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> StrEnum | None:  # noqa: ARG002
        return None if value is None else self.choices(value)


class Facts(sa.types.TypeDecorator[dict[str, str]]):
    """Small named texts (parameters of a sentence), stored as JSON."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, str] | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else facts_to_stored(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> dict[str, str] | None:  # noqa: ARG002
        return None if value is None else json.loads(value)


class Codes(sa.types.TypeDecorator[tuple[str, ...]]):
    """Some codes, none of which has a space in it, stored as one text with a space between them."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else codes_to_stored(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> tuple[str, ...] | None:  # noqa: ARG002
        return None if value is None else codes_from_stored(value)


def codes_to_stored(value: tuple[str, ...]) -> str:
    """The one spelling of these codes."""
    return " ".join(value)


def codes_from_stored(value: str) -> tuple[str, ...]:
    """The codes that were stored."""
    return tuple(value.split())


def facts_to_stored(value: dict[str, str]) -> str:
    """The one spelling of `value` as JSON, so that equal facts are stored equal."""
    return _FACTS.encode(value)


def column_type(python_type: Any) -> sa.types.TypeEngine[Any]:
    """The column type for a row's annotation; a `TypeError` where there is none."""
    if isinstance(python_type, type) and issubclass(python_type, StrEnum):
        return Choice(python_type)
    if python_type not in _TYPES:
        raise TypeError(python_type)
    return _TYPES[python_type]()


def to_stored(python_type: Any) -> Callable[[Any], Stored] | None:
    """How a value of `python_type` becomes what is stored; None where it is stored as it is."""
    if isinstance(python_type, type) and issubclass(python_type, StrEnum):
        return str
    return _TO_STORED.get(python_type)


def from_stored(python_type: Any) -> Callable[[Any], Any] | None:
    """How what is stored becomes a value of `python_type`; None where it is the value."""
    if isinstance(python_type, type) and issubclass(python_type, StrEnum):
        return {str(choice): choice for choice in python_type}.__getitem__  # a tenth of the time that calling it takes
    return _FROM_STORED.get(python_type)


_TYPES: dict[Any, Callable[[], sa.types.TypeEngine[Any]]] = {
    str: sa.Text,
    int: sa.BigInteger,
    bool: sa.Boolean,
    datetime: Instant,
    date: Day,
    dict[str, str]: Facts,
    tuple[str, ...]: Codes,
}
_TO_STORED: dict[Any, Callable[[Any], Stored]] = {
    datetime: instant_to_stored,
    date: date.isoformat,
    dict[str, str]: facts_to_stored,
    tuple[str, ...]: codes_to_stored,
}
_FROM_STORED: dict[Any, Callable[[Any], Any]] = {
    bool: bool,
    datetime: instant_from_stored,
    date: date.fromisoformat,
    dict[str, str]: json.loads,
    tuple[str, ...]: codes_from_stored,
}
