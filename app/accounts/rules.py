"""Permissions, the roles that hold them, and what a person holds for which customers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.foundation.sentences import declare
from app.foundation.translation import N_


class Permission(StrEnum):
    """What somebody may do. Every command names the one that it needs; a column may need one more to be edited."""

    LOG_ORDERS = "workorders.log"
    TRIAGE_ORDERS = "workorders.triage"
    ASSIGN_ORDERS = "workorders.assign"
    WORK_ON_VISITS = "workorders.work"
    CLOSE_ORDERS = "workorders.close"
    REGISTER_ASSETS = "assets.register"
    LEAD_STOCKTAKES = "stocktakes.lead"
    """To begin and end them, and to see how far a blind one is."""
    ATTACH_FILES = "files.attach"
    MANAGE_DEVICE_TYPES = "assets.manage_types"
    DESIGN_LABELS = "labels.design"
    MANAGE_DIRECTORY = "directory.manage"
    CHECK_IN = "attendance.check_in"
    VIEW_ATTENDANCE = "attendance.view"
    ENTER_ABSENCES = "attendance.enter_absences"
    CONSENT_TO_LEAVE = "attendance.consent_to_leave"
    PLAN_MAINTENANCE = "maintenance.plan"
    HANDLE_REPAIRS = "repairs.handle"
    SIGN_QUOTES = "repairs.sign_quotes"
    KEEP_STORE = "parts.keep_store"
    MANAGE_SERVICE_LEVELS = "sla.manage"
    APPROVE_AMENDMENTS = "sla.approve_amendments"
    PUBLISH_KNOWLEDGE = "knowledge.publish"
    CLOSE_SERVICES = "knowledge.close_services"
    HEAR_CALLERS = "workorders.hear_callers"
    """Held by no role: the authority itself takes what callers send, mails and ratings."""
    READ_NOTICES = "messages.read"
    SETTLE_OWN = "inbox.settle"
    SETTLE_FOR_OTHERS = "inbox.settle_for_others"


class Role(StrEnum):
    """A named set of permissions."""

    ENGINEER = "engineer"
    DESK_AGENT = "desk_agent"
    DISPATCHER = "dispatcher"
    STORE_KEEPER = "store_keeper"
    OPERATIONS_MANAGER = "operations_manager"
    SERVICES_MANAGER = "services_manager"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    APPROVER = "approver"
    SUPERVISOR = "supervisor"


ROLE_NAMES = {
    Role.ENGINEER: N_("Engineer"),
    Role.DESK_AGENT: N_("Desk agent"),
    Role.DISPATCHER: N_("Dispatcher"),
    Role.STORE_KEEPER: N_("Store keeper"),
    Role.OPERATIONS_MANAGER: N_("Account operations manager"),
    Role.SERVICES_MANAGER: N_("Account services manager"),
    Role.MANAGER: N_("Manager"),
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.APPROVER: N_("Approver at the customer"),
    Role.SUPERVISOR: N_("Supervisor at the customer"),
}

DESK_ROLES = (Role.DESK_AGENT, Role.DISPATCHER)
"""Those who are the desk."""
AT_CUSTOMER = frozenset({Role.APPROVER, Role.SUPERVISOR})
"""Roles of the customer's own people; they are worth something for a named customer only."""

_HELD = (
    #   eng   desk  disp store  ops   serv  mgr   adm   appr  supv
    ("  x     x     x     x     x     x     x     x     .     .  ", Permission.LOG_ORDERS),
    ("  .     x     x     .     x     x     x     x     .     .  ", Permission.TRIAGE_ORDERS),
    ("  .     .     x     .     x     .     x     x     .     .  ", Permission.ASSIGN_ORDERS),
    ("  x     .     .     .     .     .     .     x     .     .  ", Permission.WORK_ON_VISITS),
    ("  .     x     x     .     x     x     x     x     .     .  ", Permission.CLOSE_ORDERS),
    ("  x     x     x     x     x     .     x     x     .     .  ", Permission.REGISTER_ASSETS),
    ("  .     .     x     x     x     .     x     x     .     .  ", Permission.LEAD_STOCKTAKES),
    ("  x     x     x     x     x     x     x     x     .     .  ", Permission.ATTACH_FILES),
    ("  .     .     .     .     .     .     .     x     .     .  ", Permission.MANAGE_DEVICE_TYPES),
    ("  .     .     x     .     x     .     x     x     .     .  ", Permission.DESIGN_LABELS),
    ("  .     .     x     .     x     x     x     x     .     .  ", Permission.MANAGE_DIRECTORY),
    ("  x     x     x     x     x     x     x     x     .     .  ", Permission.CHECK_IN),
    ("  .     .     x     .     x     x     x     x     .     .  ", Permission.VIEW_ATTENDANCE),
    ("  .     x     x     .     x     .     x     x     .     x  ", Permission.ENTER_ABSENCES),
    ("  .     .     .     .     .     .     .     x     x     .  ", Permission.CONSENT_TO_LEAVE),
    ("  .     .     .     .     x     .     x     x     .     .  ", Permission.PLAN_MAINTENANCE),
    ("  x     .     x     x     x     .     x     x     .     .  ", Permission.HANDLE_REPAIRS),
    ("  .     .     .     .     .     .     .     x     x     .  ", Permission.SIGN_QUOTES),
    ("  .     .     .     x     .     .     x     x     .     .  ", Permission.KEEP_STORE),
    ("  .     .     .     .     x     x     x     x     .     .  ", Permission.MANAGE_SERVICE_LEVELS),
    ("  .     .     .     .     .     x     x     x     x     .  ", Permission.APPROVE_AMENDMENTS),
    ("  .     x     x     .     x     x     x     x     .     .  ", Permission.PUBLISH_KNOWLEDGE),
    ("  .     .     x     .     x     x     x     x     .     .  ", Permission.CLOSE_SERVICES),
    ("  .     .     .     .     .     .     .     .     .     .  ", Permission.HEAR_CALLERS),
    ("  x     x     x     x     x     x     x     x     x     x  ", Permission.READ_NOTICES),
    ("  x     x     x     x     x     x     x     x     x     x  ", Permission.SETTLE_OWN),
    ("  .     .     x     .     x     x     x     x     .     .  ", Permission.SETTLE_FOR_OTHERS),
)
"""Which role (a column, in the order of `Role`) holds which permission (a row)."""

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    role: frozenset(permission for marks, permission in _HELD if marks.split()[column] == "x")
    for column, role in enumerate(Role)
}

PERSONAL = frozenset({Permission.CHECK_IN, Permission.READ_NOTICES, Permission.SETTLE_OWN})
"""What a person does about himself, whichever customers he serves."""


class DeviceState(StrEnum):
    """Whether a device may speak with the server."""

    ENROLLED = "enrolled"
    FENCED = "fenced"
    """Another copy of its workspace is about, or its person signed in anew: whoever holds it signs in again."""
    REVOKED = "revoked"
    """Lost or given back: what it holds is to be made unreadable."""


_CODE_CHARACTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What is not read as something else: no 0 and O, no 1, I and L, no U beside V."""
_CODE_LENGTH = 8


def sign_in_code(choose: Callable[[str], str]) -> str:
    """A code that can be read out and typed, `K7QM-3RPX`; `choose` picks a character at random."""
    characters = "".join(choose(_CODE_CHARACTERS) for _ in range(_CODE_LENGTH))
    return f"{characters[: _CODE_LENGTH // 2]}-{characters[_CODE_LENGTH // 2 :]}"


def normal_sign_in_code(typed: str) -> str:
    """A code however it is typed: small letters, full width, with blanks or without the dash."""
    narrow = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in narrow if character in _CODE_CHARACTERS)


NOT_ADMITTED = ("device_fenced", "device_revoked", "device_unknown", "token_replaced", "user_inactive")
"""Codes of refusals that a device gets because of who it is, whatever it asks."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, for one customer or (None) for all of them."""

    role: Role
    customer_id: str | None


@dataclass(frozen=True, slots=True)
class Grants:
    """All that somebody was granted. Who is the `authority` itself may what no role holds, too."""

    held: frozenset[Grant]
    authority: bool = False

    @staticmethod
    def of(grants: Iterable[Grant]) -> Grants:
        """What these grants give together; a role of the customer's own people counts for a named customer only."""
        return Grants(frozenset(one for one in grants if one.customer_id is not None or one.role not in AT_CUSTOMER))

    def may(self, permission: str, customer_id: str | None) -> bool:
        """Whether `permission` is held for this customer; None asks whether it is held for everything.

        What a person does about himself (`PERSONAL`: checking in) is held by a grant for any customer.
        """
        return self.authority or any(
            permission in PERMISSIONS[grant.role]
            and (grant.customer_id is None or grant.customer_id == customer_id or permission in PERSONAL)
            for grant in self.held
        )

    def may_somewhere(self, permission: str) -> bool:
        """Whether `permission` is held for any customer at all: whether to offer what needs it."""
        return any(permission in PERMISSIONS[grant.role] for grant in self.held)

    def only(self, role: Role) -> bool:
        """Whether this role is held, and no other."""
        return {grant.role for grant in self.held} == {role}

    @property
    def all_customers(self) -> bool:
        """Whether some role is held for every customer."""
        return any(grant.customer_id is None for grant in self.held)

    @property
    def customer_ids(self) -> frozenset[str]:
        """The customers that are named."""
        return frozenset(grant.customer_id for grant in self.held if grant.customer_id is not None)


EVERYTHING = Grants(frozenset({Grant(Role.ADMINISTRATOR, None)}), authority=True)
"""What a server itself holds, and the owner of a workspace without a server holds."""

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
        "passwords_not_taken": N_(
            "This server takes no passwords. Ask your administrator for a code, and choose “I have a code”."
        ),
        "code_wrong": N_(
            "The login or the code is wrong, or the code was mistyped too often. Check both, or ask your administrator "
            "for a new code."
        ),
        "code_used": N_("This code was used already. Ask your administrator for a new one."),
        "code_expired": N_("This code is too old. Ask your administrator for a new one."),
        "role_needs_customer": N_("The role {role} is for one customer's own people. Name the customer."),
        "role_not_held": N_("{login} does not hold the role {role} there. Look at the list of users."),
        "device_not_listed": N_("There is no device {device}. Look at the list of devices."),
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
