"""What the person at this workspace holds."""

from __future__ import annotations

import msgspec

from app.accounts.rules import EVERYTHING, Grant, Grants, Role
from app.storage.facts import GRANTS, SERVER_URL, fact
from app.storage.units import Reader


def held_grants(reader: Reader) -> Grants:
    """What the server granted to who signed in here; everything where there is no server."""
    if not fact(reader, SERVER_URL):
        return EVERYTHING
    granted = msgspec.json.decode(fact(reader, GRANTS, "[]"), type=list[_Granted])
    return Grants.of(Grant(Role(one.role), one.customer_id) for one in granted if one.role in set(Role))


class _Granted(msgspec.Struct):
    """As the server said it; a role that this version of the program does not know is worth nothing here."""

    role: str
    customer_id: str | None
