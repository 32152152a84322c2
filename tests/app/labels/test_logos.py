"""What becomes of pictures that people choose for logos."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from app.foundation.errors import Rejection
from app.labels.logos import MOST_FILE_BYTES, MOST_LOGO_BYTES, check_logo, logo_of, proportion_of
from tests.app.labels.pictures import emblem


def png(picture: Image.Image) -> bytes:
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def _without_size_in_front(logo: bytes) -> bytes:
    """The same with a comment before its size, which decoders let pass."""
    comment = b"tEXta\0" + bytes(30)
    chunk = struct.pack(">I", len(comment) - 4) + comment + struct.pack(">I", zlib.crc32(comment))
    return logo[:8] + chunk + logo[8:]


@pytest.mark.parametrize(
    "picture",
    [
        emblem(),
        emblem(ink="gold"),
        emblem(ground="white", form="JPEG"),
        emblem(3200, 1600, ink="green"),
    ],
    ids=["transparent", "pale", "photo", "large"],
)
def test_a_picture_becomes_black_and_white_without_its_margin(picture: bytes) -> None:
    logo = logo_of(picture)
    check_logo(logo)
    with Image.open(BytesIO(logo)) as image:
        assert (image.format, image.mode) == ("PNG", "1")
        assert max(image.size) <= 512
        shares = image.convert("L").histogram()
        edges = [image.crop((0, 0, 1, image.height)), image.crop((image.width - 1, 0, image.width, image.height))]
    assert 0.1 < shares[0] / sum(shares) < 0.7, "as much ink as the picture has"
    assert all(edge.convert("L").getextrema()[0] == 0 for edge in edges)
    assert proportion_of(logo) == pytest.approx(image.width / image.height)
    assert logo_of(picture) == logo, "the same picture makes the same logo"


def test_what_is_as_fine_as_noise_becomes_coarser_until_it_is_small_enough() -> None:
    noise = Image.effect_noise((900, 900), 200)
    logo = logo_of(png(noise))
    assert len(logo) <= MOST_LOGO_BYTES
    check_logo(logo)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "label_logo_unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "label_logo_unknown"),
        (emblem()[:200], "label_logo_unknown"),
        (b"\0" * (MOST_FILE_BYTES + 1), "label_logo_too_large"),
        (png(Image.new("1", (5000, 5000))), "label_logo_too_large"),
        (png(Image.new("L", (50, 50), "white")), "label_logo_empty"),
        (png(Image.new("L", (50, 50), "black")), "label_logo_empty"),
        (png(Image.new("RGBA", (50, 50), (255, 255, 255, 0))), "label_logo_empty"),
        (emblem(4000, 160), "label_logo_too_long"),
    ],
    ids=["empty", "svg", "half", "huge", "pixels", "white", "black", "transparent", "long"],
)
def test_what_can_be_no_logo_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Rejection, match=code):
        logo_of(content)


@pytest.mark.parametrize(
    "logo",
    [
        *(b"no", emblem(), png(Image.new("1", (600, 600))), png(Image.new("1", (400, 20))), logo_of(emblem())[:-30]),
        _without_size_in_front(logo_of(emblem())),
    ],
    ids=["text", "coloured", "large", "long", "half", "sizeless"],
)
def test_a_command_brings_no_other_logo_than_this_program_makes(logo: bytes) -> None:
    with pytest.raises(Rejection, match="label_logo_unknown"):
        check_logo(logo)
