"""The list of bugs that the fleet must notice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Bug = Callable[[pytest.MonkeyPatch], None]

BUGS: dict[str, Bug] = {}
"""By what they do wrong."""

NOTICED_BY: dict[str, int] = {}
"""The seed that is tried first: it noticed the bug when somebody last looked."""


def bug(wrong: str, noticed_by: int = 0) -> Callable[[Bug], Bug]:
    """Declare a function to put a bug into the product, until the patch is undone."""

    def keep(made: Bug) -> Bug:
        BUGS[wrong], NOTICED_BY[wrong] = made, noticed_by
        return made

    return keep
