"""Tokens: what a laptop is known by is replaced now and then, so that a copy of it is noticed."""

from __future__ import annotations

from app.sync.wire import Message, Word


class TokenRequest(Message, frozen=True):
    """`token` is the one that is to be replaced. It stands here since the next one is made out of it."""

    protocol: Word
    token: Word

    def __repr__(self) -> str:
        return "TokenRequest(…)"


class TokenReply(Message, frozen=True):
    """`token` takes the place of the one before when it is used for the first time."""

    token: str

    def __repr__(self) -> str:
        return "TokenReply(…)"
