"""Devices on the server: enrolling one, knowing it by its token, giving it the next token, and shutting it out.

A token is replaced by its successor as soon as that is used for the first time, so a reply that is lost does no harm.
Whoever still uses a replaced one some minutes later holds a copy of the workspace, and the device is fenced.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.rules import DeviceState, Grant, Grants
from app.accounts.tables import Device, DeviceToken, RoleGrant, User
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.storage.numbers import inherit_blocks, new_device_code
from app.storage.schema import columns_of
from app.storage.store import Store
from app.storage.units import Reader, UnitOfWork

STILL_UNDER_WAY = timedelta(minutes=10)
"""So long after a token was replaced, a request that bears it may be one of the same laptop that was on its way."""
_NOTED_EVERY = timedelta(minutes=5)
"""How exactly it is known when a device was last heard of; an idle laptop must not cost a write each time."""

_REFUSALS = {DeviceState.FENCED: "device_fenced", DeviceState.REVOKED: "device_revoked"}


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A device that was enrolled just now; `token` is told to it once and kept by nobody else."""

    device: Device
    user: User
    token: str

    def __repr__(self) -> str:
        return f"SignedIn({self.device!r}, {self.user!r}, …)"


def enrol_device(
    unit: UnitOfWork, user: User, device_name: str, at: datetime, *, judged_sequence: int = 0, former_token: str = ""
) -> SignedIn:
    """Make a device known to the server for a user who has just signed in on it.

    `judged_sequence` is the last entry of its outbox that needs no verdict any more. The device that held
    `former_token` is over when the new one is first heard of, and what it did with its numbers stands.
    """
    former = unit.get(DeviceToken, digest(former_token)) if former_token else None
    token = secrets.token_urlsafe(32)
    device = Device(
        id=new_id(),
        code=_free_code(unit),
        name=device_name,
        user_id=user.id,
        enrolled_at=at,
        last_sequence=judged_sequence,
        state=DeviceState.ENROLLED,
        ended_at=None,
    )
    unit.put(device, _token_row(token, device, at, follows=former.id if former else None))
    if former is not None:
        inherit_blocks(unit, device.id, former.device_id)
    return SignedIn(device, user, token)


def device_of_file(unit: UnitOfWork, user: User, device_id: str, code: str, at: datetime) -> Device:
    """The device that a file of unsent work counts as sent by, made on first use; nobody can speak as it.

    `code` is of the laptop that wrote the file; what that one did with its numbers stands.
    """
    known = unit.get(Device, device_id)
    if known is not None:
        return known
    column = columns_of(Device)
    former = unit.first(Device, column.code == code, column.user_id == user.id)
    made = Device(
        id=device_id,
        code=_free_code(unit),
        name=f"{former.name if former else code} (by file)",
        user_id=user.id,
        enrolled_at=at,
        last_sequence=0,
        state=DeviceState.FENCED,
        ended_at=at,
    )
    unit.put(made)
    if former is not None:
        inherit_blocks(unit, made.id, former.id)
    return made


def device_of_token(store: Store, token: str, at: datetime) -> tuple[Device, User]:
    """The device that holds this token, and its user; notes that it was heard of.

    :raises Rejection: ``device_unknown``, ``device_fenced``, ``device_revoked``, ``user_inactive``, ``token_replaced``
    """
    with store.read() as reader:
        known = reader.get(DeviceToken, digest(token))
        device = reader.get(Device, known.device_id) if known else None
        user = reader.get(User, device.user_id) if device else None
    if known is None or device is None or user is None:
        raise Rejection("device_unknown")
    if device.state in _REFUSALS:
        raise Rejection(_REFUSALS[device.state])
    if not user.active:
        raise Rejection("user_inactive")
    if known.replaced_at is not None:
        _refuse_replaced(store, device, known.replaced_at, at)
    if known.used_at is None or at - known.used_at >= _NOTED_EVERY:
        store.write(lambda unit: _note_use(unit, known.id, at))
    return device, user


def known_devices(reader: Reader, device_ids: Collection[str]) -> dict[str, tuple[User, Grants]]:
    """Those of these devices that may speak with the server now, each with its user and what he was granted."""
    devices = reader.find(Device, columns_of(Device).id.in_(device_ids))
    user_ids = {device.user_id for device in devices}
    users = {user.id: user for user in reader.find(User, columns_of(User).id.in_(user_ids)) if user.active}
    held: defaultdict[str, list[Grant]] = defaultdict(list)
    for row in reader.find(RoleGrant, columns_of(RoleGrant).user_id.in_(user_ids)):
        held[row.user_id].append(Grant(row.role, row.customer_id))
    return {
        device.id: (users[device.user_id], Grants.of(held[device.user_id]))
        for device in devices
        if device.user_id in users and device.state is DeviceState.ENROLLED
    }


def next_token(unit: UnitOfWork, device: Device, token: str, at: datetime) -> str:
    """The token that is to follow this one of the device, the same however often it is asked for.

    It takes the place of `token` when it is used for the first time. It cannot be made from what is kept here alone.

    :raises Rejection: ``device_unknown`` where the token is not the device's
    """
    current = unit.hold(DeviceToken, digest(token))
    if current is None or current.device_id != device.id:
        raise Rejection("device_unknown")
    nonce = current.successor_nonce or secrets.token_hex(32)
    successor = hmac.new(nonce.encode(), token.encode(), hashlib.sha256).hexdigest()
    if not current.successor_nonce:
        unit.put(
            replace(current, successor_nonce=nonce),
            _token_row(successor, device, at, follows=current.id),
        )
    return successor


def shut_out(unit: UnitOfWork, device_id: str, state: DeviceState, at: datetime) -> None:
    """Let a device speak with the server no more; one that was revoked stays so."""
    device = unit.hold(Device, device_id)
    if device is not None and device.state is not DeviceState.REVOKED and device.state is not state:
        unit.put(replace(device, state=state, ended_at=at))


def device_named(reader: Reader, name: str) -> Device:
    """The device with this code or id.

    :raises Rejection: ``device_not_listed``
    """
    column = columns_of(Device)
    device = reader.first(Device, sa.or_(column.code == name.upper(), column.id == name))
    if device is None:
        raise Rejection("device_not_listed", device=name)
    return device


@dataclass(frozen=True, slots=True)
class ListedDevice:
    """A device, whose it is, and when it was last heard of, to within some minutes."""

    device: Device
    login: str
    heard_of_at: datetime | None


def listed_devices(reader: Reader) -> list[ListedDevice]:
    """Every device that ever was enrolled, the newest first."""
    device, token = columns_of(Device), columns_of(DeviceToken)
    last_used = sa.select(token.device_id, sa.func.max(token.used_at)).group_by(token.device_id)
    heard: dict[str, datetime] = {row[0]: row[1] for row in reader.connection.execute(last_used)}
    logins = {user.id: user.login for user in reader.find(User)}
    return [
        ListedDevice(one, logins.get(one.user_id, ""), heard.get(one.id))
        for one in reader.find(Device, order_by=[device.enrolled_at.desc(), device.id])
    ]


def digest(token: str) -> str:
    """What is kept of a token. It is random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _refuse_replaced(store: Store, device: Device, replaced_at: datetime, at: datetime) -> None:
    if at - replaced_at <= STILL_UNDER_WAY:
        raise Rejection("token_replaced")
    store.write(lambda unit: shut_out(unit, device.id, DeviceState.FENCED, at))
    raise Rejection("device_fenced")


def _note_use(unit: UnitOfWork, token_id: str, at: datetime) -> None:
    token = unit.hold(DeviceToken, token_id)
    if token is None:
        return
    former = unit.hold(DeviceToken, token.follows) if token.follows is not None and token.used_at is None else None
    if former is not None:
        unit.put(replace(former, replaced_at=at))
        if former.device_id != token.device_id:
            shut_out(unit, former.device_id, DeviceState.FENCED, at)
    unit.put(replace(token, used_at=at))


def _token_row(token: str, device: Device, at: datetime, *, follows: str | None) -> DeviceToken:
    return DeviceToken(
        id=digest(token),
        device_id=device.id,
        made_at=at,
        follows=follows,
        used_at=None,
        replaced_at=None,
        successor_nonce="",
    )


def _free_code(unit: UnitOfWork) -> str:
    while True:
        code = new_device_code()
        if unit.first(Device, columns_of(Device).code == code) is None:
            return code
