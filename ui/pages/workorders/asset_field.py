"""A device, given by the code on its label."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.foundation.translation import N_
from ui.pages.workorders.looked_up_field import LookedUpField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.tables import Asset
    from app.storage.units import Reader


class AssetField(LookedUpField):
    """Takes a code that a device carries or once did, and says which device that is."""

    def __init__(self, work: Work, customer_id: Callable[[], str]) -> None:
        super().__init__(work, customer_id, N_("KJC-COM-1234"))

    @property
    def asset_id(self) -> str | None:
        """The device that was found."""
        return self._found.id if self._found is not None else None

    def question(self, text: str, customer_id: str) -> Callable[[Reader], Asset | None]:
        return partial(_find, text, customer_id)

    def words(self, found: Asset) -> str:
        return found.name


def _find(code: str, customer_id: str, reader: Reader) -> Asset | None:
    from app.assets.queries import assets_with_code

    found = assets_with_code(reader, code, customer_id or None)
    return found[0] if len(found) == 1 else None
