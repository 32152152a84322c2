"""Processes for what computes: a busy Python thread beside the window makes it stutter."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

T = TypeVar("T")

_PROCESSES = 2


class Processes:
    """Makes its processes when the first job comes; they begin clean, without what this one holds (`spawn`)."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    @property
    def is_running(self) -> bool:
        """Whether there are processes."""
        return self._pool is not None

    def submit(self, function: Callable[..., T], *arguments: object) -> Future[T]:
        """Call `function` there; it stands at the top of a module, and everything that passes can be pickled."""
        if self._pool is None:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(_PROCESSES, multiprocessing.get_context("spawn"), end_with_parent)
        return self._pool.submit(function, *arguments)

    def close(self) -> None:
        """End the processes after what they are at."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def end_with_parent() -> None:
    """Let this process end when the one that made it does, however that ended."""
    threading.Thread(target=_wait_for_parent, name="parent watch", daemon=True).start()


def _wait_for_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
