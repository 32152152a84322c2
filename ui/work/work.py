"""The bridge off the GUI thread: run a command, ask the database, hear about changes.

There are three places to work in: the database (`database.py`), the network (`network.py`), and processes for what
computes (`processes.py`). Beside them a thread keeps the workspace safe: passwords, backups, checks. Whatever comes
back comes by a signal in the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from ui.work.database import Database, Job, OpenWorkspace, Question
from ui.work.network import Network
from ui.work.processes import Processes
from ui.work.reply import Replies, Reply

if TYPE_CHECKING:
    from app.files.vault import Vault
    from app.storage.units import Changes, Reader, UnitOfWork

T = TypeVar("T")
Done = Callable[[T], object] | None
Failed = Callable[[Exception], object] | None

_GATHERING_MILLISECONDS = 50
"""Changes that come within this time are announced as one."""
_KEEPERS = 2
"""A password is tried while a backup is being made."""
_LOOKING_MILLISECONDS = 400
"""How often we look for changes of other processes: with gathering and reading they show within a second."""


class Work(QObject):
    """Everything that the window does off its own thread, for one workspace.

    Each job returns a `Reply`. `done` and `failed` are bound methods of a QObject, so that they are forgotten with it;
    what fails without anybody to hear it is told by the signal `failed`.
    """

    changes_applied = Signal(object)
    """With the `Changes`: of this process with their ids, of another one as unknown."""
    failed = Signal(object)
    closing = Signal()
    """The last moment to give a command or keep a draft."""
    _heard = Signal(object)

    def __init__(
        self,
        open_workspace: Callable[[], OpenWorkspace],
        parent: QObject | None = None,
        get_ready: Callable[[], object] = bool,
    ) -> None:
        """`get_ready` loads what only changes need, in the writer's thread, after the first lists were read."""
        super().__init__(parent)
        self.network = Network(self)
        self._replies = Replies(self)
        self._database = Database(open_workspace, self._hear, get_ready)
        self._processes = Processes()
        self._keepers = ThreadPoolExecutor(_KEEPERS, "keeper")
        self._gathered: list[Changes] = []
        self._heard.connect(self._gather)
        self._announcing = QTimer(self, singleShot=True, interval=_GATHERING_MILLISECONDS)
        self._announcing.timeout.connect(self._announce)
        self._looking = QTimer(self, interval=_LOOKING_MILLISECONDS)
        self._looking.timeout.connect(self._look_elsewhere)
        self._look: Future[None] | None = None
        self._is_closed = False

    @property
    def vault(self) -> Vault:
        """The contents of the workspace's files; only once it is open."""
        return self._database.vault

    def start(self, done: Done[OpenWorkspace] = None, failed: Failed = None) -> Reply:
        """Open the workspace after the first paint, again where it failed. Questions asked before are answered then."""
        reply = self._expect(self._database.open(), done, failed)
        reply.succeeded.connect(self._looking.start)
        return reply

    def when_ready(self, done: Done[None]) -> Reply:
        """Tell when the workspace is open and everything is loaded that changes need."""
        return self._expect(self._database.ready(), done, None)

    def run_command(
        self, *commands: object, and_write: Job | None = None, done: Done[None] = None, failed: Failed = None
    ) -> Reply:
        """Carry commands out, all or none, after those given before. Once given they are done, whoever still waits.

        `and_write` is done with them or not at all: a form's draft goes in the moment in which its command is there.
        """
        return self._expect(self._database.run(*commands, and_write=and_write), done, failed)

    def run_query(self, question: Callable[[Reader], T], done: Done[T] = None, failed: Failed = None) -> Reply:
        """Ask the database; cancelling the reply interrupts it."""
        asked = Question(question)
        return self._expect(self._database.ask(asked), done, failed, asked.give_up)

    def write(self, job: Callable[[UnitOfWork], T], done: Done[T] = None, failed: Failed = None) -> Reply:
        """Write rows that never leave this workspace (drafts); everything else is a command."""
        return self._expect(self._database.write(job), done, failed)

    def call_network(self, job: Callable[[], T], done: Done[T] = None, failed: Failed = None) -> Reply:
        """Do a single job in the network's thread."""
        future = self.network.call(job)
        return self._expect(future, done, failed, future.cancel)

    def compute(
        self, function: Callable[..., T], *arguments: object, done: Done[T] = None, failed: Failed = None
    ) -> Reply:
        """Call a top-level function in another process."""
        future = self._processes.submit(function, *arguments)
        return self._expect(future, done, failed, future.cancel)

    def keep_safe(self, job: Callable[[], T], done: Done[T] = None, failed: Failed = None) -> Reply:
        """Do what keeps the workspace safe and mostly waits for the disk, beside everything else."""
        future = self._keepers.submit(job)
        return self._expect(future, done, failed, future.cancel)

    def close(self) -> None:
        """Carry out what was given and end every thread and process; returns when that is done."""
        if self._is_closed:
            return
        self.closing.emit()
        self._is_closed = True
        self._looking.stop()
        self._announcing.stop()
        self._replies.forget()
        self.network.close()
        self._processes.close()
        self._keepers.shutdown(cancel_futures=True)
        self._database.close()

    def _expect(
        self, future: Future[T], done: Done[T], failed: Failed, give_up: Callable[[], object] | None = None
    ) -> Reply:
        reply = self._replies.expect(future, give_up)
        if done is not None:
            reply.succeeded.connect(done)
        reply.failed.connect(failed if failed is not None else self.failed)
        return reply

    def _hear(self, changes: Changes) -> None:
        """Called in whichever thread has committed."""
        if not self._is_closed:
            self._heard.emit(changes)

    def _gather(self, changes: Changes) -> None:
        self._gathered.append(changes)
        if not self._announcing.isActive() and not self._is_closed:
            self._announcing.start()

    def _announce(self) -> None:
        from app.storage.elsewhere import together

        gathered, self._gathered = self._gathered, []
        self.changes_applied.emit(together(gathered))

    def _look_elsewhere(self) -> None:
        if self._look is None or self._look.done():
            self._look = self._database.look_elsewhere()
            self._expect(self._look, None, self._stop_looking)

    def _stop_looking(self, error: Exception) -> None:
        self._looking.stop()
        self.failed.emit(error)
