from __future__ import annotations

import pytest
from PySide6.QtGui import QIcon, QImage

from ui.theme.icons import ICON_FOLDER, icon, icon_pixmap
from ui.theme.theme import theme

ICONS = sorted(path.stem for path in ICON_FOLDER.glob("*.svg"))


def inked_colors(image: QImage) -> set[int]:
    """The colours of the pixels that are fully covered."""
    image = image.convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (image.pixel(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel for pixel in pixels if pixel >> 24 == 0xFF}


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_can_be_drawn(name: str) -> None:
    assert inked_colors(icon_pixmap(name, "text", 48, 2.0).toImage())


def test_an_icon_is_drawn_in_the_colour_of_the_theme() -> None:
    light = inked_colors(icon_pixmap("plus", "accent", 48, 1.0).toImage())
    assert light == {theme.color("accent").rgba()}
    theme.apply(dark=True)
    assert inked_colors(icon_pixmap("plus", "accent", 48, 1.0).toImage()) == {theme.color("accent").rgba()} != light


@pytest.mark.parametrize(("ratio", "pixels"), [(1.0, 18), (1.5, 27), (2.0, 36)])
def test_an_icon_has_the_pixels_of_its_screen(ratio: float, pixels: int) -> None:
    pixmap = icon_pixmap("bell", "text", 18, ratio)
    assert pixmap.width() == pixels
    assert pixmap.deviceIndependentSize().width() == 18


def test_an_icon_is_drawn_once_for_each_look() -> None:
    key = icon_pixmap("bell", "text", 18, 1.0).cacheKey()
    assert icon_pixmap("bell", "text", 18, 1.0).cacheKey() == key
    assert icon_pixmap("bell", "accent", 18, 1.0).cacheKey() != key


def test_a_button_that_is_out_of_use_has_a_faint_icon() -> None:
    faint = icon("plus", "on_accent", 48).pixmap(48, 48, QIcon.Mode.Disabled).toImage()
    assert inked_colors(faint) == {theme.color("text_faint").rgba()}


def test_an_unknown_icon_is_a_mistake_that_shows() -> None:
    with pytest.raises(FileNotFoundError):
        icon_pixmap("no-such-icon", "text", 18, 1.0)
