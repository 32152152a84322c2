"""The server's half of enrolment."""

from __future__ import annotations

from datetime import datetime

from app.accounts.devices import enrol_device
from app.accounts.rules import Grants
from app.accounts.sign_in import check_password, password_hash, redeem_code
from app.accounts.tables import User
from app.accounts.users import grants_of
from app.storage.store import Store
from app.storage.units import UnitOfWork
from app.sync.enrolment.wire import EnrolReply, EnrolRequest, GrantNote
from app.sync.stamps import epoch_of


def grant_notes(grants: Grants) -> list[GrantNote]:
    """Grants as they are sent, in a settled order."""
    notes = [GrantNote(role=grant.role, customer_id=grant.customer_id) for grant in grants.held]
    return sorted(notes, key=lambda note: (note.role, note.customer_id or ""))


def enrol(store: Store, request: EnrolRequest, at: datetime) -> EnrolReply:
    """Check who it is and make the laptop a device of that person.

    :raises Rejection: ``sign_in_failed``, ``passwords_not_taken``, ``code_wrong``, ``code_used``, ``code_expired``,
        ``user_inactive``, ``password_too_short``
    """
    if request.code:
        user = _by_code(store, request, at)
    else:
        with store.read() as reader:
            user = check_password(reader, request.login, request.password)
    return store.write(lambda unit: _make_device(unit, user, request, at))


def _by_code(store: Store, request: EnrolRequest, at: datetime) -> User:
    """Who signs in by a code may choose a password with it; one that is too short does not use the code up."""
    chosen = password_hash(request.password) if request.password else ""
    return redeem_code(store, request.login, request.code, request.attempt, at, chosen)


def _make_device(unit: UnitOfWork, user: User, request: EnrolRequest, at: datetime) -> EnrolReply:
    """A verdict of an earlier life of ours may be forgotten: then everything is offered again, and known by its id."""
    epoch = epoch_of(unit)
    judged = request.settled_sequence if request.epoch in {"", epoch} else 0
    signed_in = enrol_device(
        unit, user, request.device_name, at, judged_sequence=judged, former_token=request.former_token
    )
    return EnrolReply(
        device_id=signed_in.device.id,
        device_code=signed_in.device.code,
        person_id=user.person_id,
        token=signed_in.token,
        epoch=epoch,
        grants=grant_notes(grants_of(unit, user.id)),
    )
