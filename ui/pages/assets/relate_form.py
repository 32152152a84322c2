"""The form by which a device is linked with another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.assets.rules import RELATION_NAMES, RelationKind
from app.foundation.translation import N_, _
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.asset_field import AssetField
from ui.pages.workorders.looked_up_field import LooksUp
from ui.widgets.fields import ChoiceField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.tables import Asset


class RelateForm(LooksUp, FormDialog):
    """What the device is to which other one of the same customer."""

    def __init__(self, work: Work, wall: WallClock, asset: Asset, parent: QWidget) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=f"assets.relate:{asset.id}",
            title_source=N_("Link a device"),
            submit_source=N_("Link"),
            parent=parent,
        )
        self._asset = asset
        self.kind = self.add("kind", N_("This device is"), ChoiceField())
        self.other = self.add(
            "other",
            N_("Other device"),
            AssetField(work, lambda: asset.customer_id),
            needed_source=N_("Enter the code on the label of the device."),
        )
        self.retranslate()

    def command(self) -> object:
        from app.assets.relation_commands import RelateAssets

        kind = RelationKind(self.kind.value())
        return RelateAssets(asset_id=self._asset.id, other_id=self.other.asset_id or "", kind=kind)

    def problems(self) -> dict[str, str]:
        unknown = _("No device of this customer has this code. Correct it, or leave it empty.")
        return {"other": unknown} if self.other.is_unknown else {}

    def retranslate(self) -> None:
        super().retranslate()
        self.kind.set_choices(tuple((str(kind), _(name)) for kind, name in RELATION_NAMES.items()))
