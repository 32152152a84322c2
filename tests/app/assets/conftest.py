"""The real tables, for the tests of importing them."""

from __future__ import annotations

from tests.app.foundation.sheets.conftest import shared_data

__all__ = ["shared_data"]
