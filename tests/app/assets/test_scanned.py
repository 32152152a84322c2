"""What a scanner has read finds the device that is meant."""

from __future__ import annotations

from app.assets.scanned import devices_scanned
from tests.workspaces import Workspace


def test_codes_addresses_aliases_and_serial_numbers_find_the_device(workspace: Workspace) -> None:
    customer = workspace.add_customer()
    tagged = workspace.add_asset(customer, existing_code="ICC-2065556", serial_number="pf2abcde")
    other = workspace.add_asset(customer, serial_number="PF2ABCDEF")
    with workspace.store.read() as reader:
        for scanned in ("icc－2065556", "https://old.example/assets/ICC-2065556", "PF2ABCDE", "SPF2ABCDE"):
            assert [asset.id for asset in devices_scanned(reader, scanned)] == [tagged], scanned
        for scanned in ("gen com 0002", "GENCOM0002", "GEN+COM+0002", "0000COM0002"):
            assert [asset.id for asset in devices_scanned(reader, scanned)] == [other], scanned
        assert [asset.id for asset in devices_scanned(reader, "PF2ABCDEF")] == [other]
        assert devices_scanned(reader, "http://old/" + "/none" * 1_000) == devices_scanned(reader, "\ud800") == []
        assert devices_scanned(reader, "PF2ABCD") == devices_scanned(reader, "%") == devices_scanned(reader, "") == []


def test_a_code_of_two_customers_means_both(workspace: Workspace) -> None:
    both = {workspace.add_asset(workspace.add_customer(name), existing_code="KJC-COM-0001") for name in ("A", "B")}
    with workspace.store.read() as reader:
        assert {asset.id for asset in devices_scanned(reader, "KJC-COM-0001")} == both
