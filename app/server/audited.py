"""What the audit chain tells: whatever a person did on the server, and whatever was done to people and devices."""

from __future__ import annotations

from app.accounts.sign_in import PASSWORDS_TAKEN
from app.accounts.tables import Device, RoleGrant, SignInCode, User
from app.audit.keeping import Watched
from app.storage.facts import WorkspaceFact
from app.sync.push.server import JudgedCommand

AUDITED = (
    Watched(
        JudgedCommand,
        ("command_id", "device_id", "sequence", "person_id", "name", "version", "occurred_at", "verdict", "code"),
        digested=("body",),
    ),
    Watched(User, ("login", "person_id", "active"), digested=("password_hash",)),
    Watched(RoleGrant, ("user_id", "role", "customer_id")),
    Watched(SignInCode, ("made_at", "expires_at", "used_at")),
    Watched(Device, ("code", "name", "user_id", "state", "ended_at")),
    Watched(WorkspaceFact, ("value",), only=frozenset({PASSWORDS_TAKEN})),
)
"""Columns that are no secret; of a password's hash a digest tells only that it was changed."""
