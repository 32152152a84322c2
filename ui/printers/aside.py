"""A call in a process of its own, which is ended where it hangs or nobody wants it any more."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from app.foundation.errors import PaigongError, Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_
from ui.work.processes import end_with_parent

T = TypeVar("T")

_ASKING_SECONDS = 0.05


def aside(
    function: Callable[..., T],
    *arguments: object,
    patience_seconds: float,
    is_unwanted: Callable[[], bool] = lambda: False,
) -> T:
    """Call a function of the top of a module in another process; everything that passes can be pickled.

    :raises Trouble: ``printing_hangs``, ``printing_broke_off``, ``printing_given_up``; what the function raises
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(there, function, arguments), daemon=True)
    process.start()
    there.close()
    try:
        _wait(here, patience_seconds, is_unwanted)
        answer: T | PaigongError = here.recv()
    except (EOFError, ConnectionError) as error:
        raise Trouble("printing_broke_off") from error
    finally:
        process.kill()
        process.join()
        here.close()
    if isinstance(answer, PaigongError):
        raise answer
    return answer


def _wait(connection: Connection, patience_seconds: float, is_unwanted: Callable[[], bool]) -> None:
    until = time.monotonic() + patience_seconds
    while not connection.poll(_ASKING_SECONDS):
        if is_unwanted():
            raise Trouble("printing_given_up")
        if time.monotonic() > until:
            raise Trouble("printing_hangs", seconds=f"{patience_seconds:g}")


def _answer(connection: Connection, function: Callable[..., object], arguments: tuple[object, ...]) -> None:
    end_with_parent()
    try:
        connection.send(function(*arguments))
    except PaigongError as error:
        connection.send(error)


declare(
    {
        "printing_hangs": N_(
            "The printing system of this computer did not answer within {seconds} seconds. Look whether anything came "
            "out, restart the printer, and print again."
        ),
        "printing_broke_off": N_(
            "The driver of the printer broke off. Look whether anything came out; then print again, or as a PDF."
        ),
        "printing_given_up": N_("Printing was given up. Look whether anything came out before you print again."),
    }
)
