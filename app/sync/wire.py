"""What both sides of every step speak: JSON, compressed with zstd where the other side takes it, else with gzip."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import Annotated, Any, TypeVar

import msgspec
import zstandard

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

PROTOCOL = "2026-11-30"
"""The version of the protocol, a date. A server answers the ones that it knows."""

PROTOCOL_HEADER = "Paigong-Protocol"
"""Says the version where there is no message to say it in."""

MEDIA_TYPE = "application/vnd.paigong+json"
STREAM_TYPE = "text/event-stream"

LARGEST_MESSAGE = 64 * 1024 * 1024
"""Bytes of a message after decompression; more is refused."""

_WIDEST_WINDOW = 8 * 1024 * 1024
"""Bytes that a zstd stream may make us keep in mind; our own level needs a quarter of it."""

Word = Annotated[str, msgspec.Meta(max_length=200, pattern=r"\A[^\x00]*\Z")]
"""A name, a code or an id on the wire."""
Place = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
"""A place in a sequence that counts up from 0."""

MessageT = TypeVar("MessageT", bound="Message")

declare(
    {
        "message_malformed": N_(
            "The other side sent something that is not of our protocol. Update Paigong on both sides."
        ),
        "server_unreachable": N_(
            "The server cannot be reached. Go on working: everything is kept here and sent as soon as it can be."
        ),
        "server_nonsense": N_(
            "Something that is not a Paigong server answers at {url}. Nothing was lost. Check the address, and whether "
            "a sign-in page of the network stands in between."
        ),
        "server_failed": N_(
            "The server had a failure of its own. Everything is kept here and will be sent again. "
            "If it lasts, tell your administrator."
        ),
        "server_address_invalid": N_(
            "“{url}” is not an address of a server. Write it like https://paigong.example.org."
        ),
        "protocol_unknown": N_("The server speaks another version of the protocol. Update Paigong; nothing is lost."),
    }
)


class Message(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that goes over the wire."""


class Refusal(Message, frozen=True):
    """What the server answers instead of a reply: a code that has a sentence."""

    code: str
    params: dict[str, str]


def pack(message: Message, *, zstd: bool) -> bytes:
    """A message as it is sent."""
    text = msgspec.json.encode(message)
    return zstandard.ZstdCompressor(level=3).compress(text) if zstd else gzip.compress(text, 6)


def unpack(content: bytes, encoding: str, message_type: type[MessageT], largest: int = LARGEST_MESSAGE) -> MessageT:
    """The message that was sent; `encoding` is the HTTP content encoding, `largest` the bytes that it may come to.

    :raises Trouble: ``message_malformed``, or ``protocol_unknown`` where it is of another version of the protocol
    """
    try:
        text = _decompressed(content, encoding, largest)
        return _understood(text, message_type)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, zstandard.ZstdError, zlib.error) as error:
        raise Trouble("message_malformed", detail=str(error)) from error
    except (OSError, EOFError) as error:  # from gzip
        raise Trouble("message_malformed", detail=str(error)) from error


class _Spoken(msgspec.Struct):
    """All that is known of a message of any version."""

    protocol: str = PROTOCOL


def _understood(text: bytes, message_type: type[MessageT]) -> MessageT:
    try:
        message = msgspec.json.decode(text, type=message_type)
    except msgspec.ValidationError:
        check_protocol(msgspec.json.decode(text, type=_Spoken).protocol)
        raise
    check_protocol(getattr(message, "protocol", PROTOCOL))
    return message


def check_protocol(protocol: str) -> None:
    """See to it that we speak this version.

    :raises Trouble: ``protocol_unknown``
    """
    if protocol != PROTOCOL:
        raise Trouble("protocol_unknown", protocol=PROTOCOL)


def _decompressed(content: bytes, encoding: str, largest: int) -> bytes:
    if encoding == "zstd":
        reader: Any = zstandard.ZstdDecompressor(max_window_size=_WIDEST_WINDOW).stream_reader(content)
    elif encoding == "gzip":
        reader = gzip.GzipFile(fileobj=io.BytesIO(content))
    elif encoding in {"", "identity"}:
        reader = io.BytesIO(content)
    else:
        raise Trouble("message_malformed", detail=encoding)
    text: bytes = reader.read(largest + 1)
    if len(text) > largest:
        raise Trouble("message_malformed", detail="too large")
    return text
