"""Notices: a word to one person of the service about something that happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.storage.schema import of_person, table


@table("notices", scope=of_person, indexes=(("person_id", "created_at"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`code` names the sentence (`app.foundation.sentences`), `facts` are its parameters."""

    id: str
    person_id: str
    code: str
    facts: dict[str, str]
    about_table: str
    about_id: str
    created_at: datetime
    read_at: datetime | None
