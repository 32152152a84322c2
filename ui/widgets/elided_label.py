"""A text on one line that gives way where there is no room."""

from __future__ import annotations

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from ui.widgets.labels import Label, Role


def plain_tool_tip(text: str) -> str:
    """`text` for a tool tip, where Qt would take whatever looks like HTML for HTML."""
    return f"<p>{html.escape(text).replace(chr(10), '<br>')}</p>" if text else ""


class ElidedLabel(Label):
    """Shows as much of its text as fits, and all of it in a tool tip."""

    def __init__(self, text: str = "", role: Role = "body") -> None:
        super().__init__("", role)
        self.show_text(text)

    def show_text(self, text: str, tool_tip: str = "") -> None:
        """Show another text; `tool_tip` says more than the text itself."""
        self.setText(text)
        self.setToolTip(plain_tool_tip(tool_tip or text))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
