"""The customer signs for the work: his name, and what he draws."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.translation import N_, _
from ui.pages.files.attaching import attaching_command, queue_upload_of, take_in_bytes
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.step_forms import StepForm
from ui.widgets.fields import LineField
from ui.widgets.signature_pad import SignaturePad
from ui.work.work import Work

if TYPE_CHECKING:
    from app.files.intake import TakenIn
    from app.workorders.queries.detail import OrderDetail


class SignatureForm(StepForm):
    """The picture becomes a file of the order, and a fact names it: both together, or neither."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("The customer signs"), N_("Keep the signature")
        super().__init__(work, wall, detail, parent, form="sign", title=title, submit=submit)
        self._wall = wall
        self.signer = self.add("signer", N_("Who signs"), LineField(), needed_source=N_("Enter who signs."))
        self.pad = self.add(
            "signature",
            N_("Signature"),
            SignaturePad(),
            needed_source=N_("The signature is missing."),
            hint_source=N_("It confirms that the work was done; name and time are kept with it."),
        )
        self.signer.set_value(detail.order.caller_name)

    def give(self) -> None:
        name = "{signature} {at:%Y-%m-%d %H.%M}.png".format(signature=_("Signature"), at=self._wall.now())
        taking = (take_in_bytes, self._work.vault, self.pad.png(), name)
        self._work.compute(*taking, done=self._taken, failed=self.refuse)

    def _taken(self, taken: TakenIn) -> None:
        from app.workorders.report_commands import SignReport

        order = self.detail.order
        attach = attaching_command(taken, (order.customer_id, "work_orders", order.id))
        sign = SignReport(visit_id=self.detail.own_visit_id or "", signer=self.signer.value(), digest=attach.digest)
        self.carry_out(attach, sign, and_write=partial(queue_upload_of, attach, self._wall.clock))
