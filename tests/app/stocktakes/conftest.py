"""A walk through the rooms."""

from __future__ import annotations

import pytest

from tests.app.stocktakes.walk import Walk
from tests.workspaces import Workspace


@pytest.fixture
def walk(workspace: Workspace) -> Walk:
    return Walk(workspace)
