"""Enrolment: a person signs in on a laptop, and the laptop becomes a device of that person."""

from __future__ import annotations

from app.sync.wire import Message


class GrantNote(Message, frozen=True):
    """A role, for one customer or (None) for all."""

    role: str
    customer_id: str | None


class EnrolRequest(Message, frozen=True):
    """`settled_sequence` is the last entry of the laptop's outbox that a server has settled; it offers what follows."""

    protocol: str
    login: str
    password: str
    device_name: str
    settled_sequence: int


class EnrolReply(Message, frozen=True):
    """`token` is told once. `epoch` changes when the server is restored from a backup."""

    device_id: str
    device_code: str
    person_id: str
    token: str
    epoch: str
    grants: list[GrantNote]
