from __future__ import annotations

import re
from typing import get_args

import pytest

from ui.theme.tokens import AVATAR_COLORS, COLORS, ON_AVATAR, ColorName
from ui.widgets.tones import Tone

GROUNDS: tuple[ColorName, ...] = ("background", "surface", "surface_sunken", "hover", "accent_soft")
READ_ON_ANY_GROUND: tuple[ColorName, ...] = ("text", "text_muted")
TEXT_PAIRS: list[tuple[ColorName, ColorName]] = [
    *((text, ground) for text in READ_ON_ANY_GROUND for ground in GROUNDS),
    *(("text_faint", ground) for ground in ("background", "surface", "surface_sunken")),
    ("accent_text", "surface"),
    ("accent_text", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_bad", "bad"),
    ("bad_text", "surface"),
    ("bad_text", "accent_soft"),
    ("bad_text", "bad_soft"),
    *((tone.look.text, tone.look.fill) for tone in Tone),
    *((tone.look.soft_text, tone.look.soft) for tone in Tone),
    *(("text", tone.look.soft) for tone in Tone),
    *(("text_muted", tone.look.soft) for tone in Tone),
]
SEEN_WITHOUT_WORDS: tuple[ColorName, ...] = (
    "accent",
    "bad",
    "ok",
    "warn",
    "state_new",
    "state_assigned",
    "state_waiting",
    "state_done",
)
READABLE, DISCERNIBLE = 4.5, 3.0


def luminance(color: str) -> float:
    """As WCAG 2.2 defines it."""
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("pair", TEXT_PAIRS, ids=" on ".join)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_is_readable_on_its_ground(pair: tuple[ColorName, ColorName], mode: str) -> None:
    text, ground = (getattr(COLORS[name], mode) for name in pair)
    assert contrast(text, ground) >= READABLE


@pytest.mark.parametrize("name", SEEN_WITHOUT_WORDS)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_marks_stand_out_from_the_surface(name: ColorName, mode: str) -> None:
    assert contrast(getattr(COLORS[name], mode), getattr(COLORS["surface"], mode)) >= DISCERNIBLE


@pytest.mark.parametrize("color", AVATAR_COLORS)
def test_initials_are_readable_on_every_avatar(color: str) -> None:
    assert contrast(ON_AVATAR, color) >= READABLE


def test_every_colour_name_has_its_shades_and_no_other_has() -> None:
    assert set(COLORS) == set(get_args(ColorName))


def test_every_shade_is_written_as_a_colour() -> None:
    shades = [shade for both in COLORS.values() for shade in (both.light, both.dark)]
    assert [shade for shade in shades if not re.fullmatch("#([0-9A-F]{2})?[0-9A-F]{6}", shade)] == []
