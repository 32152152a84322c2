from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from ui.theme.theme import theme
from ui.widgets.painting import (
    ChipText,
    badge_text,
    chip_width,
    initials,
    lay_out_text,
    paint_avatar,
    paint_chip,
    paint_priority_bars,
    smooth,
)
from ui.widgets.tones import Tone


def canvas() -> QImage:
    image = QImage(200, 40, QImage.Format.Format_ARGB32)
    image.fill(theme.color("surface"))
    return image


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("王建国", "建国"),
        ("赵敏", "赵敏"),
        ("欧阳思远", "思远"),
        ("Wang Jianguo", "WJ"),
        ("Ole Jakob Hansen", "OH"),
        ("åse", "Å"),
        ("Ørjan Ås", "ØÅ"),
        ("王建国 (外包)", "外包"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_initials_are_the_last_two_characters_or_the_first_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(("count", "text"), [(1, "1"), (99, "99"), (100, "99+"), (100_000, "99+")])
def test_a_badge_counts_to_ninety_nine(count: int, text: str) -> None:
    assert badge_text(count) == text


def test_a_breach_is_solid_red_and_other_tones_are_soft() -> None:
    image = canvas()
    painter = smooth(QPainter(image))
    paint_chip(painter, 0, 20, ChipText("0:08 over", Tone.BREACH))
    painter.end()
    assert image.pixelColor(12, 12) == theme.color("bad")
    assert {tone.look.fill for tone in Tone if tone is not Tone.BREACH}.isdisjoint({"bad", "ok", "warn"})


def test_every_tone_has_an_icon_of_its_own_so_that_colour_is_never_alone() -> None:
    assert len({tone.look.icon for tone in Tone}) == len(Tone)


def test_a_chip_is_as_wide_as_it_says() -> None:
    chip = ChipText("2:15 left", Tone.OK)
    image = canvas()
    painter = smooth(QPainter(image))
    paint_chip(painter, 0, 20, chip)
    painter.end()
    painted = [x for x in range(200) if image.pixelColor(x, 20) != theme.color("surface")]
    assert painted[0] == 0
    assert abs(painted[-1] + 1 - chip_width(chip)) <= 1


def test_more_urgent_orders_have_more_full_bars() -> None:
    def empty_pixels(level: int) -> int:
        image = canvas()
        painter = smooth(QPainter(image))
        paint_priority_bars(painter, 0, 20, level)
        painter.end()
        border = theme.color("border")
        return sum(image.pixelColor(x, y) == border for x in range(30) for y in range(40))

    assert empty_pixels(1) == 0 < empty_pixels(2) < empty_pixels(3) < empty_pixels(4)
    assert empty_pixels(0) == empty_pixels(1)
    assert empty_pixels(9) == empty_pixels(4)


def test_nobody_is_an_empty_circle_and_somebody_a_full_one() -> None:
    def middle_is_filled(name: str) -> bool:
        image = canvas()
        painter = smooth(QPainter(image))
        paint_avatar(painter, QRectF(0, 0, 32, 32), name)
        painter.end()
        return image.pixelColor(4, 16) != theme.color("surface")

    assert middle_is_filled("王喆")
    assert not middle_is_filled("")


@pytest.mark.parametrize("text", ["王" * 60, "W26-004711" * 9, "first line\nsecond line"])
def test_long_text_takes_more_lines_but_never_more_width(text: str) -> None:
    layout = lay_out_text(text, 120, size=13)
    assert layout.lineCount() > 1
    assert all(layout.lineAt(place).naturalTextWidth() <= 121 for place in range(layout.lineCount()))


def test_words_are_not_broken_while_they_fit() -> None:
    layout = lay_out_text("service comes back once the keeper has confirmed", 110, size=13)
    text = layout.text()
    ends = [layout.lineAt(place).textStart() for place in range(1, layout.lineCount())]
    assert ends
    assert all(text[end - 1] == " " for end in ends)
