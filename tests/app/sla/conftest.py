"""The real examples, where they lie beside the project."""

from tests.app.foundation.sheets.conftest import shared_data

__all__ = ["shared_data"]
