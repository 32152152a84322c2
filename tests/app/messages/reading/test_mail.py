"""Mails as strangers write them; table for table, and whatever bytes there are."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.messages.reading.html import text_of_html
from app.messages.reading.mail import MailFile, ReadMail, Unreadable, read_mail
from app.messages.reading.own_words import own_words
from app.storage.commands import storable

CHINESE = "打印机坏了"


def mail(*head: str, body: bytes = b"Hei") -> ReadMail:
    return read_mail("\r\n".join((*head, "", "")).encode("utf-8", "surrogateescape") + body)


def typed(content_type: str, body: bytes, encoding: str = "8bit") -> str:
    return mail(f"Content-Type: {content_type}", f"Content-Transfer-Encoding: {encoding}", body=body).text


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("gb2312", "gb2312"),
        ("GB2312", "gb18030"),
        ("gbk", "gbk"),
        ("gb18030", "gb18030"),
        ("hz-gb-2312", "hz"),
        ("utf-8", "utf-8"),
        ("us-ascii", "utf-8"),
        ("iso-8859-1", "gb18030"),
        ("no-such-charset", "utf-8"),
        ("", "gb18030"),
    ],
)
def test_a_text_is_read_whatever_its_charset_claims(charset: str, encoding: str) -> None:
    assert typed(f'text/plain; charset="{charset}"', CHINESE.encode(encoding)) == CHINESE
    assert typed(f"text/plain; charset={charset}", base64.b64encode(CHINESE.encode(encoding)), "base64") == CHINESE


@pytest.mark.parametrize(
    ("charset", "text"),
    [("iso-2022-jp", "プリンター"), ("iso-2022-kr", "프린터"), ("cp1252", "kjøl – «ja»"), ("big5", "印表機")],
)
def test_texts_of_other_languages_are_read_too(charset: str, text: str) -> None:
    assert typed(f"text/plain; charset={charset}", text.encode(charset)) == text


def test_quoted_printable_is_read_and_a_broken_character_is_no_reason_to_refuse() -> None:
    assert typed("text/plain; charset=gb2312", b"=B4=F2=D3=A1=BB=FA", "quoted-printable") == "打印机"
    assert typed("text/plain; charset=utf-8", b"a\xffb\x00c\x07", "8bit").startswith("a")


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("=?gb2312?B?tPLTobv6?=", "打印机"),
        ("=?utf-8?q?=E6=89=93?= =?utf-8?q?=E5=8D=B0?=", "打印"),
        (CHINESE, CHINESE),
        ("=?utf-8?b?x?=", "=?utf-8?b?x?="),
        ("Re: \u202eexe.gpj\u200b", "Re: exe.gpj"),
        ("a\0b", "ab"),
        ("x" * 500, "x" * 200),
    ],
)
def test_a_subject_is_one_line_of_what_can_be_seen(written: str, subject: str) -> None:
    assert mail(f"Subject: {written}").subject == subject


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("Kay Olsen <Kay@Northvale.example>", "Kay Olsen", "kay@northvale.example"),
        ('"Olsen, Kay" <kay@northvale.example>, other@x.example', "Olsen, Kay", "kay@northvale.example"),
        ("=?gb2312?B?1cXI/Q==?= <z@x.example>", "张三", "z@x.example"),
        ("kay@northvale.example", "", "kay@northvale.example"),
        ("nobody at all", "", ""),
        ("<a@b@c>", "", ""),
    ],
)
def test_the_sender_is_an_address_or_nobody(written: str, name: str, address: str) -> None:
    read = mail(f"From: {written}")
    assert (read.sender_name, read.sender) == (name, address)


def test_of_alternatives_the_plain_one_is_read_and_html_becomes_text() -> None:
    both = EmailMessage()
    both.set_content("Vanlig")
    both.add_alternative("<p>Fin</p>", subtype="html")
    assert read_mail(both.as_bytes()).text == "Vanlig"
    html = "<head><title>x</title></head><p>Skriveren &lt;b&gt; står</p><ul><li>én<li>to</ul><script>alert(1)</script>"
    assert typed("text/html; charset=utf-8", html.encode()) == "Skriveren <b> står\n- én\n- to"


def test_files_keep_their_names_and_logos_of_signatures_are_left_out() -> None:
    made = EmailMessage()
    made.set_content("Se vedlegg")
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="报告.pdf")
    made.add_attachment(b"GIF89a", maintype="image", subtype="gif", cid="<logo>", disposition="inline")
    inner = EmailMessage()
    inner["Subject"] = "Videresendt"
    inner.set_content("gammel")
    made.add_attachment(inner)
    files = read_mail(made.as_bytes()).files
    assert files[0] == MailFile("报告.pdf", b"%PDF-1.4")
    assert [file.name for file in files] == ["报告.pdf", "Videresendt.txt"]


@pytest.mark.parametrize(
    ("head", "is_of_machine"),
    [
        ("Auto-Submitted: auto-replied", True),
        ("Auto-Submitted: Auto-Replied (vacation)", True),
        ("Auto-Submitted: auto-generated\r\nIn-Reply-To: <a@b>", True),
        ("Auto-Submitted: auto-generated", False),
        ("Auto-Submitted: no\r\nIn-Reply-To: <a@b>", False),
        ("Return-Path: <>", False),
        ("Return-Path: <>\r\nReferences: <a@b>", True),
        ("Return-Path: <kay@x.example>", False),
        ("X-Autoreply: yes", True),
        ("Precedence: auto_reply", True),
        ("Precedence: bulk", False),
        ("Content-Type: multipart/report; boundary=x", True),
    ],
)
def test_a_reply_of_a_machine_is_known(head: str, is_of_machine: bool) -> None:
    assert mail(head).is_reply_of_machine is is_of_machine


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Ja.\n\nOn Mon, 30 Nov 2026, Desk <d@x>\nwrote:\n\n> gammel", "Ja."),
        ("好的\n\n在 2026年11月30日，服务台写道：\n> 旧", "好的"),
        ("Ja\n\nDen 2. nov. 2026 skrev Desk:\n> x", "Ja"),
        ("Ja\n\n-----Original Message-----\nFrom: x", "Ja"),
        ("Ja\n\n发件人: 服务台\n发送时间: 今天\n旧", "Ja"),
        ("Ja\n-- \nKay\nNorthvale", "Ja"),
        ("Ja\n\nSent from my iPhone", "Ja"),
        ("On Mon Kay wrote:\n> spm 1\nsvar 1\n> spm 2\nsvar 2", "svar 1\nsvar 2"),
        ("> alt er sitert", ""),
        ("From: the start it was broken.", "From: the start it was broken."),
        ("On Monday it broke: twice", "On Monday it broke: twice"),
    ],
)
def test_ones_own_words_are_left_of_a_reply(text: str, own: str) -> None:
    assert own_words(text) == own


@pytest.mark.parametrize(
    "hostile",
    [
        *("<" * 10**5, "<a " * 10**5, "<!--" * 10**5, '<a b="' * 10**5, "&#" * 10**5),
        *("<" + "a" * 4_000_000, "<a" + " " * 4_000_000, "&#" + "9" * 10**5),
    ],
    ids=lambda hostile: hostile[:4],
)
def test_html_of_a_stranger_is_looked_at_once(hostile: str) -> None:
    assert storable(text_of_html(hostile))  # the standard library's parser would take minutes


@pytest.mark.parametrize("hostile", ["<a\0b@x.example>", "<a\udcffb@x.example>", "<ø@x.example>", "<a\x85@b>"])
def test_an_id_that_no_program_writes_is_none(hostile: str) -> None:
    read = mail("Subject: Hei", f"Message-ID: {hostile}", f"In-Reply-To: {hostile} <good@x.example>")
    assert (read.subject, read.message_id, read.refers_to) == ("Hei", "", ("good@x.example",))


@pytest.mark.parametrize(
    "hostile",
    [
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (at, at) for at in range(40)),
        b"Content-Type: message/x\n\n" * 2_000,
        b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n" * 1_000_000,
        b"Content-Type: text/plain" + b";" * 4_000_000,
        b"Content-Type: text/plain" + b";\n a" * 1_000_000,
        b"Content-Disposition: attachment" + b";a=b" * 1_000_000,
    ],
    ids=["nested", "messages", "parts", "parameters", "folded", "disposition"],
)
def test_what_parsers_would_take_minutes_over_is_refused_at_once_but_for_its_head(hostile: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read_mail(b"From: Kay <kay@x.example>\nSubject: Hei\n" + hostile)
    assert (refused.value.head.sender, refused.value.head.subject) == ("kay@x.example", "Hei")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/plain", b"GET /?boundary=1\n" * 31),
        ("text/plain", b"-- x\n" * 20_000),
        ("text/html", b"Hei &#" + b"9" * 5_000 + b";"),
        ("text/plain; charset=punycode", b"a-" + b"9" * 4_000_000),
        ("text/plain", b"On Mon x wrote:\n" + b"\n" * 1_000_000 + b"> x\n"),
        ('multipart/report; boundary="x"', b"--x\nContent-Type: text/rfc822-headers\n\n" + b"a: b\n" * 400_000),
    ],
    ids=["boundaries", "separators", "number", "charset", "blanks", "report"],
)
def test_what_looks_like_that_is_read(content_type: str, body: bytes) -> None:
    assert mail("Subject: Hei", f"Content-Type: {content_type}", body=body).subject == "Hei"


_PIECES = (
    *(b"\r\n", b"\r\n\r\n", b"From: a@b.c", b"Subject: =?gb2312?B?tPLT", b"Content-Type: ", b"text/html; charset="),
    *(b"utf-8", b"multipart/report; boundary=x", b"--x", b"--x--", b"message/rfc822", b"message/delivery-status"),
    *(b"Action: failed", b"Content-Transfer-Encoding: base64", b"=B4=F2", b"\xff\xfe\x00", b"<p>", b"> "),
    *(b"In-Reply-To: <a@b>", b"*0*=''%E2%80%AE"),
)
_PARTS = st.lists(st.sampled_from(_PIECES), max_size=30)


@given(st.one_of(st.binary(max_size=300), _PARTS.map(b"".join), _PARTS.map(b"\r\n".join)))
@example(b"From: " + b"(" * 9_000)
def test_whatever_comes_is_read_or_refused_and_can_be_kept(content: bytes) -> None:
    try:
        read = read_mail(content)
    except Unreadable:
        return
    texts = [read.sender, read.sender_name, read.subject, read.text, own_words(read.text)]
    assert storable([*texts, *(file.name for file in read.files)])
    assert all("\n" not in line for line in (read.subject, read.sender_name))
