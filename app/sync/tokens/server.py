"""The server's half of replacing a token."""

from __future__ import annotations

from datetime import datetime

from app.accounts.devices import next_token
from app.accounts.tables import Device, User
from app.storage.store import Store
from app.sync.tokens.wire import TokenReply, TokenRequest


def renew(store: Store, device: Device, _user: User, request: TokenRequest, at: datetime) -> TokenReply:
    """The token that follows the one that the device has.

    :raises Rejection: ``device_unknown``
    """
    return TokenReply(token=store.write(lambda unit: next_token(unit, device, request.token, at)))
