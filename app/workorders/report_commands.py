"""What the customer confirms: his signature under the work of a visit."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.rules import Permission
from app.files.commands import Digest
from app.files.tables import Attachment
from app.foundation.errors import Rejection
from app.foundation.texts import Name
from app.storage.commands import Context, handles
from app.storage.units import UnitOfWork
from app.workorders.history import Fact, customer_of_visit, own_visit, record
from app.workorders.rules import EventKind, OrderState

SIGNATURE_DIGEST = "signature_digest"
"""The fact of a *signed* event that names the picture, an attachment of the order; its note names the signer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignReport:
    """Somebody at the customer's has signed. `digest` is that of the picture, an attachment of the order."""

    visit_id: str
    signer: Name
    digest: Digest


@handles("workorders.sign_report", SignReport, permission=Permission.WORK_ON_VISITS, customer_of=customer_of_visit)
def sign_report(unit: UnitOfWork, command: SignReport, context: Context) -> None:
    """A signature is a fact with its own instant; a later one stands beside it, and none is ever replaced."""
    visit, order = own_visit(unit, command.visit_id, context, also_in=OrderState.CLOSED)
    pictures = unit.having(Attachment, "id", about_table="work_orders", about_id=order.id, digest=command.digest)
    if not any(picture.withdrawn_at is None for picture in pictures):
        raise Rejection("signature_missing", number=order.number)
    signed = Fact(EventKind.SIGNED, visit, command.signer.strip(), {SIGNATURE_DIGEST: command.digest})
    record(unit, context, order, signed)
