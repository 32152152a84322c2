"""What the forms for designs and for sheets share: a name, a starting point, and the preview beside the fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.clock import Clock
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.foundation.sentences import sentence
from app.foundation.translation import N_
from app.labels.rules.designs import Design
from app.labels.rules.media import check_name
from ui.pages.form_dialog import FormDialog
from ui.pages.label_formats.preview_pane import PreviewPane
from ui.widgets.fields import YES, CheckField, LineField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.labels.formats import Medium
    from app.labels.setting import LabelFacts
    from app.labels.tables import LabelFormat


class FormatForm(FormDialog):
    """Writes a new format that begins as another one, or the next version of one; what we ship is only copied."""

    def __init__(
        self,
        work: Work,
        clock: Clock,
        parent: QWidget,
        medium: Medium,
        devices: tuple[LabelFacts, ...],
        stands: LabelFormat | None,
        title_source: str,
    ) -> None:
        super().__init__(
            work,
            clock,
            draft_id=f"labels.write_format:{stands.id if stands else medium.medium}",
            title_source=title_source,
            submit_source=N_("Save"),
            parent=parent,
        )
        self._stands = stands
        self.pane = PreviewPane(work)
        self.pane.show_devices(devices)
        self.name = self.add("name", N_("Name"), LineField(), needed_source=N_("Enter the name."))
        self.in_use: CheckField | None = None

    def medium(self) -> Medium:
        """The design or the sheet that was entered."""
        raise NotImplementedError

    def complete(self, medium: Medium, beside: tuple[str, ...], width: int) -> None:
        """Called by the subclass when its fields are there and filled in."""
        if self._stands is not None:
            self.in_use = self.add("in_use", N_("Use"), CheckField(N_("Labels can be printed on it")))
            self.in_use.set_value(YES if self._stands.in_use else "")
            self.name.set_value(self._stands.name)
            beside = (*beside, "in_use")
        self.put_beside(beside, width)
        self.put_aside(self.pane)
        for row in self._rows.values():
            row.field.edited.connect(self._draw)  # type: ignore[attr-defined]  # every field has it
        self.retranslate()
        self.pane.show_medium(medium)

    def command(self) -> object:
        from app.labels.commands import WriteLabelFormat

        medium, stands = self.medium(), self._stands
        return WriteLabelFormat(
            id=new_id(),
            format_id=stands.format_id if stands else new_id(),
            name=self.name.value(),
            design=medium if isinstance(medium, Design) else None,
            sheet=None if isinstance(medium, Design) else medium,
            in_use=self.in_use is None or self.in_use.value() == YES,
            seen_number=stands.number if stands else 0,
        )

    def problems(self) -> dict[str, str]:
        try:
            check_name(self.name.value())
        except Rejection as refused:
            return {"name": sentence(refused)}
        return {}

    def _draw(self) -> None:
        self.pane.show_medium(self.medium())
