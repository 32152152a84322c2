"""A mail as it came, read: who wrote what, in answer to which of our mails, with which files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from app.messages.reading.characters import decoded, header_text, plain
from app.messages.reading.html import text_of_html
from app.messages.reading.own_words import own_words
from app.messages.rules import mail_address

LARGEST_SUBJECT = 200
_MOST_PARTS = 300
_TYPED = re.compile(rb"(?i)(?:\A|[\r\n])content-[a-z-]+:[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*+")
"""What a part says of itself, with the lines that it goes on in."""
_NESTING = re.compile(rb"(?i)boundary[*0-9]{0,4}=|message/")
_SEPARATORS = re.compile(rb"[\r\n]--")
_MOST_SEPARATORS = 10_000
_MOST_NESTED = 30
"""Parts that hold others: the parser compares each line with all that it is in."""
_MOST_REFERENCES = 50
_LONGEST_HEADER = 10_000
_LARGEST_HEAD = 64 * 1024
_ORNAMENT = 8 * 1024
"""Bytes up to which a picture that the text shows is taken for the logo of a signature."""
_DAEMONS = frozenset({"mailer-daemon", "postmaster"})
_ID = re.compile(r"<([!-;=?A-~]{1,200}@[!-;=?A-~]{1,200})>")
"""As every program writes them: of what can be seen in ASCII."""


class Unreadable(Exception):
    """What came is no mail that can be read; `head` is who sent it and what it is about, as far as that can be."""

    def __init__(self, why: str, head: ReadMail) -> None:
        super().__init__(why)
        self.head = head


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file of a mail; its name is whatever the sender wrote."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail. `sender` is an address in small letters, or empty; `refers_to` are the ids of mails that it answers.

    `own_words` is its text without what it quotes. `is_reply_of_machine`: nobody wrote it, it came because of a mail
    (RFC 3834). `failures` are the mails that were not delivered, by their ids, each with what was said of it
    (RFC 3464). `is_bounce`: a mail server says in words of its own that one was not.
    """

    message_id: str = ""
    refers_to: tuple[str, ...] = ()
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    text: str = ""
    own_words: str = ""
    files: tuple[MailFile, ...] = ()
    is_reply_of_machine: bool = False
    is_bounce: bool = False
    failures: tuple[tuple[str, str], ...] = ()


def read_mail(content: bytes) -> ReadMail:
    """Read a mail.

    :raises Unreadable: the parsers cannot make anything of it
    """
    why = _too_much(content)
    if why:
        raise Unreadable(why, _head_alone(content))
    try:
        return _read(message_from_bytes(content))
    except Exception as error:  # they raise whatever they stumble over, RecursionError included
        raise Unreadable(type(error).__name__, _head_alone(content)) from error


def _too_much(content: bytes) -> str:
    """What the parser would take minutes over; empty where there is nothing of that."""
    said = [found[0] for found in _TYPED.finditer(content)]
    if any(len(one) > _LONGEST_HEADER for one in said):
        return "long header"
    nesting = sum(1 for one in said if _NESTING.search(one))
    if nesting > _MOST_NESTED:
        return "nested"
    separators = sum(1 for _line in _SEPARATORS.finditer(content)) if nesting else 0
    return "many parts" if separators > _MOST_SEPARATORS else ""


def _head_alone(content: bytes) -> ReadMail:
    try:
        return _head(_parsed_head(content))
    except Exception:  # noqa: BLE001 - then nothing of it can be read
        return ReadMail()


def _parsed_head(content: bytes) -> Message:
    return BytesHeaderParser().parsebytes(content[:_LARGEST_HEAD])


def _read(message: Message) -> ReadMail:
    head = _head(message)
    texts, files = _contents(message)
    failures = tuple(_failures(message))
    is_bounce = head.sender.partition("@")[0] in _DAEMONS and message.get_content_type() != "multipart/report"
    is_machine = not is_bounce and _is_reply_of_machine(message, refers=bool(head.refers_to))
    text = "\n\n".join(filter(None, texts)).strip()
    return replace(
        head,
        text=text,
        own_words=own_words(text),
        files=tuple(files),
        is_reply_of_machine=is_machine,
        is_bounce=is_bounce,
        failures=failures,
    )


def _head(message: Message) -> ReadMail:
    written = [(name, address) for name, address in getaddresses([_raw(message, "From")]) if address]
    name, address = written[0] if written else ("", "")
    references = f"{_raw(message, 'In-Reply-To')} {_raw(message, 'References')}"
    return ReadMail(
        message_id=next(iter(_ID.findall(_raw(message, "Message-ID"))), ""),
        refers_to=tuple(dict.fromkeys(_ID.findall(references)))[:_MOST_REFERENCES],
        sender=mail_address(address).lower(),
        sender_name=header_text(name)[:LARGEST_SUBJECT],
        subject=header_text(_raw(message, "Subject"))[:LARGEST_SUBJECT],
    )


def _raw(message: Message, name: str) -> str:
    """A header as it came, bytes that are no ASCII as half characters; of a very long one its beginning."""
    values = (str(value) for key, value in message.raw_items() if key.lower() == name.lower())
    return next(values, "")[:_LONGEST_HEADER]


def _is_reply_of_machine(message: Message, *, refers: bool) -> bool:
    """By RFC 3834 and what was customary before; a machine that writes by itself (an alarm) is no reply."""
    if message.get_content_type() == "multipart/report":
        return True
    submitted = _raw(message, "Auto-Submitted").strip().lower()
    if submitted.startswith("auto-replied") or (submitted not in {"", "no"} and refers):
        return True
    if _raw(message, "Precedence").strip().lower() == "auto_reply":
        return True
    names = {key.lower() for key, _value in message.raw_items()}
    is_returned_to_nobody = refers and _raw(message, "Return-Path").strip() == "<>"
    return bool(names & {"x-autoreply", "x-autorespond"}) or is_returned_to_nobody


def _contents(message: Message) -> tuple[list[str], list[MailFile]]:
    texts: list[str] = []
    files: list[MailFile] = []
    for part in _leaves(message):
        kind = part.get_content_type()
        name = _file_name(part)
        if kind == "message/rfc822":
            files.append(_enclosed(part))
        elif kind in {"text/plain", "text/html"} and not name and not _is_attached(part):
            text = decoded(_bytes(part), str(part.get_content_charset() or ""))
            texts.append(plain(text_of_html(text)) if kind == "text/html" else text.strip())
        elif (content := _bytes(part)) and not _is_ornament(part, content):
            files.append(MailFile(name or kind.replace("/", "."), content))
    return texts, files


def _is_ornament(part: Message, content: bytes) -> bool:
    return bool(part.get("Content-ID")) and part.get_content_maintype() == "image" and len(content) <= _ORNAMENT


def _leaves(message: Message) -> Iterator[Message]:
    """What stands in a mail, of alternatives the one that is easiest to read; its report is read apart."""
    waiting = [message]
    for _part in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        kind = part.get_content_type()
        if part.is_multipart() and kind != "message/rfc822":
            parts = part.get_payload()
            inner = [each for each in parts if isinstance(each, Message)] if isinstance(parts, list) else []
            waiting[:0] = _easiest(inner) if kind == "multipart/alternative" else inner
        elif kind not in {"message/delivery-status", "text/rfc822-headers"}:
            yield part


def _easiest(alternatives: list[Message]) -> list[Message]:
    """The plain one, where it says anything; else the last, which is the best."""
    plain_ones = [each for each in alternatives if each.get_content_type() == "text/plain" and _bytes(each).strip()]
    return plain_ones[:1] or alternatives[-1:]


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _file_name(part: Message) -> str:
    return header_text(str(part.get_filename() or ""))


def _enclosed(part: Message) -> MailFile:
    """A mail that lies in this one: a file of text, named by what it is about."""
    inner = part.get_payload()
    message = inner[0] if isinstance(inner, list) and inner else part
    subject = header_text(_raw(message, "Subject")) if isinstance(message, Message) else ""
    return MailFile(f"{subject or 'mail'}.txt", message.as_bytes() if isinstance(message, Message) else b"")


def _failures(message: Message) -> Iterator[tuple[str, str]]:
    """Which mail was not delivered at all, and why, where this is a report of it."""
    if message.get_content_type() != "multipart/report":
        return
    parts = list(message.walk())
    statuses = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    said = [
        header_text(_raw(block, "Diagnostic-Code") or _raw(block, "Status"))
        for status in statuses
        for block in status.walk()
        if _raw(block, "Action").strip().lower() == "failed"
    ]
    returned = [part for part in parts if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}]
    heads = " ".join(_returned_id(part) for part in returned)
    if said:
        yield from ((one, said[0][:LARGEST_SUBJECT]) for one in dict.fromkeys(_ID.findall(heads)))


def _returned_id(part: Message) -> str:
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        return _raw(inner[0], "Message-ID")
    return _raw(_parsed_head(_bytes(part)), "Message-ID")
