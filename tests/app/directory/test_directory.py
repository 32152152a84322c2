from __future__ import annotations

from app.directory.tables import Customer
from tests.workspaces import Workspace


def test_a_customer_is_kept_with_a_tidied_name(workspace: Workspace) -> None:
    customer_id = workspace.add_customer("  Northvale   Council ", staff_count=12)
    assert workspace.get(Customer, customer_id) == Customer(id=customer_id, name="Northvale Council", staff_count=12)
