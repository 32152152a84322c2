"""Speaking to a server over HTTP: who we say we are, what an address is, and what becomes of a bad answer."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from app.accounts.rules import Role
from app.foundation.errors import Trouble
from app.sync.pull.wire import PullReply, PullRequest
from app.sync.transport import Transport, checked_address
from app.sync.wire import PROTOCOL
from tests.app.sync.conftest import PASSWORD, Headquarters


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1",
        "http://example.org:port",
        "http://example.org:99999",
        "http://example.org:0",
        "https://li:secret@example.org",
        "http://",
        "http:///v1",
        "javascript:alert(1)",
        "https://example.org/#x",
    ],
)
def test_what_is_no_address_is_said(url: str) -> None:
    with pytest.raises(Trouble, match="server_address_invalid"):
        checked_address(url)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (" https://paigong.example.org/ ", "https://paigong.example.org"),
        ("http://[::1]:8460", "http://[::1]:8460"),
        ("https://例子.cn/paigong/", "https://例子.cn/paigong"),
    ],
)
def test_an_address_is_kept_without_what_stands_around_it(url: str, kept: str) -> None:
    assert checked_address(url) == kept


def test_a_password_in_the_users_netrc_does_not_take_the_place_of_our_token(
    headquarters: Headquarters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password mine\ndefault login me password mine\n")
    monkeypatch.setenv("NETRC", str(netrc))
    headquarters.add_user("li", Role.DISPATCHER)
    assert requests.utils.get_netrc_auth(headquarters.url) == ("me", "mine")
    headquarters.new_laptop("li").synchronise()


def test_a_token_that_the_server_does_not_know_is_said(headquarters: Headquarters) -> None:
    line = Transport(headquarters.url, "stolen")
    request = PullRequest(protocol=PROTOCOL, epoch="", cursor=0, scopes="", settled_sequence=0)
    with pytest.raises(Trouble, match="device_unknown"):
        line.ask("pull", request, PullReply)
    line.close()


def test_a_server_of_another_version_is_said(headquarters: Headquarters) -> None:
    line = Transport(headquarters.url)
    request = PullRequest(protocol="2030-01-01", epoch="", cursor=0, scopes="", settled_sequence=0)
    for step in ("enrol", "teleport"):
        with pytest.raises(Trouble, match="protocol_unknown"):
            line.ask(step, request, PullReply)
    assert PASSWORD not in str(line.__dict__)
    line.close()
