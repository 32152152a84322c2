"""The server's half of history: say how the chain ends, and what stood where a laptop remembers its end."""

from __future__ import annotations

import logging

from app.audit.chain import head_of, link_at
from app.foundation.logging import log_event
from app.storage.units import Reader
from app.sync.history.wire import HistoryHead, RememberedHead

_log = logging.getLogger(__name__)


def history_head(reader: Reader, asked: RememberedHead) -> HistoryHead:
    """Where the chain ends, from the snapshot that a page is made of."""
    if asked.doubted:
        log_event(_log, "a device found the history to be another one", level=logging.ERROR, sequence=asked.sequence)
    head = head_of(reader)
    return HistoryHead(sequence=head.sequence, link=head.link, remembered=link_at(reader, asked.sequence))
