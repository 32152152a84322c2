"""Beginning: open the workspace that is there, or ask how to begin, and do that."""

from __future__ import annotations

import getpass
import platform
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeGuard, cast

from PySide6.QtCore import QObject, Signal

from app.foundation.errors import PaigongError
from ui.pages.failed_start import FailedStartPage
from ui.pages.first_start import FirstStartPage
from ui.session.opening import (
    KnownServer,
    Opening,
    begin_alone,
    fill_with_sample,
    find_rescue,
    is_begun,
    known_server,
    make_room,
    make_whole,
    sign_in,
)
from ui.session.unlocking import Unlocking
from ui.session.window import Window
from ui.shell.error_presenter import notice_of
from ui.shell.sign_in import SignInForm, SignInRequest
from ui.widgets.notice_banner import Notice
from ui.work.work import Work

if TYPE_CHECKING:
    from app.workspace import Workspace
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

    begun = Signal()
    """Somebody works in the workspace that is open."""
    language_requested = Signal(str)
    dark_requested = Signal(bool)

    def __init__(self, opening: Opening, work: Work, window: Window, first_page: str) -> None:
        super().__init__(window)
        self._opening = opening
        self._work = work
        self._window = window
        self._first_page = first_page
        self.workspace: Workspace | None = None
        self._next_step: Step | None = None
        self._cover: Cover | None = None
        self._failed_start: FailedStartPage

    def begin(self) -> None:
        """Show the pages and open the workspace after the first paint, or ask first what has to be known."""
        home = self._opening.home
        if not home.exists and not home.shredded_file.exists():
            self._ask_how()
        elif home.is_protected:
            self._ask_for_password()
        else:
            self._window.show_page(self._first_page)
            self._window.first_painted.connect(self._open)

    def ask_to_sign_in(self) -> None:
        """Show the form by which this workspace joins a server, or the one that it belongs to once more."""
        if self.workspace is None:
            self._show_sign_in(KnownServer())
        else:
            self._work.run_query(known_server, self._show_sign_in)

    def _show_sign_in(self, server: KnownServer) -> None:
        form = SignInForm(server=server.url, device_name=platform.node(), authority=server.authority)
        form.sign_in_requested.connect(self._sign_in)
        form.cancelled.connect(self._sign_in_cancelled)
        self._cover_with(form)

    def _ask_for_password(self) -> None:
        unlocking = Unlocking(self._opening.home, self._work, self._window)
        unlocking.unlocked.connect(self._unlocked)
        self._window.show_cover(unlocking.form)

    def _unlocked(self, key: bytes) -> None:
        self._opening.home = self._opening.home.unlocked(key)
        self._window.show_page(self._first_page)
        self._window.hide_cover()
        self._open()

    def _ask_how(self) -> None:
        choice = FirstStartPage()
        choice.sample_requested.connect(self._try_sample)
        choice.empty_requested.connect(self._start_empty)
        choice.server_requested.connect(self.ask_to_sign_in)
        choice.language_requested.connect(self.language_requested)
        choice.dark_requested.connect(self.dark_requested)
        self._cover_with(choice)

    def _cover_with(self, cover: FirstStartPage | SignInForm) -> None:
        self._cover = cover
        self._window.show_cover(cover)

    def _try_sample(self) -> None:
        self._do(partial(fill_with_sample, _SAMPLE_PERSON))

    def _start_empty(self) -> None:
        self._do(partial(begin_alone, getpass.getuser()))

    def _sign_in(self, request: SignInRequest) -> None:
        self._do(partial(sign_in, request))

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
        self._work.start(self._opened, self._failed)

    def _opened(self, opened: OpenWorkspace) -> None:
        self.workspace = workspace = cast("Workspace", opened)  # it is what `Opening.open_workspace` returned
        if self._next_step is None:
            self._look_whether_begun()
        else:
            self._take_step(workspace)

    def _take_step(self, workspace: Workspace) -> None:
        if self._next_step is not None:
            step, self._next_step = self._next_step, None
            self._work.call_network(partial(step, workspace), self._step_done, self._failed)

    def _step_done(self, _nothing: object) -> None:
        self._go_to_work()

    def _look_whether_begun(self) -> None:
        self._work.run_query(is_begun, self._begun_known, self._failed)

    def _begun_known(self, begun: bool) -> None:
        if begun:
            self._go_to_work()
        else:
            self._ask_how()

    def _go_to_work(self) -> None:
        self._cover = None
        self.begun.emit()

    def _sign_in_cancelled(self) -> None:
        if self.workspace is None:
            self._ask_how()
        else:
            self._look_whether_begun()

    def _failed(self, error: Exception) -> None:
        self._next_step = None
        if self._cover is None:
            self._give_up(error)
        elif isinstance(self._cover, SignInForm) and _is_about_authority(error):
            self._cover.refuse_authority(error)
        else:
            self._cover.show_refusal(notice_of(error))

    def _give_up(self, error: Exception) -> None:
        """Nothing can be shown nor entered: say why, and let nobody write into a void."""
        self._failed_start = failed = FailedStartPage(notice_of(error))
        failed.close_requested.connect(self._window.close)
        failed.rescue_requested.connect(self._rescue)
        failed.open_requested.connect(self._open_again)
        failed.anew_requested.connect(self._begin_anew)
        self._window.show_cover(failed)
        if isinstance(error, PaigongError):
            self._work.keep_safe(partial(find_rescue, self._opening.home, error.code), self._rescue_found)
            if error.code == "workspace_shredded":
                failed.offer_to_begin_anew()

    def _rescue_found(self, backups: tuple[tuple[str, str], ...] | None) -> None:
        if backups is not None:
            self._failed_start.offer_rescue(backups)

    def _rescue(self, backup_name: str) -> None:
        job = partial(make_whole, self._opening.home, self._opening.clock, backup_name)
        self._work.keep_safe(job, self._rescued, self._rescue_failed)

    def _rescued(self, words: list[str]) -> None:
        self._failed_start.show_rescued(words)

    def _rescue_failed(self, error: Exception) -> None:
        self._failed_start.show_refusal(notice_of(error))

    def _begin_anew(self) -> None:
        job = partial(make_room, self._opening.home, self._opening.clock)
        self._work.keep_safe(job, self._room_made, self._rescue_failed)

    def _room_made(self, _nothing: None) -> None:
        self._window.forget_pages()
        self._ask_how()

    def _open_again(self) -> None:
        """What the pages had asked was dropped when the workspace could not be opened: they begin anew."""
        self._window.forget_pages()
        self._open()
        self._window.show_page(self._first_page)
        self._window.hide_cover()


def _is_about_authority(error: Exception) -> TypeGuard[PaigongError]:
    """Whether it is the file with a certificate that cannot be used; the form says so where the file is."""
    return isinstance(error, PaigongError) and error.code == "authority_unreadable"
