"""Files: contents go up by tus 1.0 (creation and checksum), and down in ranges; the device's token opens both.

What is said besides contents stands in headers, as tus has it; a refusal is the protocol's own.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

from app.files.rules import LARGEST_FILE, MEGABYTE
from app.foundation.errors import Rejection, Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

UPLOADS = "files"
"""Where uploads begin; each has a path of its own below."""
CONTENTS = "contents"
"""Below it each content has a path, its digest."""

TUS = "1.0.0"
EXTENSIONS = "creation,checksum"
CHUNK_TYPE = "application/offset+octet-stream"
LARGEST_CHUNK = 8 * MEGABYTE
"""Bytes that one message takes up, or brings down."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9A-Za-z_.-]{1,64}")
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{1,15})")
_CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")

declare(
    {
        "upload_unknown": N_("The server does not know this upload (any more). It is begun anew by itself."),
        "upload_out_of_step": N_("The server has another part of this file than was thought. It goes on from there."),
        "upload_damaged": N_("The file did not arrive as it was sent. It is sent again by itself."),
        "upload_unmentioned": N_(
            "The server does not know what this file is attached to: it was withdrawn, or attaching it was refused. "
            "Look into the inbox."
        ),
        "too_many_uploads": N_("The server waits for the rest of too many files of this computer. Wait a little."),
        "chunk_damaged": N_("A part of the file did not arrive as it was sent. It is sent again by itself."),
        "content_damaged": N_("The file did not arrive as it was attached. It is fetched again by itself."),
        "content_unknown": N_(
            "The server does not have this file (any more), or you may not see it. Synchronise and look again."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class UploadWish:
    """What a device wants to send: a content of `size` bytes for a customer whose files mention it."""

    customer_id: str
    digest: str
    size: int

    def headers(self) -> dict[str, str]:
        """As it is sent."""
        pairs = {"customer": self.customer_id, "sha256": self.digest}
        metadata = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in pairs.items())
        return {"Upload-Length": str(self.size), "Upload-Metadata": metadata}

    @staticmethod
    def of(length: str, metadata: str) -> UploadWish:
        """What was sent.

        :raises Trouble: ``message_malformed``
        """
        pairs = {}
        for pair in metadata.split(","):
            name, _space, value = pair.strip().partition(" ")
            pairs[name] = _decoded(value)
        customer_id, digest = pairs.get("customer", ""), pairs.get("sha256", "")
        if not is_id(customer_id) or not _DIGEST.fullmatch(digest):
            raise Trouble("message_malformed", detail="Upload-Metadata")
        size = number_of("Upload-Length", length)
        if size > LARGEST_FILE:
            raise Rejection("attachment_too_large", name=digest[:8], limit=LARGEST_FILE // MEGABYTE)
        return UploadWish(customer_id, digest, size)


def checksum(chunk: bytes) -> str:
    """What is said of a chunk so that it can be checked."""
    return f"sha256 {base64.b64encode(hashlib.sha256(chunk).digest()).decode()}"


def is_intact(chunk: bytes, said: str) -> bool:
    """Whether a chunk is what was said of it; without a word it is taken as it came.

    :raises Trouble: ``message_malformed`` where another algorithm is named than ours
    """
    if not said:
        return True
    if not said.startswith("sha256 "):
        raise Trouble("message_malformed", detail="Upload-Checksum")
    return said == checksum(chunk)


def number_of(name: str, text: str) -> int:
    """The number in a header.

    :raises Trouble: ``message_malformed``
    """
    if not (text.isascii() and text.isdigit() and len(text) <= 15):  # noqa: PLR2004 - more than any disk holds
        raise Trouble("message_malformed", detail=name)
    return int(text)


def is_id(text: str) -> bool:
    """Whether this can be the id of anything; a path may hold what no database keeps."""
    return _ID.fullmatch(text) is not None


def check_digest(text: str) -> None:
    """See to it that this can be a digest.

    :raises Rejection: ``content_unknown``
    """
    if not _DIGEST.fullmatch(text):
        raise Rejection("content_unknown")


def range_header(start: int, stop: int) -> dict[str, str]:
    """Asks for the bytes from `start` to before `stop`."""
    return {"Range": f"bytes={start}-{stop - 1}"}


def range_of(text: str, size: int) -> tuple[int, int]:
    """The first byte that was asked for and the one after the last that is answered, of a content of `size` bytes.

    :raises Trouble: ``message_malformed``: no range that begins in the content was asked for
    """
    asked = _RANGE.fullmatch(text)
    if asked is None or int(asked[1]) > int(asked[2]) or int(asked[1]) >= size:
        raise Trouble("message_malformed", detail="Range")
    start = int(asked[1])
    return start, min(int(asked[2]) + 1, size, start + LARGEST_CHUNK)


def content_range(start: int, stop: int, size: int) -> str:
    """Says which bytes are answered."""
    return f"bytes {start}-{stop - 1}/{size}"


def answered_range(text: str) -> tuple[int, int, int]:
    """Which bytes were answered: the first, the one after the last, and how many there are at all.

    :raises Trouble: ``message_malformed``
    """
    said = _CONTENT_RANGE.fullmatch(text)
    if said is None:
        raise Trouble("message_malformed", detail="Content-Range")
    return int(said[1]), int(said[2]) + 1, int(said[3])


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except ValueError as error:
        raise Trouble("message_malformed", detail="Upload-Metadata") from error
