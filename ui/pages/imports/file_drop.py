"""Files that are dropped on a part of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrop(QObject):
    """Lets one file be dropped on `target` and tells its path."""

    file_dropped = Signal(str)

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in {QEvent.Type.DragEnter, QEvent.Type.Drop} or not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        path = _only_file(event.mimeData())
        if not path:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.file_dropped.emit(path)
        return True


def _only_file(data: QMimeData) -> str:
    """The path of the one file on this computer that is being dragged; empty for anything else."""
    urls = data.urls()
    return urls[0].toLocalFile() if len(urls) == 1 else ""
