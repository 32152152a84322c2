"""What a caller is told when his call is logged, while it goes on, at the end of the day and when it is solved.

These texts go out to readers whose language is not that of the window, so they are not in its catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.foundation.translation import N_
from app.workorders.rules.kinds import AnswerWay


class Moment(StrEnum):
    """When a caller is told (`domain.md` §4)."""

    LOGGED = "logged"
    PROGRESS = "progress"
    DAY_END = "day_end"
    """It could not be solved before the desk goes home."""
    END = "end"


MOMENT_NAMES = {
    Moment.LOGGED: N_("On logging"),
    Moment.PROGRESS: N_("On progress"),
    Moment.DAY_END: N_("At the end of the day"),
    Moment.END: N_("Once it is solved"),
}
TELLING_WAYS = (AnswerWay.PHONE, AnswerWay.MAIL, AnswerWay.SMS)


@dataclass(frozen=True, slots=True)
class CallTold:
    """What is told; `due` is a time as its reader writes it. Empty texts are left out, with what stands around them."""

    number: str
    title: str
    caller: str = ""
    due: str = ""
    engineer: str = ""
    solution: str = ""


_GREETING = {"zh": "{caller}，您好：", "en": "Dear {caller},", "nb": "Hei {caller},"}
_SPOKEN_GREETING = {
    "zh": "{caller}，您好，这里是服务台。",
    "en": "Hello {caller}, this is the service desk.",
    "nb": "Hei {caller}, det er servicedesk.",
}
_SENTENCES = {
    Moment.LOGGED: {
        "zh": "您报修的“{title}”已登记，工单号 {number}。",
        "en": "We have logged your call about “{title}”. Its number is {number}.",
        "nb": "Vi har registrert henvendelsen din om «{title}». Saksnummeret er {number}.",
    },
    Moment.PROGRESS: {
        "zh": "您的工单 {number}“{title}”正在处理。",
        "en": "We are still working on {number}, “{title}”.",
        "nb": "Vi arbeider fortsatt med {number}, «{title}».",
    },
    Moment.DAY_END: {
        "zh": "您的工单 {number}“{title}”今天未能处理完毕，我们会继续跟进。",
        "en": "We could not finish {number}, “{title}”, today, and go on with it.",
        "nb": "Vi ble ikke ferdige med {number}, «{title}», i dag, og arbeider videre med saken.",
    },
    Moment.END: {
        "zh": "您的工单 {number}“{title}”已解决。",
        "en": "{number}, “{title}”, is solved.",
        "nb": "{number}, «{title}», er løst.",
    },
}
_ENGINEER = {
    "zh": "由工程师{engineer}负责。",
    "en": "{engineer} takes care of it.",
    "nb": "{engineer} tar seg av saken.",
}
_DUE = {
    "zh": "预计 {due} 前处理完毕。",
    "en": "We expect to be done by {due}.",
    "nb": "Vi regner med å være ferdige innen {due}.",
}
_UNKNOWN = {
    "zh": "一有进展，我们会马上通知您。",
    "en": "We will tell you as soon as we know more.",
    "nb": "Vi sier fra så snart vi vet mer.",
}
_SOLUTION = {"zh": "处理结果：{solution}", "en": "What we did: {solution}", "nb": "Dette gjorde vi: {solution}"}
_STILL = {
    "zh": "如果问题仍在，请回复并注明工单号。",
    "en": "If it is not solved after all, please tell us and name the number.",
    "nb": "Er det likevel ikke løst, si fra til oss og oppgi saksnummeret.",
}
_SIGNED = {"zh": "服务台", "en": "The service desk", "nb": "Servicedesk"}
_SUBJECTS = {
    Moment.LOGGED: {"zh": "已登记", "en": "logged", "nb": "registrert"},
    Moment.PROGRESS: {"zh": "处理中", "en": "in progress", "nb": "under arbeid"},
    Moment.DAY_END: {"zh": "继续处理", "en": "still in progress", "nb": "fortsatt under arbeid"},
    Moment.END: {"zh": "已解决", "en": "solved", "nb": "løst"},
}
_BETWEEN = {"zh": "", "en": " ", "nb": " "}


def caller_text(moment: Moment, way: AnswerWay, language: str, told: CallTold) -> str:
    """What to say on the phone, or what to send: an e-mail with its subject in the first line, or a short message.

    :param language: a key of `app.knowledge.rules.wording.LANGUAGES`
    """
    sentences = [_SENTENCES[moment][language]]
    if moment is Moment.END:
        sentences += [_SOLUTION[language] if told.solution else "", _STILL[language]]
    else:
        later = _UNKNOWN[language] if moment is Moment.DAY_END else ""
        sentences += [_ENGINEER[language] if told.engineer else "", _DUE[language] if told.due else later]
    words = {name: getattr(told, name) for name in CallTold.__slots__}
    said = [sentence.format(**words) for sentence in sentences if sentence]
    if way is AnswerWay.MAIL:
        subject = f"{told.number} {_SUBJECTS[moment][language]}{'：' if language == 'zh' else ': '}{told.title}"
        greeting = _GREETING[language].format(**words) if told.caller else ""
        return "\n\n".join(filter(None, (subject, greeting, "\n".join(said), _SIGNED[language])))
    if way is AnswerWay.PHONE and told.caller:
        said.insert(0, _SPOKEN_GREETING[language].format(**words))
    return _BETWEEN[language].join(said)
