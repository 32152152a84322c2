"""Which fields stand on a label, in which order, and which of them stand out."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from app.labels.rules.designs import LABEL_FIELD_NAMES, Design, LabelField
from ui.theme.tokens import SPACE
from ui.widgets.card import Card
from ui.widgets.fields import ChoiceField
from ui.widgets.tool_button import ToolButton
from ui.widgets.translated import Translated

_ROWS_HEIGHT, _ROW_HEIGHT = 226, 28
_FIELD, _LOOK = int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.UserRole) + 1
_ALT = Qt.KeyboardModifier.AltModifier
_STEPS = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}


class Look(StrEnum):
    """How a field stands on a label."""

    PLAIN = "plain"
    BOLD = "bold"
    HEADING = "heading"


LOOK_NAMES = {Look.PLAIN: N_("Plain"), Look.BOLD: N_("Bold"), Look.HEADING: N_("Heading")}


class FactsField(Translated, QWidget):
    """All fields, those that stand on the label ticked: Space ticks, Alt and an arrow move, the choice sets a look.

    Its value are the ticked ones in their order, each with its look.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows = QListWidget()
        self.look = ChoiceField()
        self.up, self.down = ToolButton("chevron-up", N_("Further up")), ToolButton("chevron-down", N_("Further down"))
        self.rows.setFixedHeight(_ROWS_HEIGHT)
        self.rows.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.rows.installEventFilter(self)
        self.rows.itemChanged.connect(self.edited)
        self.rows.model().rowsMoved.connect(self.edited)
        self.rows.currentItemChanged.connect(self._marked)
        self.look.activated.connect(self._look_chosen)
        self.up.clicked.connect(lambda: self.move_marked(-1))
        self.down.clicked.connect(lambda: self.move_marked(1))
        card, below, column = Card(margin=1, spacing=0), QHBoxLayout(), QVBoxLayout(self)
        card.body.addWidget(self.rows)
        below.setSpacing(SPACE.sm)
        below.addWidget(self.up)
        below.addWidget(self.down)
        below.addWidget(self.look, 1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.sm)
        column.addWidget(card)
        column.addLayout(below)
        self.setFocusProxy(self.rows)
        self.set_value("")

    def show_design(self, design: Design) -> None:
        """Show what stands on a design, headings first."""
        looks = dict.fromkeys(design.heading, Look.HEADING)
        looks |= {field: Look.BOLD if field in design.bold else Look.PLAIN for field in design.facts}
        self.set_value(" ".join(f"{field}:{look}" for field, look in looks.items()))

    @property
    def looks(self) -> dict[LabelField, Look]:
        """What stands on the label, in order."""
        items = (self.rows.item(row) for row in range(self.rows.count()))
        ticked = (item for item in items if item.checkState() is Qt.CheckState.Checked)
        return {LabelField(item.data(_FIELD)): Look(item.data(_LOOK)) for item in ticked}

    def value(self) -> str:
        return " ".join(f"{field}:{look}" for field, look in self.looks.items())

    def set_value(self, value: str) -> None:
        """Show these ticked, the others below them."""
        looks = dict(part.split(":", 1) for part in value.split())
        others = [field for field in LabelField if field not in looks]
        marked = self.rows.currentRow()
        self.rows.blockSignals(True)
        self.rows.clear()
        for field in (*map(LabelField, looks), *others):
            item = QListWidgetItem(self.rows)
            item.setData(_FIELD, str(field))
            item.setData(_LOOK, looks.get(field, Look.PLAIN))
            item.setCheckState(Qt.CheckState.Checked if field in looks else Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
        self.rows.setCurrentRow(max(0, marked))
        self.rows.blockSignals(False)
        self.retranslate()
        self.edited.emit()

    def retranslate(self) -> None:
        self.rows.blockSignals(True)
        for row in range(self.rows.count()):
            item = self.rows.item(row)
            look, name = Look(item.data(_LOOK)), _(LABEL_FIELD_NAMES[LabelField(item.data(_FIELD))])
            item.setText(name if look is Look.PLAIN else f"{name} · {_(LOOK_NAMES[look])}")
        self.rows.blockSignals(False)
        self.look.set_choices(tuple((look, _(name)) for look, name in LOOK_NAMES.items()))
        self.rows.setAccessibleName(_("What stands on it"))
        self.look.setAccessibleName(_("Look of the marked field"))
        self._marked()

    def move_marked(self, step: int) -> None:
        """Move the marked field up (-1) or down (1)."""
        row = self.rows.currentRow()
        if 0 <= row + step < self.rows.count():
            item = self.rows.takeItem(row)
            self.rows.insertItem(row + step, item)
            self.rows.setCurrentRow(row + step)
            self.edited.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(event.key())
            if step is not None and event.modifiers() & _ALT:
                self.move_marked(step)
                return True
        return super().eventFilter(watched, event)

    def _marked(self) -> None:
        item = self.rows.currentItem()
        if item is not None:
            self.look.set_value(item.data(_LOOK))

    def _look_chosen(self) -> None:
        """What gets a look stands on the label."""
        item = self.rows.currentItem()
        if item is not None:
            item.setData(_LOOK, self.look.value())
            item.setCheckState(Qt.CheckState.Checked)
            self.retranslate()
            self.edited.emit()
