"""The icons that go with the words of where a file is."""

from __future__ import annotations

from app.files.rules import Whereabouts
from ui.theme.tokens import ColorName

_ICONS: dict[Whereabouts, tuple[str, ColorName]] = {
    Whereabouts.ONLY_HERE: ("clock", "text_muted"),
    Whereabouts.UPLOADING: ("cloud-upload", "accent_text"),
    Whereabouts.PARKED: ("triangle-alert", "warn_text"),
    Whereabouts.HERE_AND_THERE: ("circle-check", "ok_text"),
    Whereabouts.ON_SERVER: ("cloud", "text_muted"),
    Whereabouts.DOWNLOADING: ("download", "accent_text"),
    Whereabouts.NOT_THERE_YET: ("hourglass", "text_muted"),
}


def state_icon(whereabouts: Whereabouts, *, has_server: bool) -> tuple[str, ColorName]:
    """The icon that goes with the words, and its colour."""
    return _ICONS[whereabouts] if has_server else ("hard-drive", "text_muted")
