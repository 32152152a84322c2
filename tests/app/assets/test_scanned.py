"""What a scanner has read finds the device that is meant."""

from __future__ import annotations

import pytest

from app.assets.scanned import devices_scanned, meanings
from tests.workspaces import Workspace


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        (" KJC-COM-1234\r", ["KJC-COM-1234"]),
        ("https://it.example.edu.cn/a/KJC-COM-1234", ["https://it.example.edu.cn/a/KJC-COM-1234", "KJC-COM-1234"]),
        ("http://old/view?id=7&tag=ICC-2065556", ["http://old/view?id=7&tag=ICC-2065556", "ICC-2065556", "view"]),
        ("http://[broken", ["http://[broken"]),
        ("SPF2ABCDE", ["SPF2ABCDE", "PF2ABCDE"]),
        ("1SPF2ABCDE", ["1SPF2ABCDE", "PF2ABCDE"]),
        ("SN1", ["SN1"]),
    ],
)
def test_what_may_be_meant_stands_in_order(scanned: str, meant: list[str]) -> None:
    assert list(meanings(scanned)) == meant


def test_codes_addresses_aliases_and_serial_numbers_find_the_device(workspace: Workspace) -> None:
    customer = workspace.add_customer()
    tagged = workspace.add_asset(customer, existing_code="ICC-2065556", serial_number="pf2abcde")
    other = workspace.add_asset(customer, serial_number="PF2ABCDEF")
    with workspace.store.read() as reader:
        for scanned in ("icc－2065556", "https://old.example/assets/ICC-2065556", "PF2ABCDE", "SPF2ABCDE"):
            assert [asset.id for asset in devices_scanned(reader, scanned)] == [tagged], scanned
        assert [asset.id for asset in devices_scanned(reader, "PF2ABCDEF")] == [other]
        assert devices_scanned(reader, "http://old/" + "/none" * 1_000) == devices_scanned(reader, "\ud800") == []
        assert devices_scanned(reader, "PF2ABCD") == devices_scanned(reader, "%") == devices_scanned(reader, "") == []


def test_a_code_of_two_customers_means_both(workspace: Workspace) -> None:
    both = {workspace.add_asset(workspace.add_customer(name), existing_code="KJC-COM-0001") for name in ("A", "B")}
    with workspace.store.read() as reader:
        assert {asset.id for asset in devices_scanned(reader, "KJC-COM-0001")} == both
