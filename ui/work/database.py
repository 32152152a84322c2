"""The threads that may touch the database: one that writes, and a few that read beside it.

Nothing here imports the database's code before the writer's thread opens the workspace: the window paints first.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from app.files.vault import Vault
    from app.storage.elsewhere import ChangesElsewhere
    from app.storage.runner import CommandRunner
    from app.storage.store import Store
    from app.storage.units import Changes, Reader, UnitOfWork

T = TypeVar("T")
Job = Callable[["UnitOfWork"], object]
"""Writes rows that never leave this workspace."""

_log = logging.getLogger(__name__)
_FIRST_ANSWERS_SECONDS = 1.0
"""So long loading waits at most for what is read first: together they would take turns, and both take longer."""
_READERS = 3
"""A slow count keeps neither the list nor the detail beside it waiting."""


class OpenWorkspace(Protocol):
    """What `app.bootstrap` opens."""

    @property
    def store(self) -> Store: ...

    @property
    def runner(self) -> CommandRunner: ...

    @property
    def vault(self) -> Vault: ...

    def close(self) -> None: ...


class Question(Generic[T]):
    """A question to the database, which can be interrupted while it is being answered."""

    def __init__(self, ask: Callable[[Reader], T]) -> None:
        self._ask = ask
        self._lock = threading.Lock()
        self._connection: Any = None
        self._given_up = False

    def answer(self, store: Store) -> T:
        """The answer, from one snapshot; a `CancelledError` where nobody waits for it."""
        with store.read() as reader:
            self._begin(reader.connection.connection.driver_connection)
            try:
                return self._ask(reader)
            except Exception as error:
                if self._given_up:
                    raise CancelledError from error
                raise
            finally:
                self._end()

    def give_up(self) -> None:
        """Interrupt the database at work on it, or never let it begin."""
        with self._lock:
            self._given_up = True
            if self._connection is not None:
                self._connection.interrupt()

    def _begin(self, connection: Any) -> None:
        with self._lock:
            if self._given_up:
                raise CancelledError
            self._connection = connection

    def _end(self) -> None:
        with self._lock:
            self._connection = None


class Database:
    """Runs jobs in its threads and returns futures. Made, used and closed in the GUI thread."""

    def __init__(
        self,
        open_workspace: Callable[[], OpenWorkspace],
        heard: Callable[[Changes], None],
        get_ready: Callable[[], object] = bool,
    ) -> None:
        """`heard` is called with the changes after every commit, in the thread that committed.

        `get_ready` is called in the writer's thread once the workspace is open and the readers have answered what was
        asked until then: it loads what only changes need.
        """
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(_READERS, "reader")
        self._watcher = ThreadPoolExecutor(1, "watcher")
        self._opening: Future[OpenWorkspace] = Future()
        self._open_workspace = open_workspace
        self._heard = heard
        self._get_ready = get_ready
        self._elsewhere: ChangesElsewhere | None = None
        self._asked: dict[Future[Any], Question[Any]] = {}

    def open(self) -> Future[OpenWorkspace]:
        """Open the workspace; whatever else is asked for waits until it is open, and is dropped where it fails.

        Where it failed it can be tried again, once what stood in the way is mended.
        """
        if self._opening.done():
            self._opening = Future()
        self._writer.submit(self._open)
        return self._opening

    @property
    def vault(self) -> Vault:
        """The contents of the workspace's files; only once it is open."""
        return self._workspace().vault

    def ready(self) -> Future[None]:
        """Done when whatever the writer was given before is done, opening the workspace first of all."""
        return self._writer.submit(lambda: None)

    def run(self, *commands: object, and_write: Job | None = None) -> Future[None]:
        """Carry commands out, all or none; `and_write` is done in the same transaction."""
        return self._writer.submit(self._run, commands, and_write)

    def write(self, job: Callable[[UnitOfWork], T]) -> Future[T]:
        """Write rows that never leave this workspace, in one transaction."""
        return self._writer.submit(self._write, job)

    def ask(self, question: Question[T]) -> Future[T]:
        """Answer a question beside the writer."""
        future = self._readers.submit(self._answer, question)
        self._asked[future] = question
        future.add_done_callback(self._asked.pop)
        return future

    def look_elsewhere(self) -> Future[None]:
        """Let `heard` know where another process has changed the workspace since the last look."""
        return self._watcher.submit(self._look_elsewhere)

    def close(self) -> None:
        """Carry out what was given, drop what was asked, and close the workspace when every thread has ended."""
        self._opening.cancel()
        for question in tuple(self._asked.values()):
            question.give_up()
        self._readers.shutdown(cancel_futures=True)
        self._watcher.submit(self._stop_watching)
        self._watcher.shutdown()
        self._writer.submit(self._close)
        self._writer.shutdown()

    def _open(self) -> None:
        if not self._opening.set_running_or_notify_cancel():
            return
        try:
            workspace = self._open_workspace()
            self._listen(workspace.store)
        except Exception as error:  # noqa: BLE001 - whoever waits for the opening is told
            self._opening.set_exception(error)
        else:
            self._opening.set_result(workspace)
            wait(tuple(self._asked), _FIRST_ANSWERS_SECONDS)
            self._prepare_changes()

    def _prepare_changes(self) -> None:
        try:
            self._get_ready()
        except Exception:  # noqa: BLE001 - reading goes on, and each change will say what is wrong
            _log.exception("the workspace is open for reading, but did not get ready for changes")

    def _listen(self, store: Store) -> None:
        """Hear of every change from now on, before anybody has read what may be changed."""
        from app.storage.elsewhere import ChangesElsewhere

        store.listen(self._heard)
        self._elsewhere = ChangesElsewhere(store)

    def _workspace(self) -> OpenWorkspace:
        """The workspace, as soon as it is open; a `CancelledError` where it never will be."""
        if self._opening.exception() is not None:
            raise CancelledError
        return self._opening.result()

    def _run(self, commands: tuple[object, ...], and_write: Job | None) -> None:
        workspace = self._workspace()

        def run(unit: UnitOfWork) -> None:
            workspace.runner.run_in(unit, *commands)
            if and_write is not None:
                and_write(unit)

        workspace.store.write(run)

    def _write(self, job: Callable[[UnitOfWork], T]) -> T:
        return self._workspace().store.write(job)

    def _answer(self, question: Question[T]) -> T:
        return question.answer(self._workspace().store)

    def _look_elsewhere(self) -> None:
        from app.storage.elsewhere import UnknownChanges

        if self._elsewhere is not None and self._elsewhere.look():
            self._heard(UnknownChanges())

    def _stop_watching(self) -> None:
        if self._elsewhere is not None:
            self._elsewhere.close()

    def _close(self) -> None:
        if not self._opening.cancelled() and self._opening.exception() is None:
            self._opening.result().close()
