"""Looking into a file: what it really is, whether a picture can be read to its end, and its thumbnail.

The same on the laptop before a file is taken and on the server before it counts as received.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from app.files.rules import (
    DECODED,
    MOST_PIXELS,
    THUMBNAIL_PIXELS,
    Content,
    check_size,
    clean_name,
    content_named,
    media_type_of,
)
from app.foundation.errors import Rejection, Trouble

if TYPE_CHECKING:
    from PIL.Image import Image

HEAD = 16 * 1024
"""Bytes that tell what a file is, if it is no picture."""
_THUMBNAIL_QUALITY = 80
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    *(bytes.fromhex(magic) for magic in ("feedface", "feedfacf", "cefaedfe", "cffaedfe")),
)
"""How programs of Windows, Linux, macOS and Java and scripts begin."""
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_KNOWN = {
    ".jpg": Content.JPEG,
    ".png": Content.PNG,
    ".webp": Content.WEBP,
    ".gif": Content.GIF,
    ".tiff": Content.TIFF,
    ".bmp": Content.BMP,
    ".heif": Content.HEIF,
    ".heic": Content.HEIF,
    ".pdf": Content.PDF,
    ".zip": Content.ZIP,
    ".docx": Content.ZIP,
    ".doc": Content.OLE,
    ".mp4": Content.MPEG_4,
    ".m4a": Content.MPEG_4,
    ".mov": Content.MPEG_4,
    ".3gp": Content.MPEG_4,
    ".3ga": Content.MPEG_4,
    ".mp3": Content.MP3,
    ".mpga": Content.MP3,
    ".wav": Content.WAVE,
    ".ogg": Content.OGG,
}
"""What puremagic calls the contents that we take."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file is. `name` is clean and its ending is right; only pictures have a thumbnail, else it is empty."""

    name: str
    media_type: str
    thumbnail: bytes


def examine(file: IO[bytes], name: str, size: int) -> Examined:
    """Look into a file of `size` bytes that is called `name`, and make its thumbnail.

    :raises Rejection: ``attachment_type_refused``, ``attachment_too_large``, ``attachment_empty``, ``photo_damaged``,
        ``photo_too_large``
    """
    content = _content_of(file, name, size)
    known_as = clean_name(name, content)
    check_size(known_as, size, content)
    thumbnail = b""
    if content in DECODED:
        picture = _picture(file, known_as, content)
        with _decoding(known_as):
            thumbnail = _thumbnail(picture)
    return Examined(known_as, media_type_of(known_as), thumbnail)


def confirm(file: IO[bytes], name: str, size: int) -> None:
    """See to it that a file is what its name says, as `examine` would have named it.

    :raises Rejection: as `examine`, or ``attachment_described_wrong``
    """
    content = _content_of(file, name, size)
    if content is not content_named(name):
        raise Rejection("attachment_described_wrong", name=name)
    check_size(name, size, content)
    if content in DECODED:
        _picture(file, name, content)


def _content_of(file: IO[bytes], name: str, size: int) -> Content:
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise Rejection("attachment_empty", name=name)
    content = None if head.startswith(_PROGRAMS) else _told_by(head)
    if content is not Content.PDF and _is_text(head, whole=size <= len(head)):
        content = None if head.startswith(_PROGRAMS) else Content.TEXT
    if content is None:
        raise Rejection("attachment_type_refused", name=name)
    return content


def _told_by(head: bytes) -> Content | None:
    import puremagic

    try:
        matches = puremagic.magic_string(head)
    except puremagic.PureError:
        return None
    return next((_KNOWN[match.extension] for match in matches if match.extension in _KNOWN), None)


def _is_text(head: bytes, *, whole: bool) -> bool:
    """Whether these are the first bytes of a text, as Windows and Linux write it in China and elsewhere."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decodes(head, "utf-16", whole=whole)
    return head.translate(None, _CONTROL) == head and any(
        _decodes(head, encoding, whole=whole) for encoding in ("utf-8", "gb18030")
    )


def _decodes(head: bytes, encoding: str, *, whole: bool) -> bool:
    import codecs

    try:
        codecs.getincrementaldecoder(encoding)().decode(head, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _picture(file: IO[bytes], name: str, content: Content) -> Image:
    """The picture, decoded to its end; a large JPEG at a fraction of its size, which is many times faster."""
    import PIL.Image

    file.seek(0)
    with _decoding(name):
        picture = PIL.Image.open(file, formats=[content.name])
        if picture.width * picture.height > MOST_PIXELS:
            raise PIL.Image.DecompressionBombError
        picture.draft("RGB", (2 * THUMBNAIL_PIXELS, 2 * THUMBNAIL_PIXELS))
        picture.load()
        return picture


@contextmanager
def _decoding(name: str) -> Iterator[None]:
    """What the decoders raise over a picture is a refusal of it; some read what it says of itself only later."""
    import PIL.Image

    try:
        yield
    except (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning) as error:
        raise Rejection("photo_too_large", name=name, limit=MOST_PIXELS // 1_000_000) from error
    except (Trouble, MemoryError):
        raise
    except Exception as error:  # whatever they stumble over
        raise Rejection("photo_damaged", name=name) from error


def _thumbnail(picture: Image) -> bytes:
    """A small JPEG, turned as the camera was held, without what the camera has written into the picture."""
    import PIL.Image
    from PIL.ImageOps import exif_transpose

    turned = exif_transpose(picture).convert("RGBA")
    turned.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS))
    ground = PIL.Image.new("RGB", turned.size, "white")
    ground.paste(turned, mask=turned.getchannel("A"))
    kept = io.BytesIO()
    ground.save(kept, "JPEG", quality=_THUMBNAIL_QUALITY)
    return kept.getvalue()
