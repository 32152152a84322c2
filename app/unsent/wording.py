"""What a person is told after unsent work went into a file, or came out of one."""

from __future__ import annotations

from app.foundation.translation import _, ngettext
from app.unsent.export import Exported
from app.unsent.takeover import TakenOver


def words_of_export(exported: Exported) -> str:
    """What went into the file, and what is not in it."""
    words = _("Saved: {amount}.").format(amount=_amount(exported.entries, exported.files))
    if not exported.missing:
        return words
    missing = ngettext(
        "{count} file is not on this computer, or damaged, and is not in it.",
        "{count} files are not on this computer, or damaged, and are not in it.",
        exported.missing,
    )
    return f"{words} {missing.format(count=exported.missing)}"


def words_of_takeover(taken: TakenOver) -> str:
    """What of it was new here."""
    return _("Taken over: {amount}.").format(amount=_amount(taken.entries, taken.files))


def _amount(entries: int, files: int) -> str:
    return _("{entries} and {files}").format(
        entries=ngettext("{count} entry", "{count} entries", entries).format(count=entries),
        files=ngettext("{count} file", "{count} files", files).format(count=files),
    )
