"""A connection to an SQLCipher file beside the store's own: for copies, checks, and what can still be read of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from app.foundation.errors import Trouble
from app.storage.troubles import code_of


@contextmanager
def connected(path: Path, key: bytes) -> Iterator[Any]:
    """A connection that reads; nothing is made where there is no file.

    :raises Trouble: what the database does wrong, as everywhere (``workspace_key_wrong``, ``disk_full`` …)
    """
    from sqlcipher3 import dbapi2

    try:
        with closing(dbapi2.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)) as opened:
            opened.execute("PRAGMA cipher_log_level = NONE")
            opened.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            opened.execute("PRAGMA temp_store = MEMORY")
            yield opened
    except dbapi2.Error as error:
        raise Trouble(code_of(str(error)) or "workspace_damaged", path=str(path), detail=str(error)) from error
