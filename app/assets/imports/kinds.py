"""Everything that can be imported: in the window and on the command line."""

from __future__ import annotations

from typing import Any

from app.assets.imports import ASSETS
from app.directory.imports import CUSTOMERS, SYSTEMS, ImportKind

IMPORT_KINDS: dict[str, ImportKind[Any]] = {kind.name: kind for kind in (CUSTOMERS, SYSTEMS, ASSETS)}
