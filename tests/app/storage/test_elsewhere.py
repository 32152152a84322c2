"""Noticing what other processes do to the same workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from app.storage.drafts import Draft, drop_draft, read_draft, save_draft
from app.storage.elsewhere import ChangesElsewhere, UnknownChanges, together
from app.storage.facts import CURSOR, set_fact
from app.storage.units import Changes
from tests.workspaces import Workspace


@pytest.fixture
def other(workspace: Workspace) -> Iterator[Workspace]:
    """The same workspace, as another process has it open."""
    opened = Workspace(workspace.path, workspace.clock)
    yield opened
    opened.store.close()


@pytest.fixture
def elsewhere(workspace: Workspace) -> Iterator[ChangesElsewhere]:
    watcher = ChangesElsewhere(workspace.store)
    yield watcher
    watcher.close()


def test_nothing_happened(elsewhere: ChangesElsewhere) -> None:
    assert not elsewhere.look()


def test_a_command_of_another_process_is_noticed_once(elsewhere: ChangesElsewhere, other: Workspace) -> None:
    other.add_customer()
    assert elsewhere.look()
    assert not elsewhere.look()


def test_a_command_of_our_own_is_none_of_another(elsewhere: ChangesElsewhere, workspace: Workspace) -> None:
    workspace.add_customer()
    assert not elsewhere.look()


def test_a_command_of_another_process_between_two_of_our_own_is_noticed(
    elsewhere: ChangesElsewhere, workspace: Workspace, other: Workspace
) -> None:
    workspace.add_customer("one")
    other.add_customer("two")
    workspace.add_customer("three")
    assert elsewhere.look()
    workspace.add_customer("four")
    assert not elsewhere.look()


def test_a_pull_of_another_process_is_noticed_and_one_of_our_own_is_not(
    elsewhere: ChangesElsewhere, workspace: Workspace, other: Workspace
) -> None:
    workspace.store.write(lambda unit: set_fact(unit, CURSOR, "7"))
    assert not elsewhere.look()
    other.store.write(lambda unit: set_fact(unit, CURSOR, "8"))
    assert elsewhere.look()


def test_a_draft_is_nobody_elses_business(elsewhere: ChangesElsewhere, workspace: Workspace, other: Workspace) -> None:
    draft = Draft(id="form", fields={"title": "打印"}, saved_at=workspace.clock.now())
    other.store.write(lambda unit: save_draft(unit, draft))
    assert not elsewhere.look()


def test_a_draft_is_kept_until_it_is_dropped(workspace: Workspace) -> None:
    draft = Draft(id="form", fields={"title": "打印", "due_at": ""}, saved_at=workspace.clock.now())
    workspace.store.write(lambda unit: save_draft(unit, draft))
    with workspace.store.read() as reader:
        assert read_draft(reader, "form") == draft
        assert read_draft(reader, "another form") is None
    workspace.store.write(lambda unit: drop_draft(unit, "form"))
    with workspace.store.read() as reader:
        assert read_draft(reader, "form") is None


@pytest.mark.parametrize("arranged", [list, lambda changes: list(reversed(changes))])
def test_what_is_unknown_swallows_what_is_known(arranged: Callable[[list[Changes]], list[Changes]]) -> None:
    known = Changes({"customers": frozenset({"a"})})
    assert together(arranged([known, UnknownChanges()])).touches("work_orders")


def test_known_changes_are_added_up() -> None:
    all_of_them = together([Changes({"customers": frozenset({"a"})}), Changes({"customers": frozenset({"b"})})])
    assert all_of_them == Changes({"customers": frozenset({"a", "b"})})
    assert not all_of_them.touches("work_orders")
