"""What the person at this workspace holds."""

from __future__ import annotations

import msgspec

from app.accounts.rules import EVERYTHING, Grant, Grants
from app.storage.facts import GRANTS, SERVER_URL, fact
from app.storage.units import Reader


def held_grants(reader: Reader) -> Grants:
    """What the server granted to who signed in here; everything where there is no server."""
    if not fact(reader, SERVER_URL):
        return EVERYTHING
    return Grants.of(msgspec.json.decode(fact(reader, GRANTS, "[]"), type=list[Grant]))
