"""Real tables and files with given bytes, for the tests of the command line."""

from __future__ import annotations

from tests.app.foundation.sheets.conftest import file_with, shared_data

__all__ = ["file_with", "shared_data"]
