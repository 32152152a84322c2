"""States come with a table in the words of either language, and only such as a device can be given."""

from __future__ import annotations

from itertools import chain

import pytest

from app.assets.imports import ASSETS
from app.assets.imports.states import state_of, state_word
from app.assets.imports.undoing import undoing
from app.assets.rules import ASSET_STATE_NAMES, AssetState
from app.assets.tables import Asset
from app.directory.import_commands import RecordImport
from app.directory.imports import Matching
from app.foundation.sheets.words import remarks
from tests.app.foundation.sheets.writing import Table
from tests.app.importing import import_all, preview_of, problem_codes, verdicts
from tests.workspaces import Workspace


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


def table_of(word: str) -> Table:
    return [["Asset Tag", "Name", "Status"], ["KJC-COM-0007", "PC", word]]


@pytest.mark.parametrize("state", list(AssetState))
def test_every_state_is_read_as_it_is_exported(state: AssetState) -> None:
    assert state_of(ASSET_STATE_NAMES[state]) is state_of(state_word(state, "状态")) is state


@pytest.mark.parametrize(
    ("word", "state", "remark"),
    [
        ("", "in_use", ""),
        ("Deployed", "in_use", ""),
        ("ready to deploy", "in_stock", ""),
        ("Archived", "retired", ""),
        ("报废", "retired", ""),
        ("维修中", "in_stock", "“Status” is read as “库存”."),
    ],
)
def test_a_new_device_has_the_state_of_its_row(
    workspace: Workspace, customer_id: str, word: str, state: str, remark: str
) -> None:
    preview = import_all(workspace, ASSETS, table_of(word), customer_id)
    assert [asset.state for asset in workspace.all(Asset)] == [state]
    assert remarks(preview.rows[0]) == remark


@pytest.mark.parametrize(("word", "state", "left"), [("库存", "in_use", 0), ("报废", "retired", 1)])
def test_a_state_is_given_back_where_something_leads_back(
    workspace: Workspace, customer_id: str, word: str, state: str, left: int
) -> None:
    import_all(workspace, ASSETS, table_of(""), customer_id)
    record = import_all(workspace, ASSETS, table_of(word), customer_id, matching=Matching.CODE).commands[0]
    assert isinstance(record, RecordImport)
    with workspace.store.read() as reader:
        wanted = undoing(reader, record.id)
    workspace.run(*chain.from_iterable(wanted.steps))
    assert [asset.state for asset in workspace.all(Asset)] == [state]
    assert len(wanted.left) == left


@pytest.mark.parametrize(
    ("word", "verdict", "told"),
    [
        ("", "already_here", ""),
        ("在用", "already_here", ""),
        ("In stock", "changed", "State: In use → In stock"),
        ("在库", "changed", "State: 在用 → 在库"),
        ("Out for repair", "state_not_next", "KJC-COM-0007 is “In use” here, and cannot be made “Out for repair”"),
        ("Wonderful", "state_unknown", "“Wonderful” in “Status” is no state of a device."),
    ],
)
def test_a_device_that_is_here_is_given_a_state_that_it_can_come_to(
    workspace: Workspace, customer_id: str, word: str, verdict: str, told: str
) -> None:
    import_all(workspace, ASSETS, table_of(""), customer_id)
    preview = preview_of(workspace, ASSETS, table_of(word), customer_id, matching=Matching.CODE)
    assert (problem_codes(preview.rows[0]) or verdicts(preview)) == [verdict]
    assert remarks(preview.rows[0]).startswith(told)
    workspace.run(*preview.commands)
    assert [asset.state for asset in workspace.all(Asset)] == [state_of(word) if verdict == "changed" else "in_use"]
