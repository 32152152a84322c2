"""Enrolment: a person signs in on a laptop, and the laptop becomes a device of that person."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from app.sync.wire import Message, Place, Word


class GrantNote(Message, frozen=True):
    """A role, for one customer or (None) for all."""

    role: str
    customer_id: str | None


class EnrolRequest(Message, frozen=True):
    """What a person entered, and what the laptop was before.

    With a `code` the `password` is the one that the person chose, or empty. `attempt` names this sign-in: if its reply
    is lost, it is asked for again.

    `settled_sequence` is the last entry of the laptop's outbox that has its verdict; it offers what follows. `epoch` is
    the life of this server that gave it, empty where it was another server or none. `former_token` is what the laptop
    was known by here, if it was: that device is over.
    """

    protocol: Word
    login: Word
    password: Annotated[str, Meta(max_length=1000)]
    device_name: Word
    settled_sequence: Place
    epoch: Word = ""
    code: Word = ""
    attempt: Word = ""
    former_token: Word = ""

    def __repr__(self) -> str:
        return f"EnrolRequest({self.login!r}, {self.device_name!r}, …)"


class EnrolReply(Message, frozen=True):
    """`token` is told once. `epoch` changes when the server is restored from a backup."""

    device_id: str
    device_code: str
    person_id: str
    token: str
    epoch: str
    grants: list[GrantNote]

    def __repr__(self) -> str:
        return f"EnrolReply({self.device_id!r}, …)"
