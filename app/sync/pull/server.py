"""The server's half of pull."""

from __future__ import annotations

import hashlib

import msgspec
import sqlalchemy as sa

from app.accounts.rules import Grants, Permission
from app.accounts.sign_in import grants_of
from app.accounts.tables import Device, User
from app.storage.outbox import OutboxState
from app.storage.schema import REFERENCE_SCOPE, columns_of, customer_scope, person_scope
from app.storage.store import Store
from app.storage.units import Reader
from app.sync.enrolment.server import grant_notes
from app.sync.pull.wire import DUPLICATE, LARGEST_PULL, LARGEST_ROWS, PullReply, PullRequest, TableRows, Verdict
from app.sync.push.server import JudgedCommand
from app.sync.stamps import SyncStamp, epoch_of, last_sequence, stamped_tables


class DeviceScopes:
    """What a device gets: reference data, its person's own rows, and the customers that its user serves."""

    def __init__(self, grants: Grants, person_id: str) -> None:
        self._grants = grants
        self._named = {REFERENCE_SCOPE, person_scope(person_id)} | {
            customer_scope(customer_id) for customer_id in grants.customer_ids
        }
        self._prefixes = [customer_scope("")] if grants.all_customers else []
        if grants.may(Permission.VIEW_ATTENDANCE, None):
            self._prefixes.append(person_scope(""))

    @property
    def digest(self) -> str:
        """Names this set of scopes; another set has another digest."""
        named = msgspec.json.encode([sorted(self._named), self._prefixes])
        return hashlib.sha256(named).hexdigest()[:16]

    def condition(self) -> sa.ColumnElement[bool]:
        """Which stamps the device may see."""
        scope = columns_of(SyncStamp).scope
        return sa.or_(scope.in_(sorted(self._named)), *(scope.startswith(prefix) for prefix in self._prefixes))

    def include(self, scope: str) -> bool:
        """Whether the device gets the rows of a scope."""
        return scope in self._named or scope.startswith(tuple(self._prefixes))


def answer(store: Store, device: Device, user: User, request: PullRequest) -> PullReply:
    """The next page for a device, all of it from one snapshot."""
    with store.read() as reader:
        grants = grants_of(reader, user.id)
        scopes = DeviceScopes(grants, user.person_id)
        epoch = epoch_of(reader)
        last = last_sequence(reader)
        known = 0 < request.cursor <= last and request.epoch == epoch and request.scopes == scopes.digest
        stamps = _stamps_since(reader, scopes, request.cursor if known else 0)
        more = len(stamps) == LARGEST_PULL
        tables = _rows(reader, scopes, stamps)
        while len(stamps) > 1 and len(msgspec.json.encode(tables)) > LARGEST_ROWS:
            stamps, more = stamps[: len(stamps) // 2], True
            tables = _rows(reader, scopes, stamps)
        return PullReply(
            epoch=epoch,
            cursor=stamps[-1].sequence if more else last,
            scopes=scopes.digest,
            anew=not known,
            more=more,
            tables=tables,
            verdicts=[] if more else _verdicts(reader, device, request.settled_sequence),
            judged_sequence=reader.require(Device, device.id).last_sequence,
            grants=grant_notes(grants),
        )


def _stamps_since(reader: Reader, scopes: DeviceScopes, since: int) -> list[SyncStamp]:
    column = columns_of(SyncStamp)
    return reader.find(
        SyncStamp,
        scopes.condition(),
        column.sequence > since,
        order_by=[column.sequence],
        limit=LARGEST_PULL,
    )


def _rows(reader: Reader, scopes: DeviceScopes, stamps: list[SyncStamp]) -> list[TableRows]:
    tables = []
    for spec, row_ids in stamped_tables(stamps).items():
        found = reader.values_of(spec, dict.fromkeys(row_ids))
        seen = [values for values in found.values() if scopes.include(spec.scope_of(values))]
        here = {values[0] for values in seen}
        tables.append(
            TableRows(
                name=spec.name,
                columns=list(spec.columns),
                values=[list(column) for column in zip(*seen, strict=True)],
                left=[row_id for row_id in dict.fromkeys(row_ids) if row_id not in here],
            )
        )
    return tables


def _verdicts(reader: Reader, device: Device, settled_sequence: int) -> list[Verdict]:
    column = columns_of(JudgedCommand)
    judged = reader.find(
        JudgedCommand,
        column.device_id == device.id,
        column.sequence > settled_sequence,
        order_by=[column.sequence],
    )
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
