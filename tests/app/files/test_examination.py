from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from app.files.examination import confirm, examine
from app.files.rules import THUMBNAIL_PIXELS
from app.foundation.errors import Rejection
from app.foundation.sentences import sentence
from tests.app.files.samples import PDF, PROGRAM, picture, zipped


def look(content: bytes, name: str) -> tuple[str, str]:
    examined = examine(io.BytesIO(content), name, len(content))
    confirm(io.BytesIO(content), examined.name, len(content))
    return examined.name, examined.media_type


def thumbnail_of(content: bytes, name: str = "a.jpg") -> Image.Image:
    return Image.open(io.BytesIO(examine(io.BytesIO(content), name, len(content)).thumbnail))


@pytest.mark.parametrize(
    ("content", "name", "known_as", "media_type"),
    [
        (picture(), "IMG_0001.JPG", "IMG_0001.jpg", "image/jpeg"),
        (picture("PNG"), "a.png", "a.png", "image/png"),
        (picture("PNG"), "a.jpg", "a.jpg.png", "image/png"),
        (picture("WEBP"), "a.webp", "a.webp", "image/webp"),
        (picture("GIF"), "a.gif", "a.gif", "image/gif"),
        (picture("TIFF"), "a.tif", "a.tif", "image/tiff"),
        (picture("BMP"), "a.bmp", "a.bmp", "image/bmp"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(50), "a.heic", "a.heic", "image/heic"),
        (PDF, "手册.pdf", "手册.pdf", "application/pdf"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a.docx", "a.docx", None),
        (zipped("a.txt"), "a.zip", "a.zip", "application/zip"),
        (zipped("META-INF/MANIFEST.MF"), "a.jar", "a.jar.zip", "application/zip"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "a.doc", "a.doc", "application/msword"),
        ("你好，机房".encode(), "a.txt", "a.txt", "text/plain"),
        ("你好，机房".encode("gb18030"), "a.log", "a.log", "text/plain"),
        ("你好，机房".encode("utf-16"), "a.txt", "a.txt", "text/plain"),
        (b"name,code\nx,1\n", "a.csv", "a.csv", "text/csv"),
        (b"BMW of the director", "cars.txt", "cars.txt", "text/plain"),
        (b"<script>alert(1)</script>", "a.html", "a.html.txt", "text/plain"),
        (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(50), "a.mp4", "a.mp4", "video/mp4"),
        (b"\0\0\0\x20ftypM4A \0\0\2\0" + bytes(50), "a.m4a", "a.m4a", "audio/mp4"),
        (b"\0\0\0\x14ftypqt  \0\0\2\0qt  " + bytes(50), "a.mov", "a.mov", "video/quicktime"),
        (b"ID3\3\0\0\0\0\0\0" + bytes(99), "a.mp3", "a.mp3", "audio/mpeg"),
        (b"RIFF\x24\0\0\0WAVEfmt " + bytes(50), "a.wav", "a.wav", "audio/wav"),
        (b"OggS\0\2" + bytes(50), "a.ogg", "a.ogg", "audio/ogg"),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, name: str, known_as: str, media_type: str | None) -> None:
    found = look(content, name)
    assert found[0] == known_as
    assert media_type in {None, found[1]}


@pytest.mark.parametrize("name", ["holiday.jpg", "report.pdf", "setup.exe", "notes.txt"])
@pytest.mark.parametrize(
    "content",
    [
        PROGRAM,
        b"\x7fELF\2\1\1" + bytes(60),
        b"#!/bin/sh\nrm -rf /\n",
        bytes.fromhex("cafebabe00000034") + bytes(60),
        bytes.fromhex("cffaedfe07000001") + bytes(60),
        bytes(range(256)),
    ],
    ids=["windows", "linux", "script", "java", "mac", "noise"],
)
def test_a_program_is_refused_by_name_whatever_it_is_called(content: bytes, name: str) -> None:
    with pytest.raises(Rejection, match="attachment_type_refused") as refused:
        look(content, name)
    assert f"“{name}”" in sentence(refused.value)


def test_a_picture_that_breaks_off_is_refused() -> None:
    content = picture(size=(2000, 1500))
    with pytest.raises(Rejection, match="photo_damaged"):
        look(content[: len(content) // 2], "a.jpg")


@pytest.mark.parametrize("said", [b"eXIfII", b"zTXta\0\7x"])
def test_a_picture_that_speaks_nonsense_of_itself_is_refused(said: bytes) -> None:
    png = picture("PNG")
    chunk = struct.pack(">I", len(said) - 4) + said + struct.pack(">I", zlib.crc32(said))
    with pytest.raises(Rejection, match="photo_damaged"):
        look(png[:33] + chunk + png[33:], "a.png")


def test_a_jpeg_in_name_and_first_bytes_only_is_refused() -> None:
    with pytest.raises(Rejection, match="photo_damaged"):
        look(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + PROGRAM, "a.jpg")


@pytest.mark.parametrize("side", [9_500, 60_000])
def test_a_picture_that_would_burst_the_memory_is_refused_before_it_is_decoded(side: int) -> None:
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = part(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(bytes(1_000_000))) + part(b"IEND", b"")
    with pytest.raises(Rejection, match="photo_too_large"):
        look(bomb, "a.png")


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Rejection, match="attachment_empty"):
        look(b"", "a.txt")


def test_a_thumbnail_is_turned_as_the_camera_was_held_and_tells_nothing_of_where() -> None:
    image = Image.new("RGB", (1600, 1200), "white")
    image.paste("red", (0, 0, 800, 1200))  # the left half
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    exif[0x010F] = "camera of Li"
    kept = io.BytesIO()
    image.save(kept, "JPEG", exif=exif)
    small = thumbnail_of(kept.getvalue())
    assert small.size == (THUMBNAIL_PIXELS * 3 // 4, THUMBNAIL_PIXELS)
    red, white = small.getpixel((120, 40)), small.getpixel((120, 280))
    assert isinstance(red, tuple)
    assert isinstance(white, tuple)
    assert red[1] < 60
    assert white[1] > 200
    assert not small.getexif()


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "TIFF", "BMP"])
def test_every_picture_gets_a_small_jpeg(form: str) -> None:
    small = thumbnail_of(picture(form, size=(1000, 500)), f"a.{form.lower()}")
    assert (small.format, small.size) == ("JPEG", (320, 160))


def test_a_document_has_no_thumbnail() -> None:
    assert examine(io.BytesIO(PDF), "a.pdf", len(PDF)).thumbnail == b""


def test_the_server_refuses_another_content_than_was_said() -> None:
    with pytest.raises(Rejection, match="attachment_described_wrong"):
        confirm(io.BytesIO(PDF), "a.jpg", len(PDF))
    with pytest.raises(Rejection, match="attachment_type_refused"):
        confirm(io.BytesIO(PROGRAM), "a.jpg", len(PROGRAM))
