"""How a server writes to callers, and where they write to it: a file that its administrator wrote.

Passwords are not in it but in the environment.

{"address": "desk@example.org", "service": "Service desk", "language": "en",
     "public_url": "https://desk.example.org",
 "smtp": {"host": "smtp.example.org", "login": "desk"},
 "imap": {"host": "imap.example.org", "login": "desk", "folder": "INBOX"},
 "sms": {"url": "https://sms.example.org/send", "form": {"to": "{number}", "text": "{text}", "key": "{secret}"}}}
"""

from __future__ import annotations

import os
import re
from enum import StrEnum
from pathlib import Path

import msgspec

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_, Language
from app.messages.rules import mail_address, one_line

SMTP_PASSWORD = "PAIGONG_SMTP_PASSWORD"  # noqa: S105 - the name of the variable
IMAP_PASSWORD = "PAIGONG_IMAP_PASSWORD"  # noqa: S105 - the name of the variable
SMS_SECRET = "PAIGONG_SMS_SECRET"  # noqa: S105 - the name of the variable

_FOLDER = re.compile(r"[ !#-\[\]-~]{1,200}")
"""What stands between quotation marks as it is."""

declare(
    {
        "mail_server_insecure": N_(
            "Mail to {host} would go over the network unencrypted. Set its security to “tls” or “starttls”."
        ),
        "message_settings_unreadable": N_(
            "The settings of messages in {path} cannot be used ({detail}). Correct the file, then start again."
        ),
    }
)


class Security(StrEnum):
    """How a mail server is spoken with."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"
    """Only with this machine itself."""


class MailServer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mail server. `authority` is a file (PEM) that takes the place of the system's authorities.

    `port` 0 is the customary one.
    """

    host: str
    port: int = 0
    security: Security = Security.TLS
    login: str = ""
    authority: str = ""


class Mailbox(MailServer, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A folder of a mail server (IMAP) that callers' mails come into; nothing in it is ever changed.

    `folder` is called as the server calls it: where that is not ASCII, in modified UTF-7 (RFC 3501).
    """

    folder: str = "INBOX"


class SmsGateway(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A gateway that takes an SMS as one request: POST where there is a `form`, else GET.

    In `url`, in the values of `form` and in those of `headers` stand ``{number}``, ``{text}``, ``{secret}``, and
    ``{id}``, by which a gateway may recognise what it was given twice. `numbers` (a regular expression) are those that
    an SMS can be sent to.
    """

    url: str
    form: dict[str, str] = {}
    headers: dict[str, str] = {}
    numbers: str = r"\+[0-9]{8,15}|1[3-9][0-9]{9}|[49][0-9]{7}"
    authority: str = ""


class MessageSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who writes (`service` at `address`), and by which ways; `language` where a customer has no other.

    What is sent to `address` comes into the mailbox `imap`, where that is to be looked into. Callers reach this server
    at `public_url`; where it is empty they are sent no links.
    """

    address: str
    service: str
    language: Language = Language.ENGLISH
    public_url: str = ""
    smtp: MailServer | None = None
    imap: Mailbox | None = None
    sms: SmsGateway | None = None


def read_message_settings(path: Path) -> MessageSettings:
    """The settings in a file.

    :raises Trouble: ``message_settings_unreadable``
    """
    try:
        settings = msgspec.json.decode(path.read_bytes(), type=MessageSettings)
        _check(settings)
    except (OSError, ValueError, KeyError, IndexError, re.error) as error:  # msgspec's are ValueErrors
        detail = getattr(error, "strerror", None) or str(error)
        raise Trouble("message_settings_unreadable", path=str(path), detail=detail) from error
    return settings


def secret(variable: str) -> str:
    """A password from the environment, empty where none is set."""
    return os.environ.get(variable, "")


def _check(settings: MessageSettings) -> None:
    if not mail_address(settings.address):
        raise ValueError(settings.address)
    if not one_line(settings.service):
        raise ValueError("service")
    if settings.public_url and not settings.public_url.startswith(("https://", "http://")):
        raise ValueError(settings.public_url)
    if settings.imap and not _FOLDER.fullmatch(settings.imap.folder):
        raise ValueError(settings.imap.folder)
    if settings.sms:
        re.compile(settings.sms.numbers)
        for template in (settings.sms.url, *settings.sms.form.values(), *settings.sms.headers.values()):
            template.format(number="", text="", secret="", id="")
