"""Labels that are printed before their devices are known: each code is reserved once, and leads to one device."""

from __future__ import annotations

import pytest

from app.assets.blank_labels import ReserveLabels, label_scanned, labels_reserved, waiting_labels
from app.assets.tables import Asset, BlankLabel
from app.foundation.errors import Rejection
from tests.workspaces import Workspace


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


def waiting(workspace: Workspace, customer_id: str) -> list[str]:
    with workspace.store.read() as reader:
        return [label.code for label in waiting_labels(reader, customer_id)]


def test_a_label_waits_until_a_device_has_its_code(workspace: Workspace, customer_id: str) -> None:
    workspace.run(ReserveLabels(customer_id=customer_id, type_code="COM", count=3))
    assert waiting(workspace, customer_id) == ["GEN-COM-0001", "GEN-COM-0002", "GEN-COM-0003"]
    named = workspace.add_asset(customer_id, existing_code="gen-com-0002")
    assert workspace.get(Asset, named).code == "GEN-COM-0002"
    assert waiting(workspace, customer_id) == ["GEN-COM-0001", "GEN-COM-0003"]
    with pytest.raises(Rejection, match="asset_code_taken"):
        workspace.add_asset(customer_id, existing_code="GEN-COM-0002")
    with workspace.store.read() as reader:
        assert [label.type_code for label in label_scanned(reader, "ＧＥＮ－ＣＯＭ－０００３")] == ["COM"]
        assert label_scanned(reader, "GEN-COM-0002") == label_scanned(reader, "GEN-COM-0004") == []
        assert [each.code for each in labels_reserved(reader, customer_id, ["GEN-COM-0003", "X"])] == ["GEN-COM-0003"]


def test_no_other_device_gets_a_reserved_number_and_what_devices_have_is_passed_over(
    workspace: Workspace, customer_id: str
) -> None:
    workspace.add_asset(customer_id, existing_code="GEN-COM-0002")
    workspace.run(ReserveLabels(customer_id=customer_id, type_code="COM", count=2))
    own = workspace.add_asset(customer_id)
    assert waiting(workspace, customer_id) == ["GEN-COM-0003", "GEN-COM-0004"]
    assert workspace.get(Asset, own).code == "GEN-COM-0005"


def test_labels_carry_the_department_of_this_customer_only(workspace: Workspace, customer_id: str) -> None:
    department = workspace.add_department(customer_id, "KJC")
    workspace.run(ReserveLabels(customer_id=customer_id, type_code="PRN", count=1, department_id=department))
    assert waiting(workspace, customer_id) == ["KJC-PRN-0001"]
    theirs = workspace.add_customer("Another")
    for wrong in (
        ReserveLabels(customer_id=theirs, type_code="PRN", count=1, department_id=department),
        ReserveLabels(customer_id=theirs, type_code="XXX", count=1),
    ):
        with pytest.raises(Rejection, match=r"record_unknown|device_type_unknown"):
            workspace.run(wrong)
    assert len(workspace.all(BlankLabel)) == 1
