"""Permissions, the roles that hold them, and what a person holds for which customers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.foundation.sentences import declare
from app.foundation.translation import N_


class Permission(StrEnum):
    """What somebody may do. Every command names the one that it needs."""

    LOG_ORDERS = "workorders.log"
    ASSIGN_ORDERS = "workorders.assign"
    WORK_ON_VISITS = "workorders.work"
    CLOSE_ORDERS = "workorders.close"
    REGISTER_ASSETS = "assets.register"
    MANAGE_DEVICE_TYPES = "assets.manage_types"
    MANAGE_DIRECTORY = "directory.manage"
    CHECK_IN = "attendance.check_in"
    VIEW_ATTENDANCE = "attendance.view"
    PLAN_MAINTENANCE = "maintenance.plan"
    HANDLE_REPAIRS = "repairs.handle"
    READ_NOTICES = "messages.read"
    ATTACH_FILES = "files.attach"


class Role(StrEnum):
    """A named set of permissions."""

    ENGINEER = "engineer"
    DISPATCHER = "dispatcher"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


ROLE_NAMES = {
    Role.ENGINEER: N_("Engineer"),
    Role.DISPATCHER: N_("Dispatcher"),
    Role.MANAGER: N_("Manager"),
    Role.ADMINISTRATOR: N_("Administrator"),
}

_ENGINEER = {
    Permission.LOG_ORDERS,
    Permission.WORK_ON_VISITS,
    Permission.REGISTER_ASSETS,
    Permission.CHECK_IN,
    Permission.HANDLE_REPAIRS,
    Permission.READ_NOTICES,
    Permission.ATTACH_FILES,
}
_DISPATCHER = _ENGINEER - {Permission.WORK_ON_VISITS} | {
    Permission.ASSIGN_ORDERS,
    Permission.CLOSE_ORDERS,
    Permission.MANAGE_DIRECTORY,
    Permission.VIEW_ATTENDANCE,
}
_MANAGER = _DISPATCHER | {Permission.PLAN_MAINTENANCE}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ENGINEER: frozenset(_ENGINEER),
    Role.DISPATCHER: frozenset(_DISPATCHER),
    Role.MANAGER: frozenset(_MANAGER),
    Role.ADMINISTRATOR: frozenset(Permission),
}

PERSONAL = frozenset({Permission.CHECK_IN, Permission.READ_NOTICES})
"""What a person does about himself, whichever customers he serves."""


class DeviceState(StrEnum):
    """Whether a device may speak with the server."""

    ENROLLED = "enrolled"
    FENCED = "fenced"
    """Another copy of its workspace is about, or its person signed in anew: whoever holds it signs in again."""
    REVOKED = "revoked"
    """Lost or given back: what it holds is to be made unreadable."""


NOT_ADMITTED = ("device_fenced", "device_revoked", "device_unknown", "token_replaced", "user_inactive")
"""Codes of refusals that a device gets because of who it is, whatever it asks."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, for one customer or (None) for all of them."""

    role: Role
    customer_id: str | None


@dataclass(frozen=True, slots=True)
class Grants:
    """All that somebody was granted."""

    held: frozenset[Grant]

    @staticmethod
    def of(grants: Iterable[Grant]) -> Grants:
        """What these grants give together."""
        return Grants(frozenset(grants))

    def may(self, permission: str, customer_id: str | None) -> bool:
        """Whether `permission` is held for this customer; None asks whether it is held for everything.

        What a person does about himself (`PERSONAL`: checking in) is held by a grant for any customer.
        """
        return any(
            permission in PERMISSIONS[grant.role]
            and (grant.customer_id is None or grant.customer_id == customer_id or permission in PERSONAL)
            for grant in self.held
        )

    def may_somewhere(self, permission: str) -> bool:
        """Whether `permission` is held for any customer at all: whether to offer what needs it."""
        return any(permission in PERMISSIONS[grant.role] for grant in self.held)

    @property
    def all_customers(self) -> bool:
        """Whether some role is held for every customer."""
        return any(grant.customer_id is None for grant in self.held)

    @property
    def customer_ids(self) -> frozenset[str]:
        """The customers that are named."""
        return frozenset(grant.customer_id for grant in self.held if grant.customer_id is not None)


EVERYTHING = Grants.of([Grant(Role.ADMINISTRATOR, None)])
"""What the owner of a workspace without a server holds."""

declare(
    {
        "sign_in_failed": N_("The name or the password is wrong. Check both and try again."),
        "login_taken": N_("Somebody already signs in as {login}. Choose another name."),
        "password_too_short": N_("The password needs at least {least} characters. Choose a longer one."),
        "user_unknown": N_("There is nobody who signs in as {login}. Check the name."),
        "device_unknown": N_(
            "The server does not know this device (any more). Sign in again; what was done here is kept "
            "and will be offered."
        ),
        "device_fenced": N_(
            "This computer was shut out, because another copy of its workspace is or was in use (a copied folder, or "
            "one restored from a backup), or because somebody signed in anew. Sign in again: what was done here is "
            "kept and will be offered, under a new device."
        ),
        "device_revoked": N_(
            "Your administrator has withdrawn this computer's access, as for a lost one. Ask your administrator."
        ),
        "token_replaced": N_(
            "The access of this computer was renewed just now by another window or program. The next attempt will do."
        ),
        "user_inactive": N_(
            "Your account was closed. What was done here is kept on this computer; ask your administrator."
        ),
    }
)
