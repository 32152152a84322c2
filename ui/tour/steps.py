"""The tour's last steps: windows on its workspaces, and on the sample data, are photographed."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.bootstrap import create_workspace
from app.foundation.home import Home
from app.foundation.translation import LANGUAGES, N_, _, language, set_language
from app.tour.sample import load_sample
from app.tour.stage import Claim, Claims, Stage
from app.tour.story import Step
from ui.application import Application
from ui.tour.photographer import Photographer, Scene

_OWNER = "周一鸣"


def picture_steps(folder: Path) -> tuple[tuple[str, Step], ...]:
    """The steps that put pictures into a folder."""
    return (
        (N_("Photograph the dispatcher's window"), partial(_dispatcher, folder)),
        (N_("Photograph an engineer's window"), partial(_engineer, folder)),
        (N_("Photograph the first start and the sample data"), partial(_sample, folder)),
    )


def _dispatcher(folder: Path, stage: Stage) -> Claims:
    scenes = (
        Scene("workorders", stage.given_away.order_id),
        Scene("desk"),
        Scene("assets", stage.printer_id),
        Scene("maintenance"),
        Scene("repairs", stage.repair_id),
        Scene("attendance"),
        Scene("directory"),
        Scene("settings"),
    )
    return _photographed(folder, "dispatcher", stage.dispatcher.home, scenes)


def _engineer(folder: Path, stage: Stage) -> Claims:
    scenes = (
        Scene("today"),
        Scene("workorders", stage.finished_off_line.order_id),
        Scene("inbox"),
    )
    return _photographed(folder, "engineer", stage.second_engineer.home, scenes)


def _sample(folder: Path, stage: Stage) -> Claims:
    yield from _photographed(folder, "new", Home(stage.workspaces / "new"), (Scene("first_start"),))
    scenes = (
        Scene("workorders"),
        Scene("workorders", sought="打印机"),
        Scene("today"),
        Scene("assets"),
        Scene("knowledge"),
    )
    home = Home(stage.workspaces / "sample")
    workspace = create_workspace(home, _OWNER)
    load_sample(workspace)
    workspace.close()
    yield from _photographed(folder, "sample", home, scenes)


def _photographed(folder: Path, whose: str, home: Home, scenes: tuple[Scene, ...]) -> Claims:
    """A window on a workspace shows every scene in every language and theme, and nothing goes wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    qt, spoken = _qt(), language()
    application = Application(home)
    photographer = Photographer(application, folder, whose, scenes)
    photographer.finished.connect(qt.quit)
    try:
        photographer.begin()
        qt.exec()
    finally:
        application.close()
        application.window.deleteLater()
        application.deleteLater()
        set_language(spoken)
    for mishap in photographer.mishaps:
        yield Claim(mishap, held=False)
    text = _("{count} pictures were taken").format(count=len(photographer.pictures))
    yield Claim(text, len(photographer.pictures) == len(scenes) * len(LANGUAGES) * 2)


def _qt() -> QApplication:
    """Qt without a screen, unless it runs already."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QApplication(["paigong"])
