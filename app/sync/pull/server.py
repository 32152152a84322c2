"""The server's half of pull."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, NamedTuple

import msgspec

from app.accounts.rules import Grants, Permission
from app.accounts.tables import Device, User
from app.accounts.users import grants_of
from app.storage.outbox import OutboxState
from app.storage.schema import REFERENCE_SCOPE, TableSpec, customer_scope, desk_scope, person_scope, spec_named, spec_of
from app.storage.store import Store
from app.storage.units import Reader
from app.sync.enrolment.server import grant_notes
from app.sync.history.server import history_head
from app.sync.pull.wire import DUPLICATE, LARGEST_PULL, LARGEST_ROWS, PackedReply, PullRequest, TableRows, Verdict
from app.sync.push.server import JudgedCommand
from app.sync.stamps import SyncStamp, epoch_of, last_sequence


class DeviceScopes:
    """What a device gets: reference data, its person's own rows, and the customers that its user serves."""

    def __init__(self, grants: Grants, person_id: str) -> None:
        self._grants = grants
        self._named = {REFERENCE_SCOPE, person_scope(person_id)} | {
            customer_scope(customer_id) for customer_id in grants.customer_ids
        }
        self._named |= {
            desk_scope(customer_id)
            for customer_id in grants.customer_ids
            if grants.may(Permission.SETTLE_FOR_OTHERS, customer_id)
        }
        self._prefixes = [customer_scope("")] if grants.all_customers else []
        if grants.may(Permission.SETTLE_FOR_OTHERS, None):
            self._prefixes.append(desk_scope(""))
        if grants.may(Permission.VIEW_ATTENDANCE, None):
            self._prefixes.append(person_scope(""))

    @property
    def digest(self) -> str:
        """Names this set of scopes; another set has another digest."""
        named = msgspec.json.encode([sorted(self._named), self._prefixes])
        return hashlib.sha256(named).hexdigest()[:16]

    def condition(self, mark: str) -> tuple[str, list[str]]:
        """Which stamps the device may see, in SQL, and what stands for its marks."""
        named = ", ".join([mark] * len(self._named))
        alternatives = [f"scope IN ({named})", *(f"scope LIKE {mark}" for _prefix in self._prefixes)]
        return f"({' OR '.join(alternatives)})", [*sorted(self._named), *(f"{prefix}%" for prefix in self._prefixes)]

    def include(self, scope: str) -> bool:
        """Whether the device gets the rows of a scope."""
        return scope in self._named or scope.startswith(tuple(self._prefixes))


def answer(store: Store, device: Device, user: User, request: PullRequest) -> PackedReply:
    """The next page for a device, all of it from one snapshot."""
    with store.read() as reader:
        grants = grants_of(reader, user.id)
        scopes = DeviceScopes(grants, user.person_id)
        epoch = epoch_of(reader)
        last = last_sequence(reader)
        known = 0 < request.cursor <= last and request.epoch == epoch and request.scopes == scopes.digest
        stamps = _stamps_since(reader, scopes, request.cursor if known else 0)
        more = len(stamps) == LARGEST_PULL
        tables = _packed_rows(reader, scopes, stamps)
        while len(stamps) > 1 and len(tables) > LARGEST_ROWS:
            stamps, more = stamps[: len(stamps) // 2], True
            tables = _packed_rows(reader, scopes, stamps)
        return PackedReply(
            epoch=epoch,
            cursor=stamps[-1].sequence if more else last,
            scopes=scopes.digest,
            anew=not known,
            more=more,
            row_count=len({(stamp.table_name, stamp.row_id) for stamp in stamps}),
            tables=msgspec.Raw(tables),
            verdicts=[] if more else _verdicts(reader, device, request.settled_sequence),
            judged_sequence=reader.require(Device, device.id).last_sequence,
            grants=grant_notes(grants),
            history=history_head(reader, request.history),
        )


class _Stamp(NamedTuple):
    sequence: int
    table_name: str
    row_id: str


def _stamps_since(reader: Reader, scopes: DeviceScopes, since: int) -> list[_Stamp]:
    condition, values = scopes.condition(reader.plain.mark)
    sql = (
        f"SELECT sequence, table_name, row_id FROM {spec_of(SyncStamp).name} WHERE {condition} "  # noqa: S608
        f"AND sequence > {reader.plain.mark} ORDER BY sequence LIMIT {LARGEST_PULL}"
    )
    found: Iterable[Any] = reader.plain.rows(sql, [*values, since])
    return list(map(_Stamp._make, found))


def _packed_rows(reader: Reader, scopes: DeviceScopes, stamps: list[_Stamp]) -> bytes:
    """What stands where the stamps are, as it is sent: it is turned into JSON once, and its length is known."""
    stamped: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for stamp in stamps:
        stamped[stamp.table_name][stamp.row_id] = None
    return msgspec.json.encode([_rows(reader, scopes, spec_named(name), ids) for name, ids in stamped.items()])


def _rows(reader: Reader, scopes: DeviceScopes, spec: TableSpec, row_ids: Collection[str]) -> TableRows:
    included = cache(scopes.include)
    found = reader.values_of(spec, row_ids)
    here = {row_id: values for row_id, values in found.items() if included(spec.scope_of(values))}
    return TableRows(
        name=spec.name,
        columns=list(spec.columns),
        values=[list(column) for column in zip(*here.values(), strict=True)],
        left=[row_id for row_id in row_ids if row_id not in here],
    )


def _verdicts(reader: Reader, device: Device, settled_sequence: int) -> list[Verdict]:
    judged = reader.having(JudgedCommand, "sequence", above={"sequence": settled_sequence}, device_id=device.id)
    return [
        Verdict(
            command_id=command.command_id,
            sequence=command.sequence,
            verdict=_told(command),
            code=command.code,
            params=command.params,
        )
        for command in judged
    ]


def _told(command: JudgedCommand) -> str:
    again = command.offered_count > 1 and command.verdict is OutboxState.APPLIED
    return DUPLICATE if again else command.verdict
