"""How people are told of files: the words, whether they stand in a window or on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.files.rules import MEGABYTE, Whereabouts
from app.foundation.sentences import sentence_for
from app.foundation.translation import N_, _

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


def uploaded_words(found: RecordFiles) -> str:
    """How many of a record's files the server has; nothing where there is nothing to say."""
    if not found.files or not found.has_server:
        return ""
    return _("{uploaded} of {count} uploaded").format(uploaded=found.uploaded, count=len(found.files))
