"""Beginning: open the workspace that is there, or ask how to begin, and do that."""

from __future__ import annotations

import getpass
import platform
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QObject

from app.foundation.errors import PaigongError
from app.foundation.home import Home
from ui.pages.failed_start import FailedStartPage
from ui.pages.first_start import FirstStartPage
from ui.shell.error_presenter import notice_of
from ui.shell.sign_in import SignInForm, SignInRequest
from ui.widgets.notice_banner import Notice

if TYPE_CHECKING:
    from app.storage.units import Reader
    from app.workspace import Workspace
    from ui.application import Application
    from ui.work.database import OpenWorkspace

Step = Callable[["Workspace"], object]


_SAMPLE_PERSON = "陈晨"
"""Who tries the sample data: a name like those of the others in it, which are not translated either."""


class Cover(Protocol):
    """What lies over the workspace and asks how to begin."""

    def set_busy(self, busy: bool) -> None:
        """Take no input while what was asked for is being done."""

    def show_refusal(self, notice: Notice) -> None:
        """Say why it did not work, and let it be tried again."""


class Beginning(QObject):
    """What happens between the first paint and the first page."""

    def __init__(self, home: Home, application: Application) -> None:
        super().__init__(application)
        self._home = home
        self._application = application
        self._made: Workspace
        self.workspace: Workspace | None = None
        self._next_step: Step | None = None
        self._cover: Cover | None = None

    def open_workspace(self) -> Workspace:
        """Open the workspace, or make an empty one; called in the thread that writes."""
        clock = self._application.wall_clock.clock
        if self._home.exists:
            from app.workspace import open_for_reading

            self._made = open_for_reading(self._home, clock)
        else:
            from app.bootstrap import create_empty_workspace

            self._made = create_empty_workspace(self._home, clock)
        return self._made

    def get_ready(self) -> None:
        """Load every room; called in the thread that writes, while the first list is being read."""
        from app.bootstrap import get_ready

        get_ready(self._made)

    def begin(self) -> None:
        """Show the pages and open the workspace after the first paint, or ask how to begin where there is none."""
        application = self._application
        if self._home.exists:
            application.window.show_page(application.pages.first)
            application.window.first_painted.connect(self._open)
        else:
            self._ask_how()

    def ask_to_sign_in(self) -> None:
        """Show the form by which this workspace joins a server, or the one that it belongs to once more."""
        if self.workspace is None:
            self._show_sign_in("")
        else:
            self._application.work.run_query(_server_url, self._show_sign_in)

    def _show_sign_in(self, server: str) -> None:
        form = SignInForm(server=server, device_name=platform.node())
        form.sign_in_requested.connect(self._sign_in)
        form.cancelled.connect(self._sign_in_cancelled)
        self._cover_with(form)

    def _ask_how(self) -> None:
        choice = FirstStartPage()
        choice.sample_requested.connect(self._try_sample)
        choice.empty_requested.connect(self._start_empty)
        choice.server_requested.connect(self.ask_to_sign_in)
        choice.language_requested.connect(self._application.speak)
        choice.dark_requested.connect(self._application.wear)
        self._cover_with(choice)

    def _cover_with(self, cover: FirstStartPage | SignInForm) -> None:
        self._cover = cover
        self._application.window.show_cover(cover)

    def _try_sample(self) -> None:
        self._do(partial(_fill_with_sample, _SAMPLE_PERSON))

    def _start_empty(self) -> None:
        self._do(partial(_begin_alone, getpass.getuser()))

    def _sign_in(self, request: SignInRequest) -> None:
        self._do(partial(_sign_in, request))

    def _do(self, step: Step) -> None:
        """Do a step that begins the work, in an open workspace, off this thread."""
        if self._cover is not None:
            self._cover.set_busy(True)
        self._next_step = step
        if self.workspace is None:
            self._open()
        else:
            self._take_step(self.workspace)

    def _open(self) -> None:
        self._application.work.start(self._opened, self._failed)

    def _opened(self, opened: OpenWorkspace) -> None:
        self.workspace = workspace = cast("Workspace", opened)  # it is what `open_workspace` returned
        if self._next_step is None:
            self._look_whether_begun()
        else:
            self._take_step(workspace)

    def _take_step(self, workspace: Workspace) -> None:
        if self._next_step is not None:
            step, self._next_step = self._next_step, None
            self._application.work.call_network(partial(step, workspace), self._step_done, self._failed)

    def _step_done(self, _nothing: object) -> None:
        self._go_to_work()

    def _look_whether_begun(self) -> None:
        self._application.work.run_query(_has_begun, self._begun_known, self._failed)

    def _begun_known(self, begun: bool) -> None:
        if begun:
            self._go_to_work()
        else:
            self._ask_how()

    def _go_to_work(self) -> None:
        self._cover = None
        self._application.go_to_work()

    def _sign_in_cancelled(self) -> None:
        if self.workspace is None:
            self._ask_how()
        else:
            self._look_whether_begun()

    def _failed(self, error: Exception) -> None:
        self._next_step = None
        if self._cover is None:
            self._give_up(error)
        else:
            self._cover.show_refusal(notice_of(error))

    def _give_up(self, error: Exception) -> None:
        """Nothing can be shown nor entered: say why, and let nobody write into a void."""
        failed = FailedStartPage(notice_of(error))
        failed.close_requested.connect(self._application.window.close)
        self._application.window.show_cover(failed)


def _has_begun(reader: Reader) -> bool:
    from app.workspace import has_begun

    return has_begun(reader)


def _server_url(reader: Reader) -> str:
    from app.storage.facts import SERVER_URL, fact

    return fact(reader, SERVER_URL)


def _begin_alone(owner_name: str, workspace: Workspace) -> None:
    from app.bootstrap import begin_alone

    begin_alone(workspace, owner_name)


def _fill_with_sample(owner_name: str, workspace: Workspace) -> None:
    from app.bootstrap import begin_alone
    from app.tour.sample import load_sample
    from app.workspace import has_begun

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
        with suppress(PaigongError):  # the sign-in stands; the rounds that follow tell what is in the way now
            sync.synchronise()
    finally:
        sync.close()
