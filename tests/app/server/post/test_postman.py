from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import trustme

from app.directory.commands import AddPerson
from app.directory.rules import PersonKind
from app.messages.outgoing import keep_sent
from app.messages.rules import TOLD_WITHIN, MessageState
from app.messages.settings import SMTP_PASSWORD, MailServer, Security
from app.messages.tables import Notice, OutgoingMessage
from app.server.post import postman as postman_module
from app.server.turn import POSTING, Turn
from app.workorders.tables import WorkOrder
from tests.app.server.post.conftest import CALLER, DESK, SERVICE, Office
from tests.fakes import FakeClock
from tests.mail import LOGIN, PASSWORD, MailHost


def test_a_caller_gets_the_number_in_his_language(office: Office, mail_host: MailHost) -> None:
    office.log()
    office.postman.go_round()
    (mail,) = mail_host.taken
    (order,) = office.all(WorkOrder)
    assert mail["To"] == f"Kay Olsen <{CALLER}>"
    assert mail["From"] == f"{SERVICE} <{DESK}>"
    assert mail["Subject"] == f"Din henvendelse {order.number}: Skriveren står"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<{office.message().id}@service.example>"
    text = mail.get_content()
    assert text.startswith("Hei Kay Olsen")
    assert order.number in text
    assert mail.get_content_type() == "text/plain"


def test_what_was_sent_is_not_sent_again(office: Office, mail_host: MailHost, clock: FakeClock) -> None:
    office.log()
    office.postman.go_round()
    clock.advance(days=1)
    office.postman.go_round()
    assert len(mail_host.taken) == 1
    message = office.message()
    assert (message.state, message.tries, message.failure) == (MessageState.SENT, 1, "")


def test_a_process_killed_between_sending_and_keeping_sends_the_same_mail_again(
    office: Office, mail_host: MailHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    office.log()
    monkeypatch.setattr(postman_module, "keep_sent", killed)
    with pytest.raises(KeyboardInterrupt):
        office.postman.go_round()
    monkeypatch.setattr(postman_module, "keep_sent", keep_sent)
    office.postman.go_round()
    first, second = mail_host.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert office.message().state is MessageState.SENT


def test_what_is_refused_for_now_is_tried_later_and_later(
    office: Office, mail_host: MailHost, clock: FakeClock
) -> None:
    office.log()
    mail_host.answers += ["451 greylisted", "451 greylisted"]
    waits = []
    for _try in range(3):
        office.postman.go_round()
        message = office.message()
        waits.append(message.next_try_at - clock.now())
        clock.set(max(clock.now(), message.next_try_at))
    assert waits[:2] == [timedelta(minutes=1), timedelta(minutes=2)]
    assert (office.message().state, office.message().tries) == (MessageState.SENT, 3)


def test_what_is_not_due_yet_is_left_alone(office: Office, mail_host: MailHost) -> None:
    office.log()
    mail_host.answers.append("451 greylisted")
    office.postman.go_round()
    office.postman.go_round()
    assert mail_host.taken == []


def test_what_is_refused_for_good_is_told_to_whoever_it_was_for(office: Office, mail_host: MailHost) -> None:
    office.server.run(AddPerson(id="system", name="Desk", kind=PersonKind.DISPATCHER))
    office.log()
    mail_host.answers.append("550 no such user\r\n here")
    office.postman.go_round()
    office.clock.advance(days=1)
    office.postman.go_round()
    assert office.message().state is MessageState.FAILED
    assert mail_host.taken == []
    (notice,) = office.all(Notice)
    assert notice.code == "notice_message_failed"
    assert notice.facts["recipient"] == CALLER
    assert "no such user" in notice.facts["detail"]


def test_one_that_is_refused_does_not_keep_the_others(office: Office, mail_host: MailHost) -> None:
    office.log("a")
    office.log("b")
    mail_host.answers.append("550 no")
    office.postman.go_round()
    assert len(mail_host.taken) == 1


def test_one_that_cannot_be_written_fails_for_good_and_does_not_keep_the_others(
    office: Office, mail_host: MailHost
) -> None:
    office.log("a")
    office.server.store.write(lambda unit: unit.put(replace(office.message(), recipient="a..b@x.example")))
    office.log("b")
    office.postman.go_round()
    assert {message.state for message in office.all(OutgoingMessage)} == {MessageState.FAILED, MessageState.SENT}
    assert len(mail_host.taken) == 1


def test_what_could_not_be_sent_for_days_is_given_up(
    new_office: Callable[..., Office], clock: FakeClock, expected_log: pytest.LogCaptureFixture
) -> None:
    with MailHost() as gone:
        pass
    office = new_office(MailServer(host="127.0.0.1", port=gone.port, security=Security.NONE))
    office.log()
    office.postman.go_round()
    assert office.message().state is MessageState.QUEUED
    clock.set(clock.now() + TOLD_WITHIN)
    office.postman.go_round()
    assert office.message().state is MessageState.FAILED
    assert "ConnectionRefusedError" in expected_log.text


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # it does not know that it has TLS
class TestEncrypted:
    @pytest.fixture
    def authority(self) -> trustme.CA:
        return trustme.CA()

    @pytest.fixture
    def context(self, authority: trustme.CA) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        return context

    @pytest.fixture
    def server(self, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MailServer:
        monkeypatch.setenv(SMTP_PASSWORD, PASSWORD)
        file = tmp_path / "authority.pem"
        authority.cert_pem.write_to_path(str(file))
        return MailServer(host="127.0.0.1", login=LOGIN, authority=str(file))

    @pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
    def test_the_server_proves_who_it_is_and_we_log_in(
        self, new_office: Callable[..., Office], context: ssl.SSLContext, server: MailServer, security: Security
    ) -> None:
        at_once = security is Security.TLS
        with MailHost(tls=context if at_once else None, starttls=None if at_once else context, with_login=True) as host:
            office = new_office(_at(server, host, security))
            office.log()
            office.postman.go_round()
            assert len(host.taken) == 1

    def test_a_stranger_gets_neither_the_password_nor_the_mail(
        self, new_office: Callable[..., Office], server: MailServer, expected_log: pytest.LogCaptureFixture
    ) -> None:
        other = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("127.0.0.1").configure_cert(other)
        with MailHost(tls=other, with_login=True) as host:
            office = new_office(_at(server, host, Security.TLS))
            office.log()
            office.postman.go_round()
            assert host.taken == []
        assert office.message().state is MessageState.QUEUED
        assert "SSLCertVerificationError" in office.message().failure

    def test_a_wrong_password_is_told_nowhere(
        self,
        new_office: Callable[..., Office],
        context: ssl.SSLContext,
        server: MailServer,
        monkeypatch: pytest.MonkeyPatch,
        expected_log: pytest.LogCaptureFixture,
    ) -> None:
        monkeypatch.setenv(SMTP_PASSWORD, "very secret")
        monkeypatch.setattr("app.server.post.smtp.TIMEOUT_SECONDS", 1.0)  # the host says nothing more
        with MailHost(tls=context, with_login=True) as host:
            office = new_office(_at(server, host, Security.TLS))
            office.log()
            office.postman.go_round()
        assert office.message().state is MessageState.QUEUED
        assert office.message().failure in {"SMTPAuthenticationError", "SMTPServerDisconnected", "TimeoutError"}
        assert "very secret" not in expected_log.text

    def test_nothing_leaves_this_machine_unencrypted(
        self, new_office: Callable[..., Office], expected_log: pytest.LogCaptureFixture
    ) -> None:
        office = new_office(MailServer(host="mail.example", security=Security.NONE))
        office.log()
        office.postman.go_round()
        assert office.message().state is MessageState.QUEUED


def test_on_postgresql_one_process_at_a_time_sends(
    new_office: Callable[..., Office], mail_host: MailHost, postgres_url: str
) -> None:
    server = MailServer(host="127.0.0.1", port=mail_host.port, security=Security.NONE)
    office = new_office(server, database_url=postgres_url)
    ours, theirs = Turn(office.server.store, POSTING), Turn(office.server.store, POSTING)
    assert ours.mine()
    assert not theirs.mine()
    office.log()
    office.postman.go_round()
    assert len(mail_host.taken) == 1
    ours.give_up()


def test_a_name_begins_no_header(office: Office, mail_host: MailHost) -> None:
    office.log(title="Printer\nBcc: all@northvale.example", caller_name='Kay\r\nBcc: x@y.example, "a" <b@c.example>')
    office.postman.go_round()
    (mail,) = mail_host.taken
    assert mail["Bcc"] is None
    assert [each.addr_spec for each in mail["To"].addresses] == [CALLER]


def _at(server: MailServer, host: MailHost, security: Security) -> MailServer:
    return MailServer(
        host=server.host, port=host.port, security=security, login=server.login, authority=server.authority
    )
