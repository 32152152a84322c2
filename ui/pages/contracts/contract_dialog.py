"""All about one contract: what it says, its amendments, its devices."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from ui.pages.contracts.amendments_part import AmendmentsPart
from ui.pages.contracts.contract_form import ContractForm
from ui.pages.contracts.devices_part import DevicesPart
from ui.pages.contracts.reading import ShownContract, contract_question
from ui.pages.contracts.wording import contract_facts
from ui.pages.editing import Editing
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.shell.error_presenter import notice_of
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.key_value_grid import KeyValueGrid
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.notice_banner import NoticeBanner
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.translated import Translated
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_TABLES = (
    "contracts",
    "amendments",
    "policies",
    "calendars",
    "contract_devices",
    "assets",
    "people",
    "workspace_facts",
)
_SIZE = QSize(860, 720)


class ContractView(LivePage):
    """Shows one contract as it stands, and carries out what is done to it."""

    def __init__(self, work: Work, wall: WallClock, contract_id: str) -> None:
        super().__init__(work, _TABLES)
        self._wall, self._contract_id = wall, contract_id
        self.name, self._number = Label(role="title", wrapped=True), Label(role="muted")
        self.correct = Button(N_("Correct…"), icon="pencil")
        self.banner = NoticeBanner(compact=True)
        self._facts = KeyValueGrid()
        self.amendments, self.devices = AmendmentsPart(work, wall), DevicesPart(work)
        self.correct.clicked.connect(self._correct_clicked)
        for part in (self.amendments, self.devices):
            part.wanted.connect(self._carry_out)
        self._lay_out()
        self.correct.hide()

    def question(self) -> Callable[[Reader], ShownContract | None]:
        return contract_question(self._contract_id, self._wall.clock.now())

    def show_answer(self, answer: ShownContract) -> None:
        self.name.setText(answer.contract.name)
        self._number.setText(answer.contract.number)
        self.correct.setVisible(answer.may_manage)
        self._facts.set_rows(contract_facts(answer))
        self.amendments.show_contract(answer)
        self.devices.show_contract(answer)

    def _carry_out(self, command: object) -> None:
        self.banner.dismiss()
        self._work.run_command(command, failed=self._refused)

    def _refused(self, error: Exception) -> None:
        self.banner.show_notice(notice_of(error))

    def _correct_clicked(self) -> None:
        if self._answer is not None:
            contract = self._answer.contract
            ContractForm(self._work, self._wall, contract.customer_id, self, Editing(contract)).open()

    def _lay_out(self) -> None:
        head, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self._number)
        head.addLayout(words, 1)
        head.addWidget(self.correct, 0, Qt.AlignmentFlag.AlignTop)
        scroll = ScrollColumn(spacing=SPACE.lg)
        for part in (self._facts, TranslatedLabel(N_("Amendments"), "strong"), self.amendments):
            scroll.body.addWidget(part)
        scroll.body.addWidget(TranslatedLabel(N_("Devices on its list"), "strong"))
        scroll.body.addWidget(self.devices)
        scroll.body.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.lg)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(scroll, 1)


class ContractDialog(Translated, QDialog):
    """One contract over the page."""

    def __init__(self, work: Work, wall: WallClock, contract_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.view = ContractView(work, wall, contract_id)
        close = Button(N_("Close"))
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.lg)
        column.setSpacing(SPACE.lg)
        column.addWidget(self.view, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(_SIZE)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(_("Contract"))
