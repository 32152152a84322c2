"""Whether the server can work: what a load balancer and an operator ask."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from app.files.contents import Contents
from app.foundation.errors import PaigongError
from app.server.authority import Server
from app.storage.migration import current_revision, newest_revision

LEAST_FREE_BYTES = 64 * 1024 * 1024
"""On the disk of the database; with less the next commits may fail."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Health:
    """Each part is ``ok``, or a word that says what is wrong.

    Without a place for `files` everything but them goes on, so a load balancer is not to turn laptops away.
    """

    database: str
    migrations: str
    disk: str
    files: str

    @property
    def ready(self) -> bool:
        """Whether laptops can be served."""
        return {self.database, self.migrations, self.disk} == {"ok"}

    def as_json(self) -> dict[str, str]:
        """As it is told."""
        status = "failing" if not self.ready else "ok" if self.files == "ok" else "limited"
        return {"status": status, **asdict(self)}


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def health_of(server: Server, free_bytes: Callable[[Path], int] = _free_bytes) -> Health:
    """How the server stands just now. The disk of a PostgreSQL server is not ours to look at."""
    try:
        with server.store.read() as reader:
            revision = current_revision(reader.connection)
    except PaigongError as error:
        _log.error("not ready", exc_info=error)
        return Health(database="unreachable", migrations="unknown", disk="unknown", files="unknown")
    newest = newest_revision()
    return Health(
        database="ok",
        migrations="ok" if revision == newest else "behind" if (revision or "") < newest else "ahead",
        disk="full" if server.store.is_sqlite and _is_full(server, free_bytes) else "ok",
        files=_files(server.contents),
    )


def _files(contents: Contents) -> str:
    try:
        contents.check()
    except PaigongError as error:
        _log.warning("files cannot be kept", exc_info=error)
        return "full" if error.code == "disk_full" else "unreachable"
    return "ok"


def _is_full(server: Server, free_bytes: Callable[[Path], int]) -> bool:
    return free_bytes(Path(server.store.path).parent) < LEAST_FREE_BYTES
