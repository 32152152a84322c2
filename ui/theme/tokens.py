"""Every measure and colour of the window in one place. Pure data without Qt: contrast is judged without a window.

Lengths are device-independent pixels. A colour is `#RRGGBB`, or `#AARRGGBB` where it is translucent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColorName = Literal[
    "background",
    "surface",
    "surface_sunken",
    "hover",
    "pressed",
    "border",
    "border_strong",
    "separator",
    "text",
    "text_muted",
    "text_faint",
    "accent",
    "accent_hover",
    "on_accent",
    "accent_soft",
    "accent_text",
    "ok",
    "ok_soft",
    "ok_text",
    "warn",
    "warn_soft",
    "warn_text",
    "bad",
    "bad_soft",
    "bad_text",
    "on_bad",
    "idle",
    "idle_soft",
    "idle_text",
    "state_new",
    "state_assigned",
    "state_working",
    "state_waiting",
    "state_done",
    "scrim",
    "shadow",
]


@dataclass(frozen=True)
class Shades:
    """One colour as it is in the light and in the dark theme."""

    light: str
    dark: str


@dataclass(frozen=True)
class Spacing:
    """Distances between and inside things."""

    xs: int = 4
    sm: int = 8
    md: int = 12
    lg: int = 16
    xl: int = 24
    xxl: int = 32


@dataclass(frozen=True)
class Radii:
    """How round corners are."""

    control: int = 6
    card: int = 10
    panel: int = 12


@dataclass(frozen=True)
class TypeSizes:
    """Heights of type."""

    tiny: int = 11
    caption: int = 12
    body: int = 13
    subtitle: int = 15
    title: int = 20
    display: int = 28


@dataclass(frozen=True)
class Sizes:
    """Fixed measures of the frame and its parts."""

    row: int = 48
    palette_field: int = 48
    control: int = 32
    chip: int = 22
    avatar: int = 26
    icon: int = 18
    rail_width: int = 84
    rail_entry: int = 58
    least_rail_entry: int = 32
    top_bar: int = 56
    status_bar: int = 30
    table_header: int = 36
    window_width: int = 1440
    window_height: int = 900
    least_window_width: int = 980
    least_window_height: int = 620


SPACE = Spacing()
RADIUS = Radii()
TYPE = TypeSizes()
SIZE = Sizes()

COLORS: dict[ColorName, Shades] = {
    "background": Shades("#F3F5F8", "#11151B"),
    "surface": Shades("#FFFFFF", "#181E26"),
    "surface_sunken": Shades("#F8FAFC", "#1D242D"),
    "hover": Shades("#EEF2F7", "#242C37"),
    "pressed": Shades("#E0E5EC", "#2E3845"),
    "border": Shades("#E0E5EC", "#2A333F"),
    "border_strong": Shades("#C5CEDA", "#3D4856"),
    "separator": Shades("#E9EDF2", "#222A34"),
    "text": Shades("#17202C", "#E7EBF1"),
    "text_muted": Shades("#52606F", "#A3AFBD"),
    "text_faint": Shades("#616E7D", "#8F9BAA"),
    "accent": Shades("#2457C5", "#7AA7FF"),
    "accent_hover": Shades("#1C489F", "#97BAFF"),
    "on_accent": Shades("#FFFFFF", "#0C1B36"),
    "accent_soft": Shades("#E6EEFC", "#1E2D4A"),
    "accent_text": Shades("#1F4DB0", "#A9C6FF"),
    "ok": Shades("#12806A", "#3FBF9F"),
    "ok_soft": Shades("#DDF3EC", "#12372F"),
    "ok_text": Shades("#0A6150", "#7FE0C6"),
    "warn": Shades("#BD7700", "#F0B03A"),
    "warn_soft": Shades("#FCEFCF", "#40300E"),
    "warn_text": Shades("#744600", "#FFD27A"),
    "bad": Shades("#C9302C", "#F2665E"),
    "bad_soft": Shades("#FBE2E0", "#471E1E"),
    "bad_text": Shades("#9B1C1C", "#FFABA4"),
    "on_bad": Shades("#FFFFFF", "#2A0B09"),
    "idle": Shades("#8793A3", "#7F8B9A"),
    "idle_soft": Shades("#E9EDF2", "#2A323D"),
    "idle_text": Shades("#475363", "#B8C2CE"),
    "state_new": Shades("#7A5AF8", "#A48BFF"),
    "state_assigned": Shades("#2F6FE4", "#6C9CF5"),
    "state_working": Shades("#1B7F5C", "#4CC79A"),
    "state_waiting": Shades("#7C8898", "#7F8B9A"),
    "state_done": Shades("#8491A0", "#738091"),
    "scrim": Shades("#3317202C", "#73000000"),
    "shadow": Shades("#17202C", "#000000"),
}

ON_AVATAR = "#FFFFFF"
AVATAR_COLORS = ("#3B6FD4", "#0B7A83", "#7C5AD9", "#B0562B", "#2E7D5B", "#A33B6B")
