"""The form for a checklist: what it is for, and its points, one a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.checklists.rules import items_of
from app.foundation.clock import Clock
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.foundation.sentences import sentence
from app.foundation.translation import N_, _
from app.workorders.rules import ORDER_KIND_NAMES
from ui.pages.checklists.reading import ListedChecklists
from ui.pages.form_dialog import FormDialog
from ui.widgets.fields import YES, CheckField, ChecksField, ChoiceField, LineField, TextField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.checklists.tables import ChecklistVersion

_WIDTH, _POINTS_HEIGHT = 900, 300
_SECOND_COLUMN = ("kinds", "type_codes")


class ChecklistForm(FormDialog):
    """Writes a new checklist, or the next version of one: what was begun with stays as it was."""

    def __init__(
        self,
        work: Work,
        clock: Clock,
        listed: ListedChecklists,
        parent: QWidget,
        stands: ChecklistVersion | None = None,
    ) -> None:
        super().__init__(
            work,
            clock,
            draft_id=f"checklists.write:{stands.id if stands else ''}",
            title_source=N_("Change the checklist") if stands else N_("New checklist"),
            submit_source=N_("Save"),
            parent=parent,
        )
        self._listed, self._stands = listed, stands
        self._sources: dict[str, str] = {}
        self.name = self.add("name", N_("Name"), LineField(), needed_source=N_("Enter the name."))
        self.customer = self.add("customer_id", N_("For whom"), ChoiceField())
        self.items = self.add(
            "items",
            N_("Points"),
            TextField(),
            needed_source=N_("Write at least one point."),
            hint_source=N_(
                "One a line. A star in front: it is required. What is measured stands in brackets at the end, with its "
                "unit and limits: [°C 10..35]."
            ),
        )
        self.items.setFixedHeight(_POINTS_HEIGHT)
        self.kinds = self.add("kinds", N_("Kinds of work"), ChecksField(), hint_source=N_("None: any kind."))
        self.types = self.add("type_codes", N_("Devices"), ChecksField(), hint_source=N_("None: any device, or none."))
        self.category = self.add("system_category", N_("Category of systems"), LineField())
        self.in_use = self.add("in_use", N_("Use"), CheckField(N_("Work begins with it")))
        self.put_beside((*_SECOND_COLUMN, "system_category", "in_use"), _WIDTH)
        self.customer.setEnabled(stands is None)
        self.retranslate()
        self._fill_in()

    def command(self) -> object:
        from app.checklists.commands import WriteChecklist

        return WriteChecklist(
            id=new_id(),
            template_id=self._stands.template_id if self._stands else new_id(),
            name=self._stands.name if self._stands and "name" not in self.edited_keys() else self.name.value(),
            items=said(self.items.value(), self._sources),
            customer_id=self.customer.value() or None,
            kinds=tuple(self.kinds.value().split()),
            type_codes=tuple(self.types.value().split()),
            system_category=self.category.value(),
            in_use=self.in_use.value() == YES,
            seen_number=self._stands.number if self._stands else 0,
        )

    def problems(self) -> dict[str, str]:
        try:
            items_of(self.items.value())
        except Rejection as refused:
            return {"items": sentence(refused)}
        return {}

    def retranslate(self) -> None:
        super().retranslate()
        whose = [(customer.id, customer.name) for customer in self._listed.customers]
        if self._listed.may_write_for_all:
            whose.insert(0, ("", _("Everybody")))
        self.customer.set_choices(tuple(whose))
        self.kinds.set_choices(tuple((str(kind), _(name)) for kind, name in ORDER_KIND_NAMES.items()))
        self.types.set_choices(tuple((device.id, _(device.name)) for device in self._listed.device_types))

    def _fill_in(self) -> None:
        stands = self._stands
        self.in_use.set_value(YES if stands is None or stands.in_use else "")
        if stands is None:
            return
        self.name.set_value(_(stands.name))
        self.customer.set_value(stands.customer_id or "")
        self._sources = {_(item.text): item.text for item in items_of(stands.items)}
        self.items.set_value(said(stands.items, {source: told for told, source in self._sources.items()}))
        self.kinds.set_value(" ".join(stands.kinds))
        self.types.set_value(" ".join(stands.type_codes))
        self.category.set_value(stands.system_category)


def said(items: str, words: Mapping[str, str]) -> str:
    """A list with other texts of its points: a shipped one is read in any language, and kept in one."""
    lines = [line for line in items.splitlines() if line.strip()]
    return "\n".join(
        line.replace(item.text, words.get(item.text, item.text), 1)
        for line, item in zip(lines, items_of(items), strict=True)
    )
