"""The forms by which people are told something: texts in three languages, to be sent and to be copied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.foundation.ids import new_id
from app.foundation.translation import N_, WRITTEN_LANGUAGES, _
from app.knowledge.rules.wording import Told, closure_text
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.widgets.button import Button
from ui.widgets.fields import ChoiceField, LineField, TextField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.tables import Customer
    from app.knowledge.looking import ClosureDetail


_WIDTH = 640


class _TextsForm(FormDialog):
    """A title and texts by language, to be sent and to be copied."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget, draft_id: str) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=draft_id,
            title_source=N_("Announce"),
            submit_source=N_("Announce"),
            parent=parent,
        )
        self.setMinimumWidth(_WIDTH)

    def add_texts(self) -> None:
        """Add the fields of what is told."""
        self.title = self.add("title", N_("Title"), LineField(), needed_source=N_("Give the announcement a title."))
        self.texts = {language: self.add(language, name, TextField()) for language, name in WRITTEN_LANGUAGES.items()}
        self.copy = Button(N_("Copy all texts"), icon="copy", kind="quiet")
        self.copy.clicked.connect(self.copy_texts)
        self._form.addWidget(self.copy)

    def copy_texts(self) -> None:
        """Put all texts on the clipboard, to be pasted wherever people are told."""
        QGuiApplication.clipboard().setText(texts_text(self.written()))

    def problems(self) -> dict[str, str]:
        return {} if self.written() else {next(iter(WRITTEN_LANGUAGES)): _("Write the text in one language at least.")}

    def written(self) -> dict[str, str]:
        """The texts by language, without those that are empty."""
        return {language: field.value() for language, field in self.texts.items() if field.value()}

    def announcing(self, customer_id: str, closure_id: str | None) -> object:
        """The command that tells it."""
        from app.knowledge.closure_commands import Announce

        return Announce(
            id=new_id(),
            customer_id=customer_id,
            closure_id=closure_id,
            title=self.title.value(),
            texts=self.written(),
        )


class AnnounceForm(_TextsForm):
    """The texts as they follow from the closure, and as somebody may mend them before they go out."""

    def __init__(self, work: Work, wall: WallClock, detail: ClosureDetail, parent: QWidget) -> None:
        closure = detail.listed.closure
        super().__init__(work, wall, parent, f"knowledge.announce:{closure.id}:{len(detail.events)}")
        self._closure = closure
        self.add_texts()
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

    def command(self) -> object:
        return self.announcing(self._closure.customer_id, self._closure.id)


class AnnouncementForm(_TextsForm):
    """What a customer's people are told that is about no closure."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget, customers: tuple[Customer, ...]) -> None:
        super().__init__(work, wall, parent, "knowledge.announce")
        self._customers = customers
        self.customer = self.add("customer_id", N_("Customer"), ChoiceField(), needed_source=N_("Choose the customer."))
        self.add_texts()

    def command(self) -> object:
        return self.announcing(self.customer.value(), None)

    def retranslate(self) -> None:
        super().retranslate()
        self.customer.set_choices((("", _("Choose…")), *((each.id, each.name) for each in self._customers)))


def texts_text(texts: Mapping[str, str]) -> str:
    """Texts in all their languages, to be copied."""
    return "\n\n".join(texts.values())
