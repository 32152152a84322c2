"""What changed about a device, in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.foundation.translation import _
from ui.pages.inbox.field_names import field_name
from ui.pages.inbox.values import Words
from ui.pages.wall_clock import WallClock, day_text
from ui.widgets.timeline import TimelineEntry

if TYPE_CHECKING:
    from app.assets.queries import AssetChange
    from app.storage.edits import Change

_WHERE = frozenset({"department_id", "site_id", "place"})
_WHO = frozenset({"user_name", "user_id"})
_LONGEST = 60
"""Characters of a value; of a longer text only its name is told."""


def change_entry(change: AssetChange, wall: WallClock) -> TimelineEntry:
    """An edit, a move or a hand-over: what changed, when, by whom and why."""
    edit = change.edit
    words = Words({}, wall)
    names = {each.field for each in change.changed}
    told = [_told(each, words) for each in change.changed if each.field != "user_id" or "user_name" not in names]
    icon = "map-pin" if names & _WHERE else "user-check" if names & _WHO else "pencil"
    when = day_text(edit.happened_on) if edit.happened_on else wall.text(edit.at)
    detail = " · ".join(filter(None, (when, change.actor or _("Somebody"), edit.note)))
    return TimelineEntry(icon, "; ".join(told), detail)


def _told(change: Change, words: Words) -> str:
    name = field_name(change.field, "assets")
    say = words.plain if change.field.endswith("_id") else partial(words.value, change.field)  # ids came as names
    before, after = say(change.before), say(change.after)
    if max(len(before), len(after)) > _LONGEST:
        return name
    return _("{field}: {before} → {after}").format(field=name, before=before, after=after)
