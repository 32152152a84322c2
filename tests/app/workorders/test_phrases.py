from __future__ import annotations

from app.workorders.phrases import LONGEST, MOST, keep_phrases, phrases
from tests.workspaces import Workspace


def kept(workspace: Workspace) -> tuple[str, ...]:
    with workspace.store.read() as reader:
        return phrases(reader)


def keep(workspace: Workspace, *wanted: str) -> None:
    workspace.store.write(lambda unit: keep_phrases(wanted, unit))


def test_those_of_the_program_are_there_until_somebody_has_his_own(workspace: Workspace) -> None:
    assert "Restarted, works again." in kept(workspace)
    keep(workspace, "  换了   搓纸轮 ", "", "Toner changed", "Toner changed")
    assert kept(workspace) == ("换了 搓纸轮", "Toner changed")
    keep(workspace, " ")
    assert "Restarted, works again." in kept(workspace)


def test_there_are_not_too_many_and_none_is_too_long(workspace: Workspace) -> None:
    keep(workspace, "x" * 1000, *map(str, range(100)))
    found = kept(workspace)
    assert (len(found), len(found[0])) == (MOST, LONGEST)
