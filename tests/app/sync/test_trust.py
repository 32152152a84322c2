"""Whom a laptop believes to be its server: certificates that are right, wrong, of another name, and out of date."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from app.bootstrap import create_empty_workspace
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.server.door import Door
from app.storage import facts
from app.sync.enrolment.laptop import enrol
from app.sync.enrolment.wire import EnrolReply, EnrolRequest
from app.sync.transport import Transport
from app.sync.trust import read_authority
from app.sync.wire import PROTOCOL
from tests.app.sync.conftest import PASSWORD, Headquarters
from tests.app.sync.tls import headquarters_over_tls
from tests.fakes import FakeClock


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def authority_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture
def served(
    tmp_path: Path, request: pytest.FixtureRequest, authority: trustme.CA, clock: FakeClock
) -> Iterator[Headquarters]:
    """A server over TLS for this machine; a parameter gives its certificate another name or another life."""
    given: dict[str, Any] = getattr(request, "param", {})
    made = headquarters_over_tls(authority, tmp_path, clock, **given)
    yield made
    made.close()


def refused(url: str, authority: str = "") -> Trouble:
    line = Transport(url, authority=authority)
    request = EnrolRequest(protocol=PROTOCOL, login="li", password=PASSWORD, device_name="x", settled_sequence=0)
    try:
        with pytest.raises(Trouble) as caught:
            line.ask("enrol", request, EnrolReply)
    finally:
        line.close()
    return caught.value


def test_a_laptop_that_was_given_the_authority_agrees_over_tls_and_remembers_it(
    served: Headquarters, authority_file: Path
) -> None:
    laptop = served.laptop(create_empty_workspace(Home(authority_file.parent / "laptop"), served.clock))
    line = Transport(served.url, authority=read_authority(authority_file))
    enrol(laptop.workspace.store, line, "li", PASSWORD, "laptop")
    line.close()
    authority_file.unlink()
    laptop.synchronise()
    with laptop.workspace.store.read() as reader:
        assert facts.fact(reader, facts.SERVER_URL).startswith("https://")
        assert "BEGIN CERTIFICATE" in facts.fact(reader, facts.SERVER_AUTHORITY)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's store is not a file that can be given")
def test_the_systems_own_store_is_believed(
    served: Headquarters, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store.pem"
    authority.cert_pem.write_to_path(store)
    assert refused(served.url).code == "certificate_refused"
    monkeypatch.setenv("SSL_CERT_FILE", str(store))
    laptop = served.new_laptop("li")
    laptop.synchronise()


def test_a_server_of_an_authority_that_nobody_chose_is_not_believed(served: Headquarters) -> None:
    stranger = trustme.CA().cert_pem.bytes().decode()
    for chosen in ("", stranger):
        trouble = refused(served.url, chosen)
        assert trouble.code == "certificate_refused"
        assert "issuer" in str(trouble.params["detail"]) or "self" in str(trouble.params["detail"])


def test_a_bundle_that_the_environment_names_changes_nothing(
    served: Headquarters, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "bundle.pem"
    authority.cert_pem.write_to_path(bundle)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(bundle))
    assert refused(served.url, trustme.CA().cert_pem.bytes().decode()).code == "certificate_refused"


@pytest.mark.parametrize(
    ("served", "said"),
    [({"name": "paigong.example.org"}, "IP address mismatch"), ({"days": -1}, "expired")],
    indirect=["served"],
)
def test_a_certificate_of_another_name_or_out_of_date_is_not_believed(
    served: Headquarters, authority: trustme.CA, said: str
) -> None:
    trouble = refused(served.url, authority.cert_pem.bytes().decode())
    assert trouble.code == "certificate_refused"
    assert said in str(trouble.params["detail"])


def test_a_server_that_speaks_no_tls_is_not_reached(
    new_headquarters: Callable[[], Headquarters], expected_log: pytest.LogCaptureFixture
) -> None:
    assert refused(new_headquarters().url.replace("http:", "https:")).code == "server_unreachable"
    assert "Invalid HTTP request" in expected_log.text


@pytest.mark.parametrize("url", ["http://paigong.example.org", "http://192.168.1.20:8460", "http://[fe80::1]:8460"])
def test_nothing_goes_to_another_machine_unencrypted(url: str) -> None:
    with pytest.raises(Trouble, match="server_address_insecure"):
        Transport(url)


def test_what_is_no_certificate_is_said(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    for content in (b"", b"nonsense", b"\xff\xfe", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        path.write_bytes(content)
        with pytest.raises(Trouble, match="authority_unreadable"):
            read_authority(path)
    with pytest.raises(Trouble, match="authority_unreadable"):
        read_authority(tmp_path / "missing")


def test_the_server_listens_unencrypted_only_where_nobody_can_read_along(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="certificate_needed"):
        Door().open("0.0.0.0", 0)  # noqa: S104 - it must be refused
    for door in (Door(), Door(trusted_proxies=("127.0.0.1",))):
        door.open("127.0.0.1", 0).close()
    nothing = tmp_path / "nothing.pem"
    nothing.write_text("nothing")
    with pytest.raises(Trouble, match="certificate_unreadable"):
        Door(nothing, nothing).open("127.0.0.1", 0)
    with pytest.raises(Trouble, match="certificate_unreadable"):
        Door(tmp_path / "missing", None).open("127.0.0.1", 0)
