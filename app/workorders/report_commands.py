"""What the customer confirms and gets: his signature under the work of a visit, and the report on it."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.rules import Permission
from app.files.commands import Digest
from app.files.tables import Attachment
from app.foundation.errors import Rejection
from app.foundation.texts import Name
from app.storage.commands import Body, Context, handles, upcaster
from app.storage.units import UnitOfWork
from app.workorders.history import Fact, customer_of_visit, own_visit, record
from app.workorders.rules import EventKind, OrderState
from app.workorders.tables import WorkOrder

SIGNATURE_DIGEST = "signature_digest"
"""The fact of a *signed* event that names the picture, an attachment of the order; its note names the signer."""
REPORT_DIGEST = "report_digest"
"""The fact of a *reported* event that names the file, an attachment of the order; its note is what that is called."""


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
    if _attached(unit, order, command.digest) is None:
        raise Rejection("signature_missing", number=order.number)
    signed = Fact(EventKind.SIGNED, visit, command.signer.strip(), {SIGNATURE_DIGEST: command.digest})
    record(unit, context, order, signed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportVisit:
    """The engineer has handed his report over, maybe after the order was closed.

    `digest` is that of the file, an attachment of the order; None where it was paper alone.
    """

    visit_id: str
    digest: Digest | None = None


@upcaster("workorders.report", from_version=1)
def _before_files(body: Body) -> Body:
    """The first version named no file."""
    return body


@handles(
    "workorders.report",
    ReportVisit,
    permission=Permission.WORK_ON_VISITS,
    customer_of=customer_of_visit,
    version=2,
)
def report_visit(unit: UnitOfWork, command: ReportVisit, context: Context) -> None:
    """The end of the visit; the order stays as it is. That it was handed over stands, wherever its file is by now."""
    visit, order = own_visit(unit, command.visit_id, context, also_in=OrderState.CLOSED)
    file = _attached(unit, order, command.digest) if command.digest is not None else None
    facts = {REPORT_DIGEST: file.digest} if file is not None else {}
    record(unit, context, order, Fact(EventKind.REPORTED, visit, file.name if file is not None else "", facts))


def _attached(unit: UnitOfWork, order: WorkOrder, digest: str) -> Attachment | None:
    """The file of an order with this content; None where there is none (any more)."""
    files = unit.having(Attachment, "id", about_table="work_orders", about_id=order.id, digest=digest)
    return next((file for file in files if file.withdrawn_at is None), None)
