"""All that customers read: in each `Language`, which may be one that the window does not speak.

A wording is plain text. What is filled in (names, titles, what somebody wrote) stays as it was written: it is never
read as a wording, as markup or as a header.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.foundation.translation import N_, Language, text_in
from app.messages.rules import MessageWay, Moment, Occasion, one_line


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said on an occasion: a mail's subject and text, and the same in an SMS."""

    subject: str
    text: str
    short: str


WORDINGS: Mapping[Occasion, Wording] = {
    Occasion.LOGGED: Wording(
        N_("Your call {number}: {title}"),
        N_(
            "we have received your call and gave it the number {number}:\n\n{title}\n\n"
            "Please name this number when you call us about it, or answer this message."
        ),
        N_("{service}: your call has the number {number}."),
    ),
    Occasion.PROGRESS: Wording(
        N_("News of {number}: {title}"),
        N_("there is news of your call {number}, “{title}”:\n\n{text}"),
        N_("{service}, {number}: {text}"),
    ),
    Occasion.SOLVED: Wording(
        N_("Solved: {number} {title}"),
        N_(
            "your call {number}, “{title}”, is solved:\n\n{text}\n\n"
            "If it is not, please answer this message or call us, and we go on with it."
        ),
        N_("{service}: your call {number} is solved. If it is not, please call us."),
    ),
    Occasion.CLOSED: Wording(
        N_("Closed: {number} {title}"),
        N_("your call {number}, “{title}”, is closed. What was done:\n\n{text}"),
        N_("{service}: your call {number} is closed."),
    ),
}

RATING_INVITATION = N_("How did we do? Please tell us here: {link}")
RATING_BY_REPLY = N_(
    "To rate our service you can answer this message with one line: very good, good, fair or poor, or how likely you "
    "are to recommend us, from 0 to 10."
)
RATING_PAGE: Mapping[str, str] = {
    "title": N_("How did we do?"),
    "order": N_("Your call {number}: {title}"),
    "grade": N_("How did you find our service?"),
    "very_good": N_("Very good"),
    "good": N_("Good"),
    "fair": N_("Fair"),
    "poor": N_("Poor"),
    "recommends": N_("How likely are you to recommend us? 0: not at all, 10: very likely"),
    "no_answer": N_("No answer"),
    "comment": N_("What would you like to tell us?"),
    "send": N_("Send"),
    "thanks": N_("Thank you. Your rating has arrived."),
    "gone": N_("This link was used already, or is too old. Thank you."),
    "incomplete": N_("Please choose how you found our service. A comment has at most 2,000 characters."),
    "later": N_("Please try again in a minute."),
}
"""What stands on the page that the link of an invitation leads to; the grades by their values."""

_GREETING = N_("Hello {caller},")
_GREETING_NOBODY = N_("Hello,")


_SPOKEN_GREETING = N_("Hello {caller}, this is the service desk.")
_SIGNATURE = N_("The service desk")
"""Where nobody has said how the service is called."""
_SENTENCES: Mapping[Moment, str] = {
    Moment.LOGGED: N_("We have logged your call about “{title}”. Its number is {number}."),
    Moment.PROGRESS: N_("We are still working on {number}, “{title}”."),
    Moment.DAY_END: N_("We could not finish {number}, “{title}”, today, and go on with it."),
    Moment.END: N_("{number}, “{title}”, is solved."),
}
_ENGINEER = N_("{engineer} takes care of it.")
_EXPECTED = N_("We expect to be done by {expected}.")
_NOT_KNOWN = N_("We will tell you as soon as we know more.")
_DONE = N_("What we did: {text}")
_STILL = N_("If it is not solved after all, please tell us and name the number.")
_SENT_AS = {
    Moment.LOGGED: Occasion.LOGGED,
    Moment.PROGRESS: Occasion.PROGRESS,
    Moment.DAY_END: Occasion.PROGRESS,
    Moment.END: Occasion.SOLVED,
}


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell; empty texts are left out, with what stands around them.

    `service` is who writes, `text` what was answered or done, `expected` a time as its reader writes it.
    """

    number: str
    title: str
    service: str = ""
    caller: str = ""
    text: str = ""
    expected: str = ""
    engineer: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A message as it goes out: `text` is a mail's, `short` an SMS."""

    subject: str
    text: str
    short: str


def written(occasion: Occasion, language: Language, told: Told, *, link: str = "", by_reply: bool = False) -> Written:
    """What is said on an occasion, with an invitation to rate by a `link`, or `by_reply` to the mail."""
    wording = WORDINGS[occasion]
    lines = _lines(language, told)
    body = lines | {"text": told.text.strip()}
    greeting = text_in(language, _GREETING if lines["caller"] else _GREETING_NOBODY).format(**lines)
    text, short = text_in(language, wording.text).format(**body), text_in(language, wording.short).format(**lines)
    invitation = text_in(language, RATING_INVITATION).format(link=link) if link else ""
    reply = text_in(language, RATING_BY_REPLY) if by_reply else ""
    return Written(
        subject=text_in(language, wording.subject).format(**lines),
        text="\n\n".join(filter(None, (greeting, text, invitation, reply, f"{lines['service']}\n"))),
        short=" ".join(filter(None, (short, invitation))),
    )


def sentences(moment: Moment, language: Language, told: Told) -> str:
    """How it stands, in whole sentences: what is said on the phone, or written between greeting and signature."""
    lines = _lines(language, told)
    said = [_SENTENCES[moment]]
    if moment is Moment.END:
        said += [_DONE, _STILL] if lines["text"] else [_STILL]
    else:
        said += [_ENGINEER] if lines["engineer"] else []
        said += [_EXPECTED] if lines["expected"] else [_NOT_KNOWN] if moment is Moment.DAY_END else []
    return _joined(language, *(text_in(language, sentence).format(**lines) for sentence in said))


def ready_text(moment: Moment, way: MessageWay | None, language: Language, told: Told) -> str:
    """What the desk says on the phone, where there is no `way`; or sends: a mail with its subject in the first line."""
    said = sentences(moment, language, told)
    if way is None:
        greeting = text_in(language, _SPOKEN_GREETING).format(caller=one_line(told.caller)) if told.caller else ""
        return _joined(language, *filter(None, (greeting, said)))
    message = written(_SENT_AS[moment], language, told if moment is Moment.END else replace(told, text=said))
    return message.short if way is MessageWay.SMS else f"{message.subject}\n\n{message.text}".rstrip()


def _lines(language: Language, told: Told) -> dict[str, str]:
    """What is filled in, each in one line."""
    values = {name: one_line(getattr(told, name)) for name in Told.__slots__}
    return values | {"service": values["service"] or text_in(language, _SIGNATURE)}


def _joined(language: Language, *said: str) -> str:
    """Sentences one after the other; in Chinese nothing stands between them."""
    return ("" if language is Language.CHINESE else " ").join(said)
