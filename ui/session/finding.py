"""Finding orders, customers and devices from the command palette."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ui.pages.wall_clock import WallClock
from ui.shell.palette import CommandPalette, PaletteEntry
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_AFTER_TYPING_MILLISECONDS = 80
_MOST_OF_A_KIND = 6

ORDER, ASSET, CUSTOMER = "found:workorders:", "found:assets:", "found:directory:"


class Finding(QObject):
    """Answers what is typed into the palette with records; a newer question drops the older."""

    record_chosen = Signal(str, str)
    """With the page that shows it and the record's id."""

    def __init__(self, palette: CommandPalette, work: Work, wall_clock: WallClock) -> None:
        super().__init__(palette)
        self._palette = palette
        self._work = work
        self._wall_clock = wall_clock
        self._text = ""
        self._asked: Reply | None = None
        self._typing = QTimer(self, singleShot=True, interval=_AFTER_TYPING_MILLISECONDS)
        self._typing.timeout.connect(self._ask)
        palette.query_changed.connect(self._query_changed)

    def open_record(self, key: str) -> None:
        """Tell which record the palette's entry `key` stands for; other entries are none of ours."""
        kind, _colon, rest = key.partition(":")
        page, _colon, record_id = rest.partition(":")
        if kind == "found":
            self.record_chosen.emit(page, record_id)

    def _query_changed(self, text: str) -> None:
        self._text = text
        if self._asked is not None:
            self._asked.cancel()
        if text:
            self._typing.start()
        else:
            self._typing.stop()

    def _ask(self) -> None:
        self._asked = self._work.run_query(
            partial(find_records, self._text, self._wall_clock.now()), self._palette.set_results
        )


def find_records(text: str, at: datetime, reader: Reader) -> tuple[PaletteEntry, ...]:
    """The orders, devices and customers that `text` finds, ready to be shown."""
    from app.assets.queries import search_assets
    from app.directory.queries import customers_found
    from app.workorders.queries.listing import search_orders

    orders = search_orders(reader, text, at, _MOST_OF_A_KIND)
    assets = search_assets(reader, text, _MOST_OF_A_KIND)
    customers = customers_found(reader, text)[:_MOST_OF_A_KIND]
    return (
        *(PaletteEntry(ORDER + each.id, "clipboard-list", each.title, detail=each.number) for each in orders),
        *(PaletteEntry(ASSET + each.id, "server", each.name, detail=each.code) for each in assets),
        *(PaletteEntry(CUSTOMER + each.id, "building-2", each.name) for each in customers),
    )
