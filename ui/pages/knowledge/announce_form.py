"""The form by which people are told about a closure: texts in three languages, to be sent and to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from app.knowledge.rules.wording import LANGUAGES, Told, closure_text
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.widgets.button import Button
from ui.widgets.fields import LineField, TextField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.knowledge.looking import ClosureDetail


_WIDTH = 640


class AnnounceForm(FormDialog):
    """The texts as they follow from the closure, and as somebody may mend them before they go out."""

    def __init__(self, work: Work, wall: WallClock, detail: ClosureDetail, parent: QWidget) -> None:
        closure = detail.listed.closure
        super().__init__(
            work,
            wall.clock,
            draft_id=f"knowledge.announce:{closure.id}:{len(detail.events)}",
            title_source=N_("Announce"),
            submit_source=N_("Announce"),
            parent=parent,
        )
        self._closure = closure
        self.setMinimumWidth(_WIDTH)
        self.title = self.add("title", N_("Title"), LineField(), needed_source=N_("Give the announcement a title."))
        self.texts = {language: self.add(language, name, TextField()) for language, name in LANGUAGES.items()}
        self.copy = Button(N_("Copy all texts"), icon="copy", kind="quiet")
        self.copy.clicked.connect(self.copy_texts)
        self._form.addWidget(self.copy)
        self.title.set_value(closure.reason)
        zone = ZoneInfo(detail.zone or wall.zone_name)
        told = Told(
            detail.listed.services,
            closure.kind,
            closure.state,
            closure.begins_at.astimezone(zone),
            closure.ends_at.astimezone(zone),
            closure.reason,
        )
        for language, field in self.texts.items():
            field.set_value(closure_text(told, language))

    def copy_texts(self) -> None:
        """Put all texts on the clipboard, to be pasted wherever people are told."""
        QGuiApplication.clipboard().setText("\n\n".join(self._written().values()))

    def command(self) -> object:
        from app.knowledge.closure_commands import Announce

        return Announce(
            id=new_id(),
            customer_id=self._closure.customer_id,
            closure_id=self._closure.id,
            title=self.title.value(),
            texts=self._written(),
        )

    def problems(self) -> dict[str, str]:
        return {} if self._written() else {next(iter(LANGUAGES)): _("Write the text in one language at least.")}

    def _written(self) -> dict[str, str]:
        return {language: field.value() for language, field in self.texts.items() if field.value()}
