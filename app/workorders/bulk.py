"""One step for many orders: each its own command, and each its own verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.foundation.errors import PaigongError, Rejection

if TYPE_CHECKING:  # a window's first list is painted before any of this is loaded
    from app.storage.runner import CommandRunner


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one order's command; `refused` is why it was not done."""

    order_id: str
    refused: PaigongError | None


def run_each(runner: CommandRunner, commands: Iterable[tuple[str, object]]) -> Iterator[Verdict]:
    """Carry out the command of each order, whatever becomes of the others; `commands` names the order's id with it.

    :raises Trouble: the workspace cannot be written to; what was done before that stands
    """
    for order_id, command in commands:
        try:
            runner.run(command)
        except Rejection as refused:
            yield Verdict(order_id, refused)
        else:
            yield Verdict(order_id, None)
