"""Live: "pull now" from the server, as an event stream or as the answer to a question that may wait.

What is said is a place in the server's sequence and which scopes are concerned, never data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from app.foundation.errors import Trouble
from app.sync.wire import Message, Place, Word

HEARTBEAT_SECONDS = 15.0
"""A stream that has nothing to say says so this often: proxies and laptops take a silent one for dead."""
LONGEST_WAIT_SECONDS = 20.0
"""So long a question is kept open: less than any proxy waits, and than a laptop waits for an answer."""
MOST_TOPICS = 20
ANYTHING = "*"
"""A topic that stands for all."""
HEARTBEAT = b":\n\n"

_LARGEST_EVENT = 64 * 1024


class News(Message, frozen=True):
    """What is new for a device: something in `topics` (scopes; without any, nothing) up to `sequence`.

    Where very many devices hear it at once, each pulls at some moment of the next `within_seconds`.
    """

    epoch: Word
    sequence: Place
    topics: list[str]
    within_seconds: Annotated[float, Meta(ge=0, le=3600)] = 0.0


class WaitRequest(Message, frozen=True):
    """Tell what is new after `sequence`, and if nothing is, as soon as something is, for at most `seconds`."""

    protocol: Word
    epoch: Word
    sequence: Place
    seconds: Annotated[float, Meta(ge=0, le=LONGEST_WAIT_SECONDS)]


def event_of(news: News) -> bytes:
    """News as an event of a stream."""
    return b"data: " + msgspec.json.encode(news) + b"\n\n"


def events_in(chunks: Iterable[bytes]) -> Iterator[News | None]:
    """What a stream says, as soon as it is complete; None is a heartbeat.

    :raises Trouble: ``server_nonsense``
    """
    buffered = b""
    for chunk in chunks:
        *events, buffered = (buffered + chunk).split(b"\n\n")
        if len(buffered) > _LARGEST_EVENT:
            raise Trouble("server_nonsense", detail="event too large")
        yield from map(_understood, events)


def _understood(event: bytes) -> News | None:
    data = b"\n".join(line.removeprefix(b"data:") for line in event.split(b"\n") if line.startswith(b"data:"))
    try:
        return msgspec.json.decode(data, type=News) if data else None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Trouble("server_nonsense", detail=str(error)) from error
