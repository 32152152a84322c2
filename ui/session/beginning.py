"""Beginning: open the workspace that is there, or ask how to begin, and do that."""

from __future__ import annotations

import getpass
import platform
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.foundation.home import Home
from app.foundation.translation import _
from ui.pages.first_start import FirstStartPage
from ui.shell.error_presenter import notice_of
from ui.shell.sign_in import SignInForm, SignInRequest

if TYPE_CHECKING:
    from app.bootstrap import Workspace
    from app.storage.units import Reader
    from ui.application import Application

Step = Callable[["Workspace"], object]


class Beginning(QObject):
    """What happens between the first paint and the first page."""

    def __init__(self, home: Home, parent: QObject) -> None:
        super().__init__(parent)
        self._home = home
        self.workspace: Workspace | None = None
        self._next_step: Step | None = None
        self._choice: FirstStartPage | None = None
        self._form: SignInForm | None = None

    def open_workspace(self) -> Workspace:
        """Open the workspace, or make an empty one; called in the thread that writes."""
        from app.bootstrap import create_empty_workspace, open_workspace

        make = open_workspace if self._home.exists else create_empty_workspace
        self._made = make(self._home, self._application.wall_clock.clock)
        return self._made

    def begin(self, application: Application) -> None:
        """Show the pages and open the workspace after the first paint, or ask how to begin where there is none."""
        self._application = application
        if self._home.exists:
            application.window.show_page(application.pages.first)
            application.window.first_painted.connect(self._open)
        else:
            self._ask_how()

    def ask_to_sign_in(self) -> None:
        """Show the form by which this workspace joins a server."""
        self._form = SignInForm(device_name=platform.node())
        self._form.sign_in_requested.connect(self._sign_in)
        self._form.cancelled.connect(self._sign_in_cancelled)
        self._application.window.show_cover(self._form)

    def _ask_how(self) -> None:
        self._form = None
        self._choice = choice = FirstStartPage()
        choice.sample_requested.connect(self._try_sample)
        choice.empty_requested.connect(self._start_empty)
        choice.server_requested.connect(self.ask_to_sign_in)
        choice.language_requested.connect(self._application.speak)
        choice.dark_requested.connect(self._application.wear)
        self._application.window.show_cover(choice)

    def _try_sample(self) -> None:
        self._do(partial(_fill_with_sample, _("Me")))

    def _start_empty(self) -> None:
        self._do(partial(_begin_alone, getpass.getuser()))

    def _sign_in(self, request: SignInRequest) -> None:
        if self._form is not None:
            self._form.set_busy(True)
        self._do(partial(_sign_in, request))

    def _do(self, step: Step) -> None:
        """Do a step that begins the work, in an open workspace, off this thread."""
        if self._choice is not None:
            self._choice.set_busy(True)
        self._next_step = step
        if self.workspace is None:
            self._open()
        else:
            self._take_step(self.workspace)

    def _open(self) -> None:
        self._application.work.start(self._opened, self._failed)

    def _opened(self, _workspace: object) -> None:
        self.workspace = workspace = self._made
        if self._next_step is None:
            self._application.work.run_query(_has_begun, self._begun_known)
        else:
            self._take_step(workspace)

    def _take_step(self, workspace: Workspace) -> None:
        if self._next_step is not None:
            step, self._next_step = self._next_step, None
            self._application.work.call_network(partial(step, workspace), self._step_done, self._failed)

    def _step_done(self, _nothing: object) -> None:
        self._choice = self._form = None
        self._application.go_to_work()

    def _begun_known(self, begun: bool) -> None:
        if begun:
            self._application.go_to_work()
        else:
            self._ask_how()

    def _sign_in_cancelled(self) -> None:
        self._form = None
        if self.workspace is None:
            self._ask_how()
        else:
            self._application.work.run_query(_has_begun, self._begun_known)

    def _failed(self, error: Exception) -> None:
        self._next_step = None
        if self._form is not None:
            self._form.show_refusal(notice_of(error))
        elif self._choice is not None:
            self._choice.set_busy(False)
            self._choice.banner.show_notice(notice_of(error))
        else:
            self._application.window.errors.present(error)


def _has_begun(reader: Reader) -> bool:
    from app.bootstrap import has_begun

    return has_begun(reader)


def _begin_alone(owner_name: str, workspace: Workspace) -> None:
    from app.bootstrap import begin_alone

    begin_alone(workspace, owner_name)


def _fill_with_sample(owner_name: str, workspace: Workspace) -> None:
    from app.bootstrap import begin_alone, has_begun
    from app.tour.sample import load_sample

    with workspace.store.read() as reader:
        begun = has_begun(reader)
    if not begun:
        begin_alone(workspace, owner_name)
    load_sample(workspace)


def _sign_in(request: SignInRequest, workspace: Workspace) -> None:
    from app.sync.enrolment.laptop import enrol
    from app.sync.laptop import LaptopSync
    from app.sync.transport import Transport

    transport = Transport(request.server)
    try:
        enrol(workspace.store, transport, request.login, request.password, request.device_name)
    finally:
        transport.close()
    sync = LaptopSync(workspace.store, workspace.runner, workspace.runner.clock)
    try:
        sync.synchronise()
    finally:
        sync.close()
