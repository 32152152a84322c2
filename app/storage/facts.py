"""Small facts of this database itself: which device it is, how far it has pulled, what it counts for itself."""

from __future__ import annotations

from dataclasses import dataclass

from app.storage.schema import table
from app.storage.units import Reader, UnitOfWork

DEVICE_ID = "device_id"
DEVICE_CODE = "device_code"
PERSON_ID = "person_id"
SERVER_URL = "server_url"
SERVER_AUTHORITY = "server_authority"
"""The only authority (PEM) that the server's certificate may come from; empty: any that the system trusts."""
FORMER_TOKENS = "former_tokens"
"""What we were known by before, newest first, with a space between them: a restored server knows no newer one."""
DEVICE_TOKEN = "device_token"  # noqa: S105 - the name of the fact
TOKEN_AT = "token_at"  # noqa: S105 - the name of the fact
"""When this computer got its token, in microseconds since 1970 UTC by its own clock."""
GRANTS = "grants"
EPOCH = "epoch"
CURSOR = "cursor"
SAMPLE = "sample"
"""Set where a workspace was filled with invented data."""
SCOPES = "scopes"
RESCUED = "rescued"
"""Set from a rescue until the server has told everything once more: what nothing here mentions may be wanted yet."""
CLOCK_ANCHOR = "clock_anchor"
"""What the server's clock said, and when, by the clock that runs since this computer was started."""
FILLING_TO = "filling_to"
"""Up to which place of the server a first load goes on; 0 where there is none."""
LOADING = "loading"
"""How far a first load from prepared files went; empty where there is none."""
ORDERS_JUDGED = "orders_judged"
"""Empty where open orders wait for their clocks to be read (`app.workorders.clocks`)."""
HORIZON = "horizon"
"""The instant, as it is stored, that this laptop's window begins at; 0 where it keeps everything."""


@table("workspace_facts")
@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceFact:
    """One fact; the id is its name."""

    id: str
    value: str


def fact(unit: Reader, name: str, default: str = "") -> str:
    """The fact's value."""
    found = unit.get(WorkspaceFact, name)
    return default if found is None else found.value


def set_fact(unit: UnitOfWork, name: str, value: str) -> None:
    """Keep the fact."""
    unit.put(WorkspaceFact(id=name, value=value))


def next_count(unit: UnitOfWork, name: str) -> int:
    """Count one further, beginning at 1."""
    count = int(fact(unit, f"count:{name}", "0")) + 1
    set_fact(unit, f"count:{name}", str(count))
    return count
