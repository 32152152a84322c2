"""All that customers read: in each `Language`, which may be one that the window does not speak.

A wording is plain text. What is filled in (names, titles, what somebody wrote) stays as it was written: it is never
read as a wording, as markup or as a header.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.foundation.translation import N_, Language, text_in
from app.messages.rules import Occasion, one_line


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


@dataclass(frozen=True, slots=True)
class Written:
    """A message as it goes out: `text` is a mail's, `short` an SMS."""

    subject: str
    text: str
    short: str


def written(
    occasion: Occasion,
    language: Language,
    values: Mapping[str, str],
    *,
    link: str = "",
    by_reply: bool = False,
) -> Written:
    """What is said on an occasion, with an invitation to rate by a `link`, or `by_reply` to the mail.

    `values` are ``number``, ``title``, ``service`` (who writes) and ``caller`` (his name, or empty); ``text`` on
    progress and at the end.
    """
    wording = WORDINGS[occasion]
    lines = {name: one_line(value) for name, value in values.items()}
    body = lines | {"text": values.get("text", "").strip()}
    greeting = text_in(language, _GREETING if lines["caller"] else _GREETING_NOBODY).format(**lines)
    text, short = text_in(language, wording.text).format(**body), text_in(language, wording.short).format(**lines)
    invitation = text_in(language, RATING_INVITATION).format(link=link) if link else ""
    reply = text_in(language, RATING_BY_REPLY) if by_reply else ""
    return Written(
        subject=text_in(language, wording.subject).format(**lines),
        text="\n\n".join(filter(None, (greeting, text, invitation, reply, f"{lines['service']}\n"))),
        short=" ".join(filter(None, (short, invitation))),
    )
