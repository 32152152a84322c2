"""What a server writes about its own life: a line of JSON for each event, without secrets.

An event has a name and a few figures; it never holds a token, a password, a body, or the name of a person. So an error
is logged by its class and the places that it passed, never by its own words, which may quote what somebody entered.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

_PROJECT = Path(__file__).resolve().parents[2]
_PLACES = 12
"""Of an error, counted from where it was raised."""

_about: ContextVar[dict[str, object] | None] = ContextVar("log_about", default=None)


@contextmanager
def logging_about(**facts: object) -> Iterator[dict[str, object]]:
    """Say these facts with every event that is logged inside (also in threads that are handed the context)."""
    about = {**(_about.get() or {}), **facts}
    token = _about.set(about)
    try:
        yield about
    finally:
        _about.reset(token)


def log_about(**facts: object) -> None:
    """Say these facts, too, until the surrounding `logging_about` ends; outside of one nothing is remembered."""
    about = _about.get()
    if about is not None:
        about.update(facts)


def log_event(logger: logging.Logger, event: str, *, level: int = logging.INFO, **figures: object) -> None:
    """Log that something happened, with figures that are no secret."""
    logger.log(level, event, extra={"figures": figures})


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        figures: Mapping[str, object] = getattr(record, "figures", {})
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
            **(_about.get() or {}),
            **figures,
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = type(record.exc_info[1]).__name__
            line["places"] = _places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def log_as_json(stream: TextIO) -> None:
    """Write what this process logs, from INFO upwards, to `stream` as lines of JSON, and nowhere else."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def _places(error: BaseException) -> list[str]:
    """Where an error came from, innermost last: file, line and function."""
    frames = traceback.extract_tb(error.__traceback__)[-_PLACES:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(name: str) -> str:
    path = Path(name)
    return str(path.relative_to(_PROJECT)) if path.is_relative_to(_PROJECT) else path.name
