"""The walk: where one is, what is scanned, what it turned out to be, and what can be done about it at once."""

from __future__ import annotations

from collections import deque
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from app.stocktakes.decision_commands import asking_to_register
from app.stocktakes.rules import DecisionKind, Spot
from app.stocktakes.scanning import AS_EXPECTED, Answer, Judged
from app.stocktakes.tables import Stocktake
from app.stocktakes.wording import ANSWER_TITLES, answer_detail
from ui.pages.scanning.camera_button import CameraButton
from ui.pages.stocktakes.reading import decide, judge, read_code
from ui.pages.stocktakes.wording import ANSWER_LOOKS
from ui.pages.wall_clock import WallClock
from ui.shell.error_presenter import notice_of
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.fields import LineField
from ui.widgets.form_row import FormRow
from ui.widgets.tones import Tone
from ui.widgets.translated import Translated
from ui.widgets.verdict_view import VerdictView
from ui.work.work import Work

_BEEP_MILLISECONDS = 180
_LONGEST_LINE = 500


class ScanCard(Translated, Card):
    """Takes one scan after the other: the next is judged when the one before it is written down.

    One beep says that nobody needs to look, two that somebody should.
    """

    room_named = Signal(object)
    """With the `Room` whose name was scanned."""
    room_entered = Signal(str)
    """With the name of another room than those of the list."""
    register_requested = Signal(str, object)
    """With what was scanned and is not known, and the `Spot` where."""
    label_requested = Signal(str)
    """With the id of a device that needs a new label."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__()
        self._work, self._wall = work, wall
        self._stocktake: Stocktake | None = None
        self._here = Spot()
        self._waiting: deque[tuple[Stocktake, str, Spot]] = deque()
        """What was scanned, for which stocktake and where: it is judged by that, whatever is chosen meanwhile."""
        self._judged: Judged | None = None
        self._failure: Exception | None = None
        self._outcome, self._needs_label = "", False
        self.room, self.field, self.camera = LineField(), LineField(), CameraButton(work, lasting=True)
        self.verdict = VerdictView()
        self.move_here = Button(N_("Move it here"), icon="map-pin", kind="primary")
        self.put_back = Button(N_("Put back into use"), icon="undo-2", kind="primary")
        self.register = Button(N_("Register it now…"), icon="plus", kind="primary")
        self.ask = Button(N_("Have it registered"), icon="clipboard-list")
        self.label = Button(N_("Print its new label…"), icon="qr-code", kind="primary")
        self._beep = QTimer(self, singleShot=True, interval=_BEEP_MILLISECONDS)
        self._beep.timeout.connect(QApplication.beep)
        for line in (self.room, self.field):
            line.setMaxLength(_LONGEST_LINE)
        self._connect()
        self._lay_out()
        self.setFocusProxy(self.field)
        self.retranslate()

    def show_stocktake(self, stocktake: Stocktake) -> None:
        """Scan for another stocktake."""
        if self._stocktake is None or stocktake.id != self._stocktake.id:
            self._judged, self._failure, self._outcome, self._needs_label = None, None, "", False
        self._stocktake = stocktake
        self._show()

    def go_to(self, site_id: str | None, place: str) -> None:
        """What is scanned from now on is here."""
        if self._stocktake is not None:
            self._here = Spot(site_id or self._stocktake.site_id, place, self._stocktake.department_id)

    def take_scanned(self, text: str) -> None:
        """Judge it as soon as those before it are done with."""
        if text.strip() and self._stocktake is not None:
            self._waiting.append((self._stocktake, text.strip(), self._here))
            if len(self._waiting) == 1:
                self._judge_next()

    def retranslate(self) -> None:
        self.room.setPlaceholderText(_("Room that is not in the list"))
        self._show()

    def _judge_next(self) -> None:
        if self._waiting:
            stocktake, text, here = self._waiting[0]
            self._work.run_query(partial(judge, stocktake.id, text, here), self._found, self._failed)

    def _found(self, judged: Judged) -> None:
        if judged.command is None:
            self._done(judged)
        else:
            self._work.run_command(judged.command, done=lambda _nothing: self._done(judged), failed=self._failed)

    def _done(self, judged: Judged) -> None:
        if self._waiting[0][0] == self._stocktake:  # nobody sees any more what was judged for the one before
            self._judged, self._failure, self._outcome, self._needs_label = judged, None, "", False
            self._show()
        QApplication.beep()
        if judged.answer not in AS_EXPECTED:
            self._beep.start()
        if judged.room is not None:
            self.room_named.emit(judged.room)
            self._waiting = deque((stocktake, text, self._here) for stocktake, text, _before in self._waiting)
        self._go_on()

    def _failed(self, error: Exception) -> None:
        self._tell_failure(error)
        self._go_on()

    def _tell_failure(self, error: Exception) -> None:
        """It stands there until the next scan, whatever else changes meanwhile."""
        self._judged, self._failure, self._outcome, self._needs_label = None, error, "", False
        self._show()

    def _go_on(self) -> None:
        if self._waiting:
            self._waiting.popleft()
        self._judge_next()

    def _show(self) -> None:
        judged = self._judged
        answer = judged.answer if judged and not self._outcome else None
        if self._outcome:
            self.verdict.show_verdict(Tone.OK, "circle-check", _("Done"), self._outcome)
        elif self._failure is not None:
            notice = notice_of(self._failure)
            self.verdict.show_verdict(Tone.BREACH, "octagon-alert", notice.sentence, notice.advice)
        elif judged is None:
            ready = _("Choose the room, then scan or type.")
            self.verdict.show_verdict(Tone.IDLE, "qr-code", _("Ready to scan"), ready)
        else:
            tone, icon = ANSWER_LOOKS[judged.answer]
            self.verdict.show_verdict(tone, icon, _(ANSWER_TITLES[judged.answer]), answer_detail(judged))
        self.move_here.setVisible(answer is not None and judged is not None and judged.may_move)
        self.put_back.setVisible(answer is Answer.GONE)
        for button in (self.register, self.ask):
            button.setVisible(answer is Answer.UNKNOWN)
        self.label.setVisible(self._needs_label)

    def _decide(self, kind: DecisionKind) -> None:
        """Do it to the device that was scanned last, and tell what became of it."""
        judged, stocktake = self._judged, self._stocktake
        if judged is not None and judged.asset is not None and stocktake is not None:
            asset, today = judged.asset, self._wall.today()
            question = partial(decide, stocktake.id, (asset.id,), kind, today, "")
            self._work.run_query(question, lambda commands: self._carry_out(commands, asset.id, asset.code))

    def _carry_out(self, commands: list[object], asset_id: str, code: str) -> None:
        def decided(_nothing: None) -> None:
            self._work.run_query(partial(read_code, asset_id), lambda now: self._decided(code, now))

        if commands:
            self._work.run_command(*commands, done=decided, failed=self._tell_failure)
        self.field.setFocus()

    def _decided(self, before: str, now: str) -> None:
        told = _("{code} is called {new_code} from now on; the old code leads to it. It needs a new label.")
        self._needs_label = now != before
        self._outcome = told.format(code=before, new_code=now) if self._needs_label else now
        self._show()

    def _move_clicked(self) -> None:
        self._decide(DecisionKind.MOVED)

    def _put_back_clicked(self) -> None:
        self._decide(DecisionKind.PUT_BACK)

    def _register_clicked(self) -> None:
        if self._judged is not None:
            self.register_requested.emit(self._judged.text, self._here)

    def _ask_clicked(self) -> None:
        if self._judged is not None and self._stocktake is not None:
            self._work.run_command(
                asking_to_register(self._stocktake, (self._judged.text,)), done=self._asked, failed=self._tell_failure
            )
            self.field.setFocus()

    def _asked(self, _nothing: None) -> None:
        self._outcome = _("A work order asks to register it.")
        self._show()

    def _label_clicked(self) -> None:
        if self._judged is not None and self._judged.asset is not None:
            self.label_requested.emit(self._judged.asset.id)

    def _entered(self) -> None:
        text = self.field.value()
        self.field.clear()
        self.take_scanned(text)

    def _room_entered(self) -> None:
        self.room_entered.emit(self.room.value())
        self.field.setFocus()

    def _connect(self) -> None:
        self.field.returnPressed.connect(self._entered)
        self.room.returnPressed.connect(self._room_entered)
        self.camera.scanned.connect(self.take_scanned)
        self.move_here.clicked.connect(self._move_clicked)
        self.put_back.clicked.connect(self._put_back_clicked)
        self.register.clicked.connect(self._register_clicked)
        self.ask.clicked.connect(self._ask_clicked)
        self.label.clicked.connect(self._label_clicked)

    def _lay_out(self) -> None:
        line, buttons, scanned = QHBoxLayout(), QHBoxLayout(), QWidget()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.field, 1)
        line.addWidget(self.camera)
        scanned.setLayout(line)
        for button in (self.move_here, self.put_back, self.register, self.ask, self.label):
            buttons.addWidget(button)
        buttons.addStretch()
        rows = QVBoxLayout()
        rows.setSpacing(SPACE.sm)
        rows.addWidget(FormRow(N_("Scan or type, device after device"), scanned))
        rows.addWidget(self.verdict)
        rows.addLayout(buttons)
        rows.addWidget(self.room)
        self.body.addLayout(rows)
