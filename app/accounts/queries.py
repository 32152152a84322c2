"""What the person at this workspace holds, and who holds a role."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import msgspec

from app.accounts.rules import EVERYTHING, Grant, Grants, Role
from app.accounts.tables import RoleGrant, User
from app.storage.facts import GRANTS, SERVER_URL, fact
from app.storage.units import Reader


def held_grants(reader: Reader) -> Grants:
    """What the server granted to who signed in here; everything where there is no server."""
    if not fact(reader, SERVER_URL):
        return EVERYTHING
    return _granted(fact(reader, GRANTS, "[]"))


@lru_cache(maxsize=8)
def _granted(sent: str) -> Grants:
    granted = msgspec.json.decode(sent, type=list[_Granted])
    return Grants.of(Grant(Role(one.role), one.customer_id) for one in granted if one.role in set(Role))


def people_holding(reader: Reader, roles: Collection[Role], customer_id: str) -> frozenset[str]:
    """Who holds one of these roles for a customer, by the ids of the directory; accounts are known to the server."""
    grants = [grant for role in roles for grant in reader.having(RoleGrant, "id", role=role)]
    user_ids = {grant.user_id for grant in grants if grant.customer_id in (None, customer_id)}
    users = reader.get_all(User, user_ids)
    return frozenset(user.person_id for user in users.values() if user.active)


class _Granted(msgspec.Struct):
    """As the server said it; a role that this version of the program does not know is worth nothing here."""

    role: str
    customer_id: str | None
