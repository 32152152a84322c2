"""Files that are dropped on a part of the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget


class FilesDrop(QObject):
    """Lets files of this computer be dropped on `target`, as many as one likes, and tells their paths."""

    files_dropped = Signal(list)

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def takes(self, paths: list[Path]) -> bool:
        """Whether these may be dropped together."""
        return bool(paths)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in {QEvent.Type.DragEnter, QEvent.Type.Drop} or not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        paths = local_paths(event.mimeData())
        if not self.takes(paths):
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.files_dropped.emit(paths)
        return True


class FileDrop(FilesDrop):
    """Lets one file be dropped on `target` and tells its path."""

    file_dropped = Signal(str)

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        self.files_dropped.connect(self._dropped)

    def takes(self, paths: list[Path]) -> bool:
        return len(paths) == 1

    def _dropped(self, paths: list[Path]) -> None:
        self.file_dropped.emit(str(paths[0]))


def local_paths(data: QMimeData) -> list[Path]:
    """The files on this computer that are being dragged, or were copied."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
