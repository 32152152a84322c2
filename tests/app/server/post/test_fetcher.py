"""Mails of callers, from a real mailbox to where they belong, on SQLite and on PostgreSQL."""

from __future__ import annotations

import base64
import imaplib
import ssl
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import trustme

from app.accounts.rules import Grant, Role
from app.accounts.users import make_user
from app.directory.commands import AddCustomer, AddPerson
from app.directory.rules import PersonKind
from app.files.contents import content_name
from app.files.tables import Attachment, FileReceipt
from app.messages.reading.mail import ReadMail, read_mail
from app.messages.rules import MailKind, MailState, MessageState
from app.messages.settings import IMAP_PASSWORD, Mailbox, MailServer, Security
from app.messages.tables import IncomingMail, MailboxPlace, Notice
from app.server.post.fetcher import Fetcher
from app.server.post.filing import mail_name
from app.storage.commands import Context
from app.storage.units import UnitOfWork
from app.workorders.commands import AssignOrder, LogOrder
from app.workorders.desk_commands import ResolveOrder
from app.workorders.mail_commands import FileMail, SetMailAside
from app.workorders.receiving_mail import Arrival
from app.workorders.rules import Channel, EventKind, Grade, RatingWay
from app.workorders.tables import OrderEvent, Rating, WorkOrder
from tests.app.server.post.conftest import CALLER, DESK, Office
from tests.imap import LOGIN, PASSWORD, ImapHost
from tests.mail import MailHost

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)


class Letters:
    """Both mail servers, and an office with a desk between them."""

    def __init__(self, office: Office, box: ImapHost, host: MailHost) -> None:
        self.office, self.box, self.host = office, box, host
        self.fetcher = office.fetcher()
        self.fetcher.go_round()  # what lies there already is not taken
        office.server.store.write(self._add_desk)

    def come(self, *mails: EmailMessage | bytes, fetch: bool = True) -> None:
        """Mails come, and are fetched."""
        contents = [mail if isinstance(mail, bytes) else mail.as_bytes(policy=SMTP) for mail in mails]
        self.box.deliver(*contents, at=self.office.clock.now())
        if fetch:
            self.fetcher.go_round()

    def sent(self) -> EmailMessage:
        """The last mail that the caller got."""
        self.office.postman.go_round()
        return self.host.taken[-1]

    def solve(self, order_id: str = "o") -> EmailMessage:
        """Log and solve an order; the mail that tells so."""
        self.office.log(order_id)
        self.office.postman.go_round()
        self.office.server.run(ResolveOrder(order_id=order_id, resolution="Ny valse"))
        return self.sent()

    def mails(self) -> list[IncomingMail]:
        return sorted(self.office.all(IncomingMail), key=lambda mail: mail.received_at)

    def heard(self) -> list[OrderEvent]:
        return [event for event in self.office.all(OrderEvent) if event.kind is EventKind.HEARD]

    def _add_desk(self, unit: UnitOfWork) -> None:
        self.office.server.run_in(unit, AddPerson(id="li", name="Li", kind=PersonKind.DISPATCHER))
        make_user(unit, login="li", person_id="li", grants=[Grant(Role.DESK_AGENT, None)])


def mail(text: str = "Den står fremdeles.", sender: str = CALLER, **headers: str) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    for name, value in {"From": sender, "To": DESK, "Subject": "Hei", **headers}.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def reply(to: EmailMessage, text: str = "Den står fremdeles.", sender: str = CALLER, **headers: str) -> EmailMessage:
    quoted = "".join(f"> {line}\n" for line in to.get_content().splitlines())
    message_id = headers.pop("Message_ID", "<1@northvale.example>")
    return mail(
        f"{text}\n\nDen 2. nov. 2026 skrev Service desk <{DESK}>:\n{quoted}",
        sender,
        In_Reply_To=str(to["Message-ID"]),
        Message_ID=message_id,
        **headers,
    )


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[ImapHost]:
    monkeypatch.setenv(IMAP_PASSWORD, PASSWORD)
    with ImapHost() as host:
        yield host


@pytest.fixture
def letters(new_office: Callable[..., Office], box: ImapHost, mail_host: MailHost) -> Letters:
    return open_letters(new_office, box, mail_host)


def open_letters(new_office: Callable[..., Office], box: ImapHost, host: MailHost, database_url: str = "") -> Letters:
    office = new_office(
        MailServer(host="127.0.0.1", port=host.port, security=Security.NONE),
        imap=Mailbox(host="127.0.0.1", port=box.port, security=Security.NONE, login=LOGIN),
        database_url=database_url,
    )
    return Letters(office, box, host)


def test_an_answer_to_our_mail_stands_in_the_order_and_its_files_are_with_it(letters: Letters) -> None:
    letters.office.log()
    answer = reply(letters.sent(), "Papiret krøller seg.\u202e\x07")
    answer.add_attachment(PNG, maintype="image", subtype="png", filename="bilde\u202egnp.exe")
    answer.add_attachment(b"MZ\0\0", maintype="application", subtype="octet-stream", filename="../../setup.txt")
    letters.come(answer)
    (event,) = letters.heard()
    assert (event.note, event.facts) == ("Papiret krøller seg.", {"sender": CALLER, "address": CALLER})
    picture, whole = sorted(letters.office.all(Attachment), key=lambda file: file.media_type)
    assert (picture.name, picture.about_id, picture.thumbnail_digest is not None) == ("bildegnp.exe.png", "o", True)
    assert (whole.name, whole.media_type) == ("Hei.txt", "text/plain")
    contents = letters.office.server.contents
    text = b"".join(contents.read(content_name(whole.digest), 0, whole.size)).decode()
    assert "> we have" in text.replace("> vi har", "> we have")
    assert len(letters.office.all(FileReceipt)) == 3
    notices = {(notice.code, notice.person_id) for notice in letters.office.all(Notice)}
    assert notices == {("notice_caller_wrote", "li"), ("notice_mail_file_refused", "li")}
    (kept,) = letters.mails()
    assert (kept.kind, kept.state, kept.order_id) == (MailKind.ANSWER, MailState.FILED, "o")
    assert not contents.holds(mail_name(kept.id))


def test_whoever_works_on_it_hears_of_an_answer_once_however_often_it_is_delivered(letters: Letters) -> None:
    letters.office.server.run(AddPerson(id="zhang", name="张三", kind=PersonKind.ENGINEER))
    letters.office.log()
    letters.office.server.run(AssignOrder(order_id="o", visit_id="v", engineer_id="zhang"))
    answer = reply(letters.sent())
    letters.come(answer, answer)
    letters.come(answer)
    assert len(letters.heard()) == 1
    assert not letters.office.server.contents.holds(mail_name(letters.mails()[0].id))
    told = [notice.person_id for notice in letters.office.all(Notice) if notice.code == "notice_caller_wrote"]
    assert told == ["zhang"]


def test_a_number_is_believed_of_the_customers_people_only(letters: Letters) -> None:
    letters.office.log()
    (order,) = letters.office.all(WorkOrder)
    letters.come(
        mail(Subject=f"Re: {order.number}", sender="Kay <KAY@Northvale.Example>"),
        mail(Subject=f"Re: {order.number}", sender="guess@elsewhere.example"),
    )
    assert [event.facts["address"] for event in letters.heard()] == [CALLER]
    stranger = next(one for one in letters.mails() if one.sender == "guess@elsewhere.example")
    assert (stranger.state, stranger.order_id, stranger.customer_id) == (MailState.WAITING, None, "")


@pytest.mark.parametrize(
    ("words", "grade", "recommends"),
    [("9", None, 9), ("Meget god\n\nRaskt gjort", Grade.VERY_GOOD, None), ("很好 10/10", Grade.VERY_GOOD, 10)],
)
def test_a_reply_rates_as_the_link_does_and_once(
    letters: Letters, words: str, grade: Grade | None, recommends: int | None
) -> None:
    solved = letters.solve()
    assert "0 til 10" in solved.get_content()
    letters.come(reply(solved, words), reply(solved, "poor", Message_ID="<2@northvale.example>"))
    (rating,) = letters.office.all(Rating)
    assert (rating.grade, rating.recommends, rating.way) == (grade, recommends, RatingWay.MAIL)
    assert rating.comment == words.partition("\n\n")[2]
    assert [event.note for event in letters.heard()] == ["poor"]


@pytest.mark.parametrize(
    ("words", "sender"),
    [("9 or 10, I am not sure", CALLER), ("9", "colleague@northvale.example"), ("good\nbad", CALLER)],
)
def test_what_is_no_clear_rating_of_the_callers_own_is_a_word_for_the_desk(
    letters: Letters, words: str, sender: str
) -> None:
    letters.come(reply(letters.solve(), words, sender))
    assert letters.office.all(Rating) == []
    assert [event.note for event in letters.heard()] == [words]


def test_another_mail_waits_for_the_desk_and_starts_the_clock_when_it_came(letters: Letters) -> None:
    letters.come(mail("Ingen nett.", Subject="Nett\u202e nede"))
    came_at = letters.office.clock.now()
    (waiting,) = letters.mails()
    assert (waiting.kind, waiting.state) == (MailKind.MESSAGE, MailState.WAITING)
    assert (waiting.person_id, waiting.customer_id, waiting.subject) == ("kay", "c", "Nett nede")
    letters.office.clock.advance(hours=2)
    log = LogOrder(
        id="n", customer_id="c", title="Nett nede", channel=Channel.MAIL, reported_at=came_at, mail_id=waiting.id
    )
    letters.office.server.run(log)
    assert letters.mails()[0].state is MailState.FILED
    (logged,) = letters.office.all(OrderEvent)
    assert logged.facts == {"reported_at": str(int(came_at.timestamp()) * 1_000_000)}
    assert letters.sent()["To"] == CALLER


def test_an_automatic_reply_is_no_answer_and_is_never_answered(letters: Letters) -> None:
    letters.office.log()
    away = reply(letters.sent(), "Jeg er på ferie", Auto_Submitted="auto-replied")
    letters.come(away, reply(letters.sent(), "Jeg er her", Return_Path="<>", Message_ID="<2@x>"), mail(sender=DESK))
    letters.office.postman.go_round()
    assert {one.state for one in letters.mails()} == {MailState.ASIDE}
    assert letters.heard() == []
    assert len(letters.host.taken) == 1


def test_an_alarm_that_a_machine_sends_by_itself_waits_for_the_desk(letters: Letters) -> None:
    by_itself = mail("Disk full", sender="monitor@northvale.example", Auto_Submitted="auto-generated")
    letters.come(by_itself, mail("On battery", sender="ups@northvale.example", Return_Path="<>"))
    assert [(one.kind, one.state) for one in letters.mails()] == [(MailKind.MESSAGE, MailState.WAITING)] * 2


def test_mails_that_differ_in_what_they_bring_along_are_two(letters: Letters) -> None:
    scans = [mail("Scan", Message_ID="<same@scanner.example>") for _scan in range(3)]
    for scan, content in zip(scans, (PNG, PNG, PNG + b"more"), strict=True):
        scan.add_attachment(content, maintype="image", subtype="png", filename="a.png")
    letters.come(*scans)
    assert len(letters.mails()) == 2


def report(of: EmailMessage, action: str = "failed") -> bytes:
    return (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@northvale.example\r\nSubject: Undelivered\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n--x\r\n\r\nSorry\r\n'
        "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; northvale.example\r\n\r\n"
        f"Final-Recipient: rfc822; {CALLER}\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n\r\n--x\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {of['Message-ID']}\r\n\r\n--x--\r\n"
    ).encode()


def test_a_mail_that_did_not_arrive_counts_as_failed_and_the_desk_hears_why(letters: Letters) -> None:
    letters.office.log()
    ours = letters.sent()
    letters.come(report(ours, "delayed"))
    assert letters.office.message().state is MessageState.SENT
    letters.come(report(ours), report(ours))
    message = letters.office.message()
    assert (message.state, message.failure) == (MessageState.FAILED, "smtp; 550 no such user")
    (notice,) = letters.office.all(Notice)
    assert (notice.code, notice.person_id) == ("notice_message_undelivered", "li")
    assert {one.state for one in letters.mails()} == {MailState.ASIDE}


def test_a_bounce_in_words_of_its_own_is_read_by_a_person(letters: Letters) -> None:
    letters.office.log()
    ours = letters.sent()
    letters.come(mail("550", sender="MAILER-DAEMON@x.example", In_Reply_To=str(ours["Message-ID"]), Return_Path="<>"))
    assert letters.heard() == []
    assert [one.state for one in letters.mails()] == [MailState.WAITING]


def test_nothing_in_the_mailbox_is_marked_or_removed_and_what_lay_there_is_left(
    letters: Letters, new_office: Callable[..., Office]
) -> None:
    before = letters.box.kept()
    letters.come(mail(), mail(Subject="To"))
    letters.office.server.run(SetMailAside(mail_id=letters.mails()[0].id))
    letters.fetcher.go_round()
    kept = letters.box.kept()
    assert len(kept) == len(before) + 2
    assert not any(b"Seen" in marks or b"Deleted" in marks for marks in kept)


def test_what_cannot_be_read_and_what_is_too_large_is_told_and_keeps_no_other(
    letters: Letters, monkeypatch: pytest.MonkeyPatch, expected_log: pytest.LogCaptureFixture
) -> None:
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (at, at) for at in range(40))
    monkeypatch.setattr("app.server.post.imap.LARGEST_MAIL", 100_000)
    large = mail("x\n" * 60_000, Subject="Stor")
    letters.come(deep, large, mail("Ok"))
    assert [(one.kind, one.subject) for one in letters.mails()].count((MailKind.UNREADABLE, "Stor")) == 1
    assert {one.kind for one in letters.mails()} == {MailKind.UNREADABLE, MailKind.MESSAGE}
    assert {one.state for one in letters.mails()} == {MailState.WAITING}


def test_what_came_is_asked_for_in_windows_that_one_answer_holds(
    letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.server.post.imap._WINDOW", 2)
    letters.come(*(mail(f"Nummer {at}", Message_ID=f"<{at}@x>") for at in range(5)))
    assert len(letters.mails()) == 5
    assert [place.uid for place in letters.office.all(MailboxPlace)] == [105]


@pytest.mark.parametrize(("said", "of_the_first"), [("SERVERBUG", MailKind.UNREADABLE), ("UNAVAILABLE", None)])
def test_a_mail_that_the_server_cannot_read_out_keeps_no_other(
    letters: Letters,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: pytest.LogCaptureFixture,
    said: str,
    of_the_first: MailKind | None,
) -> None:
    ask = imaplib.IMAP4.uid

    def refuse_first(client: imaplib.IMAP4, command: str, *asked: str) -> tuple[str, list[Any]]:
        if command == "FETCH" and asked[0] == "101":
            return "NO", [f"[{said}] cannot read that".encode()]
        return ask(client, command, *asked)

    monkeypatch.setattr(imaplib.IMAP4, "uid", refuse_first)
    letters.come(mail("a", Message_ID="<a@x>"), mail("b", Message_ID="<b@x>"))
    kinds = {one.subject: one.kind for one in letters.mails()}
    assert kinds.get("UID 101") is of_the_first
    assert len(kinds) == (2 if of_the_first else 0)


def test_a_mailbox_that_was_made_anew_is_read_since_the_last_look(
    letters: Letters, new_office: Callable[..., Office], mail_host: MailHost
) -> None:
    first = mail(Message_ID="<a@x>")
    letters.come(first, *(mail("Mer", Message_ID=f"<more{at}@x>") for at in range(3)))
    with ImapHost() as anew:
        letters.box = anew
        settings = letters.office.settings.imap
        assert settings
        mailbox = Mailbox(host="127.0.0.1", port=anew.port, security=Security.NONE, login=LOGIN)
        letters.fetcher = Fetcher(letters.office.server, letters.office.settings, mailbox, 3600)
        letters.come(first, mail("Ny", Message_ID="<b@x>"))
        letters.come(mail("Nyere", Message_ID="<c@x>"))
    texts = sorted(one.text for one in letters.mails())
    assert texts == ["Den står fremdeles.", "Mer", "Mer", "Mer", "Ny", "Nyere"]
    assert len({place.validity for place in letters.office.all(MailboxPlace)}) == 1


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_who_dies_between_taking_and_keeping_takes_each_mail_once(
    database: str,
    request: pytest.FixtureRequest,
    new_office: Callable[..., Office],
    box: ImapHost,
    mail_host: MailHost,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else ""
    letters = open_letters(new_office, box, mail_host, url)
    letters.office.log()
    letters.come(reply(letters.sent()), mail("Noe annet"), fetch=False)

    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("app.server.post.fetcher.take_back", killed)
        with pytest.raises(KeyboardInterrupt):
            letters.fetcher.go_round()
    assert letters.mails() == []
    for _process in range(2):
        letters.office.fetcher().go_round()
    assert len(letters.mails()) == 2
    assert len(letters.heard()) == 1
    assert [place.uid for place in letters.office.all(MailboxPlace)] == [102]


def test_a_mail_of_ten_megabytes_comes_whole(letters: Letters) -> None:
    letters.office.log()
    ours = letters.sent()
    log = b"linje\n" * 1_300_000
    answer = (
        f"From: {CALLER}\r\nIn-Reply-To: {ours['Message-ID']}\r\n"
        'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n\r\nLoggen er vedlagt.\r\n--x\r\n'
        'Content-Type: text/plain; name="logg.log"\r\nContent-Disposition: attachment\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    letters.come(answer.encode() + base64.encodebytes(log).replace(b"\n", b"\r\n") + b"--x--\r\n")
    (file,) = letters.office.all(Attachment)
    assert (file.name, file.size) == ("logg.log", len(log))


def test_files_that_were_lost_with_the_servers_folder_are_told(
    letters: Letters, expected_log: pytest.LogCaptureFixture
) -> None:
    letters.office.log()
    letters.come(mail(Subject="Bilde"))
    (waiting,) = letters.mails()
    letters.office.server.contents.remove(mail_name(waiting.id))
    letters.office.server.run(FileMail(mail_id=waiting.id, order_id="o"))
    letters.fetcher.go_round()
    letters.fetcher.go_round()
    notices = [(one.code, one.facts.get("name")) for one in letters.office.all(Notice)]
    assert ("notice_mail_gone", "Bilde") in notices
    assert letters.mails()[0].filed_at is not None


def test_one_mail_that_a_rule_refuses_is_told_and_keeps_no_other(
    letters: Letters, monkeypatch: pytest.MonkeyPatch, expected_log: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("app.workorders.receiving_mail.LONGEST_TEXT", 30_000)
    letters.come(mail("lang " * 5_000, Subject="Lang"), mail("Kort", Subject="Kort"))
    kinds = {(one.kind, one.subject) for one in letters.mails()}
    assert kinds == {(MailKind.UNREADABLE, "Lang"), (MailKind.MESSAGE, "Kort")}


def test_one_mail_that_no_database_keeps_is_told_and_keeps_no_other(
    letters: Letters, monkeypatch: pytest.MonkeyPatch, expected_log: pytest.LogCaptureFixture
) -> None:
    def unless_bad(_unit: UnitOfWork, _context: Context, arrival: Arrival) -> None:
        if arrival.is_whole and arrival.mail.subject == "Bad":
            raise sa.exc.DataError("", {}, ValueError())

    monkeypatch.setattr("app.server.post.fetcher.take_back", unless_bad)
    letters.come(mail(Subject="Bad"), mail(Subject="Good"))
    assert {one.kind for one in letters.mails()} == {MailKind.UNREADABLE, MailKind.MESSAGE}


def test_files_of_one_mail_that_cannot_be_filed_are_told_and_keep_no_other(
    letters: Letters, monkeypatch: pytest.MonkeyPatch, expected_log: pytest.LogCaptureFixture
) -> None:
    def unless_bad(content: bytes) -> ReadMail:
        if b"Bad" in content:
            raise SyntaxError
        return read_mail(content)

    monkeypatch.setattr("app.server.post.filing.read_mail", unless_bad)
    letters.office.log()
    ours = letters.sent()
    letters.come(*(reply(ours, Subject=name, Message_ID=f"<{name}@x.example>") for name in ("Bad", "Good")))
    assert [file.name for file in letters.office.all(Attachment)] == ["Good.txt"]
    assert all(one.filed_at for one in letters.mails())
    notices = [one.facts for one in letters.office.all(Notice) if one.code == "notice_mail_not_filed"]
    assert [facts["name"] for facts in notices] == ["Bad"]
    (bad,) = (one for one in letters.mails() if one.subject == "Bad")
    assert letters.office.server.contents.holds(mail_name(bad.id))


def test_two_customers_who_share_an_address_are_asked_about(letters: Letters) -> None:
    letters.office.server.run(
        AddCustomer(id="d", name="Southdale"),
        AddPerson(id="kai", name="Kai", kind=PersonKind.CONTACT, customer_id="d", email=CALLER.upper()),
    )
    letters.come(mail())
    assert [(one.person_id, one.customer_id) for one in letters.mails()] == [(None, "")]


def test_where_nobody_answers_it_is_tried_again(
    new_office: Callable[..., Office], expected_log: pytest.LogCaptureFixture
) -> None:
    with ImapHost() as gone:
        pass
    mailbox = Mailbox(host="127.0.0.1", port=gone.port, security=Security.NONE, login=LOGIN)
    new_office(imap=mailbox).fetcher().go_round()
    assert "ConnectionRefusedError" in expected_log.text


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
    def office(
        self, new_office: Callable[..., Office], authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Callable[[ImapHost, Security], Office]:
        """Opens a server that trusts this authority alone."""
        monkeypatch.setenv(IMAP_PASSWORD, PASSWORD)
        file = tmp_path / "authority.pem"
        authority.cert_pem.write_to_path(str(file))

        def make(host: ImapHost, security: Security) -> Office:
            mailbox = Mailbox(
                host="127.0.0.1", port=host.port, security=security, login=LOGIN, authority=str(file), folder="INBOX"
            )
            return new_office(imap=mailbox)

        return make

    @pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
    def test_the_server_proves_who_it_is_and_we_log_in(
        self, office: Callable[[ImapHost, Security], Office], context: ssl.SSLContext, security: Security
    ) -> None:
        at_once = security is Security.TLS
        with ImapHost(tls=context if at_once else None, starttls=None if at_once else context) as host:
            opened = office(host, security)
            opened.fetcher().go_round()
            assert len(opened.all(MailboxPlace)) == 1

    def test_a_stranger_gets_no_password(
        self, office: Callable[[ImapHost, Security], Office], expected_log: pytest.LogCaptureFixture
    ) -> None:
        other = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("127.0.0.1").configure_cert(other)
        with ImapHost(tls=other) as host:
            opened = office(host, Security.TLS)
            opened.fetcher().go_round()
        assert opened.all(MailboxPlace) == []
        assert "SSLCertVerificationError" in expected_log.text

    def test_a_wrong_password_is_told_nowhere(
        self,
        office: Callable[[ImapHost, Security], Office],
        context: ssl.SSLContext,
        monkeypatch: pytest.MonkeyPatch,
        expected_log: pytest.LogCaptureFixture,
    ) -> None:
        with ImapHost(tls=context) as host:
            opened = office(host, Security.TLS)
            monkeypatch.setenv(IMAP_PASSWORD, "very secret")
            opened.fetcher().go_round()
        assert opened.all(MailboxPlace) == []
        assert "very secret" not in expected_log.text

    def test_nothing_leaves_this_machine_unencrypted(
        self, new_office: Callable[..., Office], expected_log: pytest.LogCaptureFixture
    ) -> None:
        opened = new_office(imap=Mailbox(host="mail.example", security=Security.NONE, login=LOGIN))
        opened.fetcher().go_round()
        assert opened.all(MailboxPlace) == []
        assert "Trouble" in expected_log.text
