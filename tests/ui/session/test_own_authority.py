"""Somebody signs in on a server whose certificate only his organisation vouches for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from PySide6.QtWidgets import QFileDialog

from app.foundation.home import Home
from tests.app.sync.conftest import PASSWORD, Headquarters
from tests.app.sync.tls import headquarters_over_tls
from tests.fakes import FakeClock
from tests.ui.session.conftest import SitDown
from tests.ui.session.desk import Desk
from ui.shell.authority_choice import AuthorityChoice
from ui.shell.sign_in import SignInForm

ASK = "My organisation has its own certificate authority…"
TAKE_BACK = "Trust the authorities of this computer again"


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def served(tmp_path: Path, clock: FakeClock, authority: trustme.CA) -> Iterator[Headquarters]:
    made = headquarters_over_tls(authority, tmp_path, clock)
    yield made
    made.close()


def choose(desk: Desk, path: Path) -> None:
    desk.push(ASK)
    chooser = desk.page(QFileDialog)
    chooser.fileSelected.emit(str(path))
    chooser.reject()


def sign_in(desk: Desk, server: Headquarters) -> None:
    desk.sign_in(server.url, "li", PASSWORD)


def test_who_chooses_the_certificate_of_his_organisation_signs_in_and_it_is_known_the_next_time(
    sit_down: SitDown, home: Home, served: Headquarters, authority: trustme.CA, tmp_path: Path
) -> None:
    file, nonsense = tmp_path / "our-authority.pem", tmp_path / "nonsense.pem"
    authority.cert_pem.write_to_path(file)
    nonsense.write_text("nonsense")
    desk = sit_down(home)
    desk.push("Connect to a server")
    sign_in(desk, served)
    desk.until(lambda: "could not prove that it is your server" in desk.said)

    choose(desk, nonsense)
    assert "nonsense.pem" in desk.said
    desk.fill("Password", PASSWORD)
    desk.push("Sign in")
    desk.until(lambda: "holds no certificate of an authority" in desk.page(AuthorityChoice).error)
    assert desk.text_in("Password") == PASSWORD
    desk.push(TAKE_BACK)
    assert desk.page(AuthorityChoice).error == ""

    choose(desk, file)
    assert "our-authority.pem" in desk.said
    desk.push("Sign in")
    desk.until(lambda: desk.window.findChildren(SignInForm) == [])
    desk.until(lambda: "Synced" in desk.status)
    file.unlink()

    desk.visit("settings")
    desk.push("Sign in again")
    desk.until(lambda: "The one that this workspace trusts already" in desk.said)
    for name, text in (("Login", "li"), ("Password", PASSWORD)):
        desk.fill(name, text)
    desk.push("Sign in")
    desk.until(lambda: desk.window.findChildren(SignInForm) == [])
    desk.until(lambda: "Synced" in desk.status)


def test_what_was_taken_back_is_not_trusted(
    sit_down: SitDown, home: Home, served: Headquarters, authority: trustme.CA, tmp_path: Path
) -> None:
    file = tmp_path / "our-authority.pem"
    authority.cert_pem.write_to_path(file)
    desk = sit_down(home)
    desk.push("Connect to a server")
    choose(desk, file)
    desk.push(TAKE_BACK)
    assert "our-authority.pem" not in desk.said
    sign_in(desk, served)
    desk.until(lambda: "could not prove that it is your server" in desk.said)
