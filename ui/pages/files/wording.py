"""How the window speaks of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.files.rules import MEGABYTE, Whereabouts
from app.foundation.sentences import sentence_for
from app.foundation.translation import N_, _
from ui.theme.tokens import ColorName

if TYPE_CHECKING:
    from app.files.queries import AttachedFile, RecordFiles

_KILOBYTE = 1024

_STATES = {
    Whereabouts.ONLY_HERE: N_("Waits to be uploaded"),
    Whereabouts.UPLOADING: N_("Uploading, {percent} %"),
    Whereabouts.HERE_AND_THERE: N_("Uploaded"),
    Whereabouts.ON_SERVER: N_("On the server"),
    Whereabouts.DOWNLOADING: N_("Being fetched, {percent} %"),
    Whereabouts.NOT_THERE_YET: N_("Not uploaded yet by {name}"),
}
_ICONS: dict[Whereabouts, tuple[str, ColorName]] = {
    Whereabouts.ONLY_HERE: ("clock", "text_muted"),
    Whereabouts.UPLOADING: ("cloud-upload", "accent_text"),
    Whereabouts.PARKED: ("triangle-alert", "warn_text"),
    Whereabouts.HERE_AND_THERE: ("circle-check", "ok_text"),
    Whereabouts.ON_SERVER: ("cloud", "text_muted"),
    Whereabouts.DOWNLOADING: ("download", "accent_text"),
    Whereabouts.NOT_THERE_YET: ("hourglass", "text_muted"),
}


def size_words(size: int) -> str:
    """How large a file is, as people say it."""
    if size >= MEGABYTE:
        return _("{size} MB").format(size=f"{size / MEGABYTE:.1f}")
    return _("{size} KB").format(size=max(1, round(size / _KILOBYTE)))


def state_words(file: AttachedFile, added_by: str, *, has_server: bool) -> str:
    """Where a file is, or why it cannot be uploaded."""
    if not has_server:
        return _("On this computer")
    if file.whereabouts is Whereabouts.PARKED:
        return sentence_for(file.code, file.params)
    percent = min(100, file.moved * 100 // max(1, file.attachment.size))
    return _(_STATES[file.whereabouts]).format(percent=percent, name=added_by)


def state_icon(file: AttachedFile, *, has_server: bool) -> tuple[str, ColorName]:
    """The icon that goes with the words, and its colour."""
    return _ICONS[file.whereabouts] if has_server else ("hard-drive", "text_muted")


def uploaded_words(found: RecordFiles) -> str:
    """How many of a record's files the server has; nothing where there is nothing to say."""
    if not found.files or not found.has_server:
        return ""
    return _("{uploaded} of {count} uploaded").format(uploaded=found.uploaded, count=len(found.files))
