"""Files for the tests of reading tables: made here, and real ones where they lie beside the project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[4]


@pytest.fixture
def shared_data() -> Path:
    """The folder of real tables beside the project; they may not be bundled, so elsewhere these tests are left out."""
    folder = PROJECT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no real tables at {folder}")
    return folder


@pytest.fixture
def file_with(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Makes a file of a name with some bytes in it."""

    def make(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return make
