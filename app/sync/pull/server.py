"""The server's half of pull."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import msgspec

from app.accounts.rules import Grants, Permission, Role
from app.accounts.tables import Device, User
from app.accounts.users import grants_of
from app.storage.outbox import OutboxState
from app.storage.schema import REFERENCE_SCOPE, customer_scope, desk_scope, person_scope, queue_scope, register_scope
from app.storage.store import Store
from app.storage.units import Reader
from app.storage.windows import horizon_at
from app.sync.enrolment.server import grant_notes
from app.sync.history.server import history_head
from app.sync.pull.rows import Sight, page_of
from app.sync.pull.wire import DUPLICATE, PackedReply, PullRequest, Standpoint, Verdict
from app.sync.push.server import JudgedCommand
from app.sync.stamps import epoch_of, kept_from, last_sequence

_BY_PERMISSION = (
    (desk_scope, Permission.SETTLE_FOR_OTHERS),
    (queue_scope, Permission.TRIAGE_ORDERS),
    (register_scope, Permission.REGISTER_ASSETS),
)
"""What only those get who hold a permission for the customer, or for all of them."""


class DeviceScopes:
    """What a device gets: reference data, its person's own rows, and the customers that its user serves."""

    def __init__(self, grants: Grants, person_id: str) -> None:
        self._grants = grants
        self._named = {REFERENCE_SCOPE, person_scope(person_id)} | {
            customer_scope(customer_id) for customer_id in grants.customer_ids
        }
        self._named |= {
            scope(customer_id)
            for scope, permission in _BY_PERMISSION
            for customer_id in grants.customer_ids
            if grants.may(permission, customer_id)
        }
        self._prefixes = [customer_scope("")] if grants.all_customers else []
        self._prefixes += [scope("") for scope, permission in _BY_PERMISSION if grants.may(permission, None)]
        if grants.may(Permission.VIEW_ATTENDANCE, None):
            self._prefixes.append(person_scope(""))

    @property
    def keeps_window(self) -> bool:
        """Whether the device does without what is over and old: an engineer's does, but nobody's of the desk."""
        return self._grants.only(Role.ENGINEER)

    @property
    def digest(self) -> str:
        """Names this set of scopes; another set has another digest."""
        named = msgspec.json.encode([sorted(self._named), self._prefixes, self.keeps_window])
        return hashlib.sha256(named).hexdigest()[:16]

    def condition(self, mark: str) -> tuple[str, list[str]]:
        """Which stamps the device may see, in SQL, and what stands for its marks."""
        named = ", ".join([mark] * len(self._named))
        alternatives = [f"scope IN ({named})", *(f"scope LIKE {mark}" for _prefix in self._prefixes)]
        return f"({' OR '.join(alternatives)})", [*sorted(self._named), *(f"{prefix}%" for prefix in self._prefixes)]

    def include(self, scope: str) -> bool:
        """Whether the device gets the rows of a scope."""
        return scope in self._named or scope.startswith(tuple(self._prefixes))


def answer(store: Store, device: Device, user: User, request: PullRequest, at: datetime) -> PackedReply:
    """The next page for a device, all of it from one snapshot."""
    with store.read() as reader:
        grants = grants_of(reader, user.id)
        scopes = DeviceScopes(grants, user.person_id)
        epoch = epoch_of(reader)
        last = last_sequence(reader)
        known = is_known(request, last, epoch, scopes, at)
        known = known and max(request.cursor, request.filling_to) >= kept_from(reader)  # it hears of all that is gone
        sight = Sight(
            include=scopes.include,
            horizon=max(horizon_at(at), request.horizon if known else 0) if scopes.keeps_window else None,
            filling_to=request.filling_to if known else last,
        )
        page = page_of(reader, sight, *scopes.condition(reader.plain.mark), request.cursor if known else 0)
        return PackedReply(
            epoch=epoch,
            cursor=page.stamps[-1].sequence if page.more else last,
            scopes=scopes.digest,
            anew=not known,
            filling_to=sight.filling_to if page.more else 0,
            horizon=sight.horizon or 0,
            more=page.more,
            row_count=len({(stamp.table_name, stamp.row_id) for stamp in page.stamps}),
            tables=page.tables,
            verdicts=[] if page.more else _verdicts(reader, device, request.settled_sequence),
            judged_sequence=reader.require(Device, device.id).last_sequence,
            grants=grant_notes(grants),
            history=history_head(reader, request.history),
        )


def is_known(request: Standpoint, last: int, epoch: str, scopes: DeviceScopes, at: datetime) -> bool:
    """Whether what the laptop has is what it would have had from us, up to its cursor."""
    horizon = horizon_at(at + timedelta(days=1))  # our clocks may differ a little around midnight
    return (
        0 < request.cursor <= last
        and (request.epoch, request.scopes) == (epoch, scopes.digest)
        and request.horizon <= horizon
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
