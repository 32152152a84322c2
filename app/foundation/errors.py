"""The one tree of errors that people are told about.

What is not in this tree is a bug of ours and is shown as such. An error carries a code and parameters, never a
sentence: the sentence is made where it is shown, in the reader's language (`app.foundation.sentences`).
"""

from __future__ import annotations

from collections.abc import Callable


class PaigongError(Exception):
    """Something a person must be told, as a code and its parameters."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({details})"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.code, self.params)


class Rejection(PaigongError):
    """A rule says no to what somebody meant to do."""


class Trouble(PaigongError):
    """The environment did wrong: a file, a disk, a key, the network, a server."""


def do_all(*steps: Callable[[], object]) -> None:
    """Do every step, whatever becomes of the others.

    :raises Trouble: the first one that came
    """
    troubles = []
    for step in steps:
        try:
            step()
        except Trouble as trouble:
            troubles.append(trouble)
    if troubles:
        raise troubles[0]


def _rebuild(kind: type[PaigongError], code: str, params: dict[str, object]) -> PaigongError:
    return kind(code, **params)
