"""A window in a process of its own, for tests that kill it: ``python -m tests.ui.driven_window HOME``.

Each line of standard input is a JSON list: a method of the desk, and what it is given. The line is repeated on
standard output when that is done and what it waits for was seen. At the end of the input the window is closed.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.foundation.clock import SystemClock
from app.foundation.home import Home
from app.storage.drafts import read_draft
from tests.ui.hands import CTRL
from tests.ui.session.desk import PATIENCE_MILLISECONDS, Desk

_LOOKING_MILLISECONDS = 5


class DrivenDesk(Desk):
    """What can be asked for beside what every desk does."""

    def begin_order(self) -> None:
        self.press_keys(Qt.Key.Key_N, CTRL)
        self.form()

    def see_button(self, text: str) -> None:
        self.until(lambda: any(button.isEnabled() for button in self.buttons(text)))

    def see_no_button(self, text: str) -> None:
        self.until(lambda: not self.buttons(text))

    def see_words(self, text: str) -> None:
        self.until(lambda: text in self.said)

    def see_field(self, name: str, text: str) -> None:
        self.form()
        self.until(lambda: self.text_in(name) == text)

    def see_form_closed(self) -> None:
        """A form closes when its command was carried out."""
        self.until(lambda: QApplication.activeModalWidget() is None)

    def see_kept(self, draft_id: str, field: str, text: str) -> None:
        """Wait until what stands in a form was written to the disk."""
        self.until(lambda: self._kept(draft_id).get(field) == text)

    def synchronise(self) -> None:
        self.press_keys(Qt.Key.Key_F5)
        self.until(lambda: "Synced" in self.status and "waiting" not in self.status)

    def _kept(self, draft_id: str) -> dict[str, str]:
        workspace = self.application.beginning.workspace
        assert workspace is not None
        with workspace.store.read() as reader:
            draft = read_draft(reader, draft_id)
        return draft.fields if draft is not None else {}


def wait(seen: Callable[[], bool]) -> None:
    """Let the window live until something is seen."""
    loop, looking = QEventLoop(), QTimer(interval=_LOOKING_MILLISECONDS)
    ends_at = time.monotonic() + PATIENCE_MILLISECONDS / 1000
    looking.timeout.connect(lambda: loop.quit() if seen() or time.monotonic() > ends_at else None)
    looking.start()
    loop.exec()
    if time.monotonic() > ends_at:
        raise TimeoutError


def main(home: Home) -> None:
    qt = QApplication(["driven"])
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(lines,), daemon=True).start()
    desk = DrivenDesk(wait, home, SystemClock())
    desk.open()
    desk.until_at_work()
    print("at work", flush=True)
    while line := _next(lines):
        what, *with_what = json.loads(line)
        getattr(desk, what)(*with_what)
        print(line, end="", flush=True)
    desk.leave()
    qt.quit()


def _read(lines: queue.SimpleQueue[str]) -> None:
    while line := sys.stdin.readline():
        lines.put(line)
    lines.put("")


def _next(lines: queue.SimpleQueue[str]) -> str:
    """The next line, empty at the end; the window lives while nobody says anything."""
    wait(lambda: not lines.empty())
    return lines.get()


if __name__ == "__main__":
    main(Home(Path(sys.argv[1])))
