"""The five tones in which the window speaks of how things stand. Each has its icon, so that colour is never alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ui.theme.tokens import ColorName


@dataclass(frozen=True, slots=True)
class ToneLook:
    """What a tone looks like: `text` is readable on `fill` and on a surface of `soft`."""

    icon: str
    fill: ColorName
    text: ColorName
    strong: ColorName
    soft: ColorName
    soft_text: ColorName


class Tone(Enum):
    """How things stand. A breach is solid red: soft reds and greens are the same to the colour-blind."""

    OK = ToneLook("circle-check", "ok_soft", "ok_text", "ok", "ok_soft", "ok_text")
    WARN = ToneLook("clock-alert", "warn_soft", "warn_text", "warn", "warn_soft", "warn_text")
    BREACH = ToneLook("octagon-alert", "bad", "on_bad", "bad", "bad_soft", "bad_text")
    IDLE = ToneLook("circle-pause", "idle_soft", "idle_text", "idle", "idle_soft", "idle_text")
    INFO = ToneLook("info", "accent_soft", "accent_text", "accent", "accent_soft", "accent_text")

    @property
    def look(self) -> ToneLook:
        """The colours and the icon of this tone."""
        return self.value
