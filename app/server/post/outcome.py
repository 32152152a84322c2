"""What can become of a message that is handed to somebody who carries it."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation.errors import Trouble
from app.storage.troubles import blames_data
from app.storage.units import Contended


class NotTaken(Exception):
    """One message was not taken; `for_good` where it never will be. `detail` holds nothing secret."""

    def __init__(self, detail: str, *, for_good: bool) -> None:
        super().__init__(detail)
        self.detail = detail
        self.for_good = for_good


class WayClosed(Exception):
    """Nothing can be sent this way just now: nobody answers there, or we are not let in."""


def blames_mail(error: Exception) -> bool:
    """Whether it is because of what stands in a mail, and not of this machine, where trying again may do."""
    if isinstance(error, sa.exc.DBAPIError):
        return blames_data(error)
    return not isinstance(error, (Trouble, Contended, MemoryError))
