"""Pictures as people choose them for logos."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw


def emblem(
    width: int = 320, height: int = 160, *, ink: str = "navy", ground: str = "#0000", form: str = "PNG"
) -> bytes:
    """A ring and bars, on nothing, with an empty margin."""
    picture = Image.new("RGBA", (width, height), ground)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((10, 10, height - 10, height - 10), fill=ink)
    draw.ellipse((40, 40, height - 40, height - 40), fill="white")
    for left in range(height, width - 30, 40):
        draw.rectangle((left, 30, left + 20, height - 30), fill=ink)
    content = BytesIO()
    (picture.convert("RGB") if form == "JPEG" else picture).save(content, form)
    return content.getvalue()
