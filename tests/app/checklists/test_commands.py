from __future__ import annotations

import pytest

from app.checklists.commands import WriteChecklist
from app.checklists.presets import missing_presets
from app.checklists.queries import checklists, fitting_checklists, newest_version
from app.checklists.tables import ChecklistVersion
from app.foundation.errors import Rejection
from tests.workspaces import Workspace

ROOM = WriteChecklist(id="v1", template_id="room", name="Room", items="Door locked", kinds=("inspection",))


def fitting(workspace: Workspace, customer_id: str, kind: str = "inspection", type_code: str = "") -> list[str]:
    with workspace.store.read() as reader:
        found = fitting_checklists(reader, customer_id, kind=kind, type_code=type_code, system_category="")
    return [version.id for version in found]


def test_a_change_is_a_new_version_and_the_newest_counts(workspace: Workspace) -> None:
    workspace.run(ROOM, WriteChecklist(id="v2", template_id="room", name="Room", items="Lamp on", seen_number=1))
    assert workspace.get(ChecklistVersion, "v1").items == "Door locked"
    with workspace.store.read() as reader:
        assert newest_version(reader, "room") == workspace.get(ChecklistVersion, "v2")
        assert [version.id for version in checklists(reader)] == ["v2"]
    assert fitting(workspace, "anybody", kind="swap") == ["v2"]


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (WriteChecklist(id="v2", template_id="room", name="Room", items="Lamp on"), "checklist_changed_meanwhile"),
        (WriteChecklist(id="v1", template_id="other", name="Other", items="Lamp on"), "record_exists"),
        (WriteChecklist(id="v2", template_id="other", name="Other", items="[°C]"), "checklist_line_unclear"),
        (
            WriteChecklist(id="v2", template_id="other", name="Other", items="Lamp", type_codes=("NONE",)),
            "record_unknown",
        ),
        (
            WriteChecklist(id="v2", template_id="room", name="R", items="Lamp", seen_number=1, customer_id="c"),
            "record_unknown",
        ),
    ],
)
def test_what_cannot_be_written_is_refused(workspace: Workspace, second: WriteChecklist, code: str) -> None:
    workspace.run(ROOM)
    with pytest.raises(Rejection) as refused:
        workspace.run(second)
    assert refused.value.code == code


def test_a_customer_s_list_is_for_his_orders_alone_and_one_that_is_out_of_use_for_none(workspace: Workspace) -> None:
    ours, theirs = workspace.add_customer(), workspace.add_customer("第一人民医院")
    workspace.run(WriteChecklist(id="v1", template_id="room", name="Room", items="Door", customer_id=ours))
    assert (fitting(workspace, ours), fitting(workspace, theirs)) == (["v1"], [])
    retired = WriteChecklist(
        id="v2", template_id="room", name="Room", items="Door", customer_id=ours, seen_number=1, in_use=False
    )
    workspace.run(retired)
    assert fitting(workspace, ours) == []


def test_shipped_lists_are_taken_once(workspace: Workspace) -> None:
    with workspace.store.read() as reader:
        missing = missing_presets(reader)
    workspace.run(*missing)
    with workspace.store.read() as reader:
        assert missing_presets(reader) == ()
        cleaning = fitting_checklists(reader, "anybody", kind="maintenance", type_code="PRN", system_category="")
    assert [version.name for version in cleaning] == ["Cleaning of a printer or scanner"]
