"""The floor of a cold start: an empty window of PySide6, with SQLAlchemy imported, that tells when it was painted."""

from __future__ import annotations

import sys

import sqlalchemy  # noqa: F401 - part of what is measured
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class EmptyWindow(QMainWindow):
    """Tells on standard output when it was painted, and closes."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self._tell)

    def _tell(self) -> None:
        print("painted", flush=True)
        self.close()


def main() -> int:
    qt = QApplication(sys.argv)
    window = EmptyWindow()
    window.resize(1280, 800)
    window.show()
    return qt.exec()


if __name__ == "__main__":
    sys.exit(main())
