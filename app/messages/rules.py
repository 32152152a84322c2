"""What callers are told, by which way, and how often it is tried."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum

from app.foundation.texts import visible
from app.foundation.translation import N_


class Occasion(StrEnum):
    """Why a caller is written to."""

    LOGGED = "logged"
    PROGRESS = "progress"
    SOLVED = "solved"
    CLOSED = "closed"


class Moment(StrEnum):
    """When the desk itself tells a caller something (`domain.md` §4)."""

    LOGGED = "logged"
    PROGRESS = "progress"
    DAY_END = "day_end"
    """It could not be solved before the desk goes home."""
    END = "end"


class MessageWay(StrEnum):
    """How a message goes out."""

    MAIL = "mail"
    SMS = "sms"


class MessageState(StrEnum):
    """Where a message is."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class MailKind(StrEnum):
    """What a mail is that came."""

    MESSAGE = "message"
    """Somebody tells something new, as by a message left."""
    ANSWER = "answer"
    """In answer to a mail of ours, or about an order."""
    RATING = "rating"
    OF_MACHINE = "of_machine"
    """Nobody wrote it: it came because of a mail of ours."""
    UNDELIVERED = "undelivered"
    """A mail of ours did not reach its reader."""
    UNREADABLE = "unreadable"
    """Nothing of it could be read: it lies in the mailbox."""


class MailState(StrEnum):
    """Where a mail is that came."""

    WAITING = "waiting"
    """In the queue of the desk."""
    FILED = "filed"
    """It belongs to an order."""
    ASIDE = "aside"
    """Nothing is to be done about it."""


MOMENT_NAMES = {
    Moment.LOGGED: N_("On logging"),
    Moment.PROGRESS: N_("On progress"),
    Moment.DAY_END: N_("At the end of the day"),
    Moment.END: N_("Once it is solved"),
}
MAIL_KIND_NAMES = {
    MailKind.MESSAGE: N_("Message"),
    MailKind.ANSWER: N_("Answer"),
    MailKind.RATING: N_("Rating"),
    MailKind.OF_MACHINE: N_("Automatic reply"),
    MailKind.UNDELIVERED: N_("Report of a message that did not arrive"),
    MailKind.UNREADABLE: N_("Not readable as a whole: look into the mailbox"),
}
MAIL_STATE_NAMES = {
    MailState.WAITING: N_("Waits"),
    MailState.FILED: N_("With its order"),
    MailState.ASIDE: N_("Set aside"),
}

LONGEST_WAIT = timedelta(hours=1)
TOLD_WITHIN = timedelta(days=3)
"""After what happened; later nobody wants to hear of it any more."""

_ADDRESS = re.compile(
    r"(?![.]|.*[.][.@])[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?"
)
_BETWEEN_DIGITS = re.compile(r"[\s()./-]")


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries: a minute at first, then twice as long each time, up to an hour."""
    return min(timedelta(minutes=2.0 ** min(tries - 1, 10)), LONGEST_WAIT)


def mail_address(entered: str) -> str:
    """The one e-mail address that somebody entered; empty where it is none, or none that every server takes."""
    address = entered.strip()
    return address if _ADDRESS.fullmatch(address) else ""


def phone_number(entered: str, taken: str) -> str:
    """A phone number without what stands between its digits; empty where it is not of the form `taken` (a regex)."""
    number = _BETWEEN_DIGITS.sub("", entered)
    return number if re.fullmatch(taken, number, re.ASCII) else ""


def one_line(text: str) -> str:
    """`text` as it may stand in a header: whoever wrote a line end into a name begins no header with it."""
    return " ".join(visible(text).split())
