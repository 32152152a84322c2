"""What may be attached, how it is named, where its content is, and what a laptop may let go of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import PurePosixPath

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_

MEGABYTE = 1024 * 1024
LARGEST_FILE = 200 * MEGABYTE
"""Bytes of one file: some minutes of video, a service manual."""
LARGEST_PHOTO = 50 * MEGABYTE
"""Bytes of one picture; it is decoded in memory."""
MOST_PIXELS = 80_000_000
"""Of one picture: telephones make 50 million, and Pillow warns above 89."""
LARGEST_THUMBNAIL = MEGABYTE
MOST_ON_A_RECORD = 200
"""Files that are attached to one record and not withdrawn."""
THUMBNAIL_PIXELS = 320
"""The longer side of a thumbnail."""
THUMBNAIL_NAME = "thumbnail.jpg"

_LONGEST_NAME = 120
_LONGEST_ENDING = 10

declare(
    {
        "attachment_type_refused": N_(
            "“{name}” is neither a photo nor a document that Paigong keeps, whatever its name says. Nothing was "
            "attached. Attach pictures, PDF, Office files, text, sound or video, or put it into a ZIP file."
        ),
        "attachment_too_large": N_(
            "“{name}” is larger than the {limit} MB that one file may have. Make it smaller, or split it into parts."
        ),
        "attachment_empty": N_("“{name}” is empty. Check the file, and attach it when there is something in it."),
        "photo_damaged": N_("The picture “{name}” cannot be read to its end. Take it again, or copy it anew."),
        "photo_too_large": N_(
            "The picture “{name}” has more than {limit} million pixels. Make it smaller and attach it again."
        ),
        "attachment_described_wrong": N_(
            "What is said about the file “{name}” does not fit together. Attach it again; if that does not help, "
            "update Paigong."
        ),
        "too_many_attachments": N_("There are {limit} files on this record already. Withdraw one that is not needed."),
    }
)


class Content(StrEnum):
    """What a file is by its content, never by its name."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    TIFF = "tiff"
    BMP = "bmp"
    HEIF = "heif"
    PDF = "pdf"
    ZIP = "zip"
    OLE = "ole"
    TEXT = "text"
    MPEG_4 = "mpeg-4"
    MP3 = "mp3"
    WAVE = "wave"
    OGG = "ogg"


DECODED = frozenset({Content.JPEG, Content.PNG, Content.WEBP, Content.GIF, Content.TIFF, Content.BMP})
"""Pictures that are really decoded before they are taken, and that get a thumbnail."""

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
ENDINGS: dict[Content, dict[str, str]] = {
    Content.JPEG: {"jpg": "image/jpeg", "jpeg": "image/jpeg"},
    Content.PNG: {"png": "image/png"},
    Content.WEBP: {"webp": "image/webp"},
    Content.GIF: {"gif": "image/gif"},
    Content.TIFF: {"tiff": "image/tiff", "tif": "image/tiff"},
    Content.BMP: {"bmp": "image/bmp"},
    Content.HEIF: {"heic": "image/heic", "heif": "image/heif"},
    Content.PDF: {"pdf": "application/pdf"},
    Content.ZIP: {
        "zip": "application/zip",
        "docx": f"{_OPEN_XML}.wordprocessingml.document",
        "xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
        "pptx": f"{_OPEN_XML}.presentationml.presentation",
        "odt": "application/vnd.oasis.opendocument.text",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "vsdx": "application/vnd.ms-visio.drawing",
    },
    Content.OLE: {
        "doc": "application/msword",
        "xls": "application/vnd.ms-excel",
        "ppt": "application/vnd.ms-powerpoint",
        "msg": "application/vnd.ms-outlook",
        "vsd": "application/vnd.visio",
    },
    Content.TEXT: {"txt": "text/plain", "csv": "text/csv", "log": "text/plain", "md": "text/markdown"},
    Content.MPEG_4: {
        "mp4": "video/mp4",
        "m4v": "video/mp4",
        "m4a": "audio/mp4",
        "mov": "video/quicktime",
        "3gp": "video/3gpp",
    },
    Content.MP3: {"mp3": "audio/mpeg"},
    Content.WAVE: {"wav": "audio/wav"},
    Content.OGG: {"ogg": "audio/ogg"},
}
"""What the endings of a name may be for each content, the usual one first, with what each is called in the mail and
the web. One content has several where they look alike in their first bytes."""

_BY_ENDING = {
    ending: (content, media_type) for content, endings in ENDINGS.items() for ending, media_type in endings.items()
}
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def clean_name(given: str, content: Content) -> str:
    """A name that people can read and every system can keep, whose ending says what the file really is.

    Parts of a path, control characters and marks that turn the direction of writing are left out. A name with another
    ending keeps it and gets a right one behind it: what is called ``.bat`` and is text is never started by opening it.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    seen = "".join(" " if sign in "\t\r\n" else sign for sign in last if sign in "\t\r\n" or _is_seen(sign))
    name = " ".join(_NOT_IN_NAMES.sub("_", seen).split()).strip(". ")
    stem, ending = _parted(name)
    if ending not in ENDINGS[content]:
        stem, ending = name, next(iter(ENDINGS[content]))
    stem = stem[:_LONGEST_NAME].strip(". ") or "file"
    return f"_{stem}.{ending}" if _DEVICES.fullmatch(stem) else f"{stem}.{ending}"


def media_type_of(name: str) -> str:
    """What a file of this (clean) name is called in the mail and the web."""
    return _BY_ENDING[_parted(name)[1]][1]


def content_named(name: str) -> Content | None:
    """What a file of this name claims to be."""
    found = _BY_ENDING.get(_parted(name)[1])
    return found[0] if found else None


def check_description(name: str, media_type: str, size: int) -> None:
    """See to it that what is said of a file could be said by our own program, which looked into the file.

    :raises Rejection: ``attachment_described_wrong``, ``attachment_too_large``, ``attachment_empty``
    """
    content = content_named(name)
    if content is None or clean_name(name, content) != name or media_type_of(name) != media_type:
        raise Rejection("attachment_described_wrong", name=name)
    check_size(name, size, content)


def check_size(name: str, size: int, content: Content) -> None:
    """See to it that a file is neither empty nor too large for what it is.

    :raises Rejection: ``attachment_too_large``, ``attachment_empty``
    """
    largest = LARGEST_PHOTO if content in DECODED else LARGEST_FILE
    if size > largest:
        raise Rejection("attachment_too_large", name=name, limit=largest // MEGABYTE)
    if size <= 0:
        raise Rejection("attachment_empty", name=name)


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in _INVISIBLE


def _parted(name: str) -> tuple[str, str]:
    path = PurePosixPath(name)
    ending = path.suffix[1:]
    return (path.stem, ending.lower()) if 0 < len(ending) <= _LONGEST_ENDING else (name, "")


class Whereabouts(StrEnum):
    """Where the content of a file is, as one laptop knows it."""

    ONLY_HERE = "only_here"
    UPLOADING = "uploading"
    PARKED = "parked"
    """It cannot be uploaded; the reason is said with it."""
    HERE_AND_THERE = "here_and_there"
    ON_SERVER = "on_server"
    DOWNLOADING = "downloading"
    NOT_THERE_YET = "not_there_yet"
    """Somebody has attached it, and his laptop has not sent it yet."""


def whereabouts(*, held: bool, received: bool, moved: int | None, parked: bool) -> Whereabouts:
    """Where a content is.

    `held`: it is in this laptop's vault; `received`: the server has said that it has it; `moved`: bytes that a transfer
    has moved so far, None where none is meant to; `parked`: that transfer was given up.
    """
    if received:
        if held:
            return Whereabouts.HERE_AND_THERE
        return Whereabouts.ON_SERVER if moved is None or parked else Whereabouts.DOWNLOADING
    if not held:
        return Whereabouts.NOT_THERE_YET
    if parked:
        return Whereabouts.PARKED
    return Whereabouts.UPLOADING if moved else Whereabouts.ONLY_HERE


SURE_AFTER = timedelta(days=30)
"""So long after the server has said that it has a content, the laptop that sent it keeps it all the same: backups of
the server are that old at most."""
KEPT_UNUSED = timedelta(days=90)
"""What nobody has opened for so long, and what the server has, leaves the laptop."""
KEPT_BYTES = 2048 * MEGABYTE
"""What the server has may take so much room on a laptop; beyond it, what was opened longest ago leaves."""


@dataclass(frozen=True, slots=True)
class Held:
    """A content in a laptop's vault. `used_at` is aware: when it came or was last opened.

    `on_server`: the server has said that it has it, and nothing of it waits to be sent.
    """

    digest: str
    size: int
    used_at: datetime
    on_server: bool


def may_leave(held: Iterable[Held], now: datetime, room: int = KEPT_BYTES) -> list[str]:
    """The digests of the contents that a laptop may let go of; never of one that the server does not have."""
    there = sorted((one for one in held if one.on_server), key=lambda one: (one.used_at, one.digest))
    excess = sum(one.size for one in there) - room
    leaving = []
    for one in there:
        if excess > 0 or one.used_at < now - KEPT_UNUSED:
            leaving.append(one.digest)
            excess -= one.size
    return leaving


KEPT_WITHDRAWN = timedelta(days=30)
"""So long the content of a withdrawn file stays, in case that it was a mistake."""


def may_be_removed(withdrawn_at: Iterable[datetime | None], now: datetime) -> bool:
    """Whether nobody needs a content any more, by when each file that had it was withdrawn (None: it was not)."""
    return all(at is not None and at < now - KEPT_WITHDRAWN for at in withdrawn_at)


MOST_TRIES = 6
"""After so many failures that are a transfer's own it is parked; a network that is away does not count."""
LONGEST_PAUSE = timedelta(hours=1)
"""A transfer that would wait longer was laid by while the clock of this computer was ahead."""


def pause_after(failures: int) -> timedelta:
    """How long a transfer that failed so often waits."""
    return min(timedelta(seconds=15 * 4 ** (failures - 1)), LONGEST_PAUSE)
