"""The window and the safety of its workspace: what is damaged is made whole, and a full disk is told."""

from __future__ import annotations

import os

import pytest

from app.foundation.home import Home
from app.safekeeping.backups import list_backups, make_backup
from tests.app.safekeeping.mishaps import flip_pages, scribble_over
from tests.fakes import A_MONDAY_MORNING, FakeClock
from tests.ui.session.conftest import SitDown
from tests.ui.session.desk import Desk
from ui.pages.failed_start import FailedStartPage


@pytest.fixture
def damaged_home(sample_home: Home) -> Home:
    """A workspace with a backup, whose database is no more than noise."""
    make_backup(sample_home, A_MONDAY_MORNING)
    scribble_over(sample_home.database, 0, sample_home.database.stat().st_size)
    return sample_home


def look_after(desk: Desk) -> None:
    """Let the look that comes some seconds after the start come now, and wait for its end."""
    looked: list[bool] = []
    desk.until(lambda: desk.application.caring._care is not None)
    desk.application.caring.looked.connect(lambda: looked.append(True))
    desk.application.caring.look()
    desk.until(lambda: bool(looked))


def test_a_damaged_workspace_is_made_whole_in_the_window(sit_down: SitDown, damaged_home: Home) -> None:
    desk = sit_down(damaged_home)
    desk.until(lambda: "Your workspace could not be opened" in desk.said)
    desk.push("Make it whole again")
    desk.until(lambda: "Your workspace was made whole again" in desk.said)
    assert "It begins with the backup of 2026-11-02 00:00 UTC." in desk.said
    assert str(damaged_home.aside_folder) in desk.said
    desk.push("Open the workspace")
    desk.until(lambda: "Local store: 62 orders" in desk.status)
    desk.until(lambda: len(desk.rows) == 62)
    assert desk.window.findChildren(FailedStartPage) == []


def test_a_backup_can_be_chosen_to_begin_with(sit_down: SitDown, sample_home: Home, clock: FakeClock) -> None:
    make_backup(sample_home, clock.now())
    make_backup(sample_home, clock.advance(days=1))
    os.truncate(sample_home.database, 30_000)
    desk = sit_down(sample_home)
    desk.until(lambda: bool(desk.buttons("Make it whole again")))
    older = list_backups(sample_home)[-1]
    desk.fill("Backup to begin with", f"{older.made_at.astimezone():%Y-%m-%d %H:%M}")
    desk.push("Make it whole again")
    desk.until(lambda: "It begins with the backup of 2026-11-02 00:00 UTC." in desk.said)


def test_a_rescue_that_fails_says_why_and_can_be_tried_again(sit_down: SitDown, damaged_home: Home) -> None:
    damaged_home.aside_folder.write_text("in the way")
    desk = sit_down(damaged_home)
    desk.push("Make it whole again")
    desk.until(lambda: "could not be written" in desk.said)
    damaged_home.aside_folder.unlink()
    desk.push("Make it whole again")
    desk.push("Open the workspace")
    desk.until_at_work()


def test_the_wrong_key_is_no_damage(sit_down: SitDown, sample_home: Home) -> None:
    sample_home.write_key(bytes(32))
    desk = sit_down(sample_home)
    desk.until(lambda: "cannot be opened with this key" in desk.said)
    desk.until_answered()
    assert desk.buttons("Make it whole again") == []


def test_damage_that_is_found_while_somebody_works_is_told_and_offered_at_the_next_start(
    sit_down: SitDown, sample_home: Home
) -> None:
    flip_pages(sample_home, seed=5, pages=1, spare=sample_home.database.stat().st_size // 4096 - 8)
    desk = sit_down(sample_home)
    desk.until(lambda: "Local store" in desk.status or "could not be opened" in desk.said)
    if "Local store" in desk.status:
        look_after(desk)
        desk.until(lambda: "The disk has damaged part of this workspace." in desk.said)
    desk.window.close()
    again = sit_down(sample_home)
    again.push("Make it whole again")
    again.push("Open the workspace")
    again.until(lambda: "Local store: 62 orders" in again.status)


def test_the_workspace_is_looked_after_without_a_word(sit_down: SitDown, sample_home: Home) -> None:
    desk = sit_down(sample_home)
    desk.until_at_work()
    look_after(desk)
    assert len(list_backups(sample_home)) == 1
    assert sample_home.ballast_file.exists()
    assert not desk.window.banner.isVisible()


def test_a_full_disk_is_told_when_the_ballast_was_given_up(sit_down: SitDown, sample_home: Home) -> None:
    desk = sit_down(sample_home)
    desk.until_at_work()
    look_after(desk)
    workspace = desk.application.beginning.workspace
    assert workspace is not None
    assert workspace.ballast.release()
    desk.until(lambda: "The disk is full. Your last step was saved" in desk.said)


def test_what_is_shown_of_a_damaged_workspace_is_chinese_too(sit_down: SitDown, damaged_home: Home) -> None:
    desk = sit_down(damaged_home, language="zh_CN")
    desk.push("恢复工作区")
    desk.until(lambda: "您的工作区已恢复完好" in desk.said)
