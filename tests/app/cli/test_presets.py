"""paigong sla presets: the shipped policies come into a workspace, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import create_workspace
from app.cli.main import run
from app.foundation.home import Home


def test_they_are_taken_and_named_and_the_second_time_there_is_nothing_to_take(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path)
    create_workspace(home, "王芳").close()
    assert run(["sla", "presets"], home, "en") == 0
    taken = capsys.readouterr().out
    assert "council-ict\tCouncil ICT service" in taken
    assert "\tNB-office" in taken
    assert run(["sla", "presets"], home, "en") == 0
    assert capsys.readouterr().out == "All shipped policies are here already.\n"
