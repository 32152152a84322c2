"""What both sides of every step speak: JSON, compressed with zstd where the other side takes it, else with gzip."""

from __future__ import annotations

import gzip
import io
from typing import Any, TypeVar

import msgspec
import zstandard

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

PROTOCOL = "2026-11-22"
"""The version of the protocol, a date. A server answers the ones that it knows."""

MEDIA_TYPE = "application/vnd.paigong+json"

LARGEST_MESSAGE = 64 * 1024 * 1024
"""Bytes of a message after decompression; more is refused."""

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


def unpack(content: bytes, encoding: str, message_type: type[MessageT]) -> MessageT:
    """The message that was sent; `encoding` is the HTTP content encoding.

    :raises Trouble: ``message_malformed``
    """
    try:
        return msgspec.json.decode(_decompressed(content, encoding), type=message_type)
    except (msgspec.MsgspecError, zstandard.ZstdError, OSError, EOFError, UnicodeDecodeError) as error:
        raise Trouble("message_malformed", detail=str(error)) from error


def _decompressed(content: bytes, encoding: str) -> bytes:
    if encoding == "zstd":
        reader: Any = zstandard.ZstdDecompressor().stream_reader(content)
    elif encoding == "gzip":
        reader = gzip.GzipFile(fileobj=io.BytesIO(content))
    else:
        return content
    text: bytes = reader.read(LARGEST_MESSAGE + 1)
    if len(text) > LARGEST_MESSAGE:
        raise Trouble("message_malformed", detail="too large")
    return text
