"""What a customer's people are told about a closure, ready to send in three languages.

These texts go out to readers whose language is not that of the window, so they are not in its catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.knowledge.rules.closures import ClosureKind, ClosureState


@dataclass(frozen=True, slots=True)
class Told:
    """What an announcement says; both times are in the time zone of its readers."""

    services: tuple[str, ...]
    kind: ClosureKind
    state: ClosureState
    begins_at: datetime
    ends_at: datetime
    reason: str


_HEADS = {
    "zh": {
        ClosureState.CANCELLED: "取消停用：{services} 照常可用",
        ClosureState.ENDED: "服务恢复：{services} 已可正常使用",
        ClosureState.UNDER_WAY: "服务停用中：{services}",
        ClosureKind.PLANNED: "计划停用通知：{services}",
        ClosureKind.EMERGENCY: "紧急停用通知：{services}",
    },
    "en": {
        ClosureState.CANCELLED: "Closure cancelled: {services} stays available",
        ClosureState.ENDED: "Available again: {services}",
        ClosureState.UNDER_WAY: "Closed at present: {services}",
        ClosureKind.PLANNED: "Planned closure: {services}",
        ClosureKind.EMERGENCY: "Emergency closure: {services}",
    },
    "nb": {
        ClosureState.CANCELLED: "Stengningen er avlyst: {services} er tilgjengelig som vanlig",
        ClosureState.ENDED: "Tilgjengelig igjen: {services}",
        ClosureState.UNDER_WAY: "Stengt nå: {services}",
        ClosureKind.PLANNED: "Planlagt stenging: {services}",
        ClosureKind.EMERGENCY: "Hastestenging: {services}",
    },
}
_COMING = {
    "zh": "自 {begins} 起，至 {ends} 止，上述服务将无法使用。",
    "en": "From {begins} until {ends} it cannot be used.",
    "nb": "Fra {begins} til {ends} kan tjenesten ikke brukes.",
}
_NOW = {
    "zh": "预计 {ends} 恢复。",
    "en": "We expect it back by {ends}.",
    "nb": "Vi regner med at tjenesten er tilbake innen {ends}.",
}
_WHY = {"zh": "原因：{reason}", "en": "Reason: {reason}", "nb": "Årsak: {reason}"}
_SAVE = {
    "zh": "请在停用开始前保存工作并退出系统。",
    "en": "Please save your work and sign out before it begins.",
    "nb": "Lagre arbeidet og logg ut før stengingen begynner.",
}
_JOINED = {"zh": "、", "en": ", ", "nb": ", "}
_SERVICES = {
    "zh": {
        "network": "网络",
        "business systems": "业务系统",
        "mail and home server": "邮件和个人文件服务器",
        "intranet": "内部网站",
        "websites": "对外网站",
    },
    "en": {},
    "nb": {
        "network": "nettverk",
        "business systems": "fagsystemer",
        "mail and home server": "e-post og hjemmeområder",
        "intranet": "intranett",
        "websites": "nettsteder",
    },
}
"""The shipped groups of services; what people named themselves is called so in every language."""


def closure_text(told: Told, language: str) -> str:
    """The announcement of a closure as it stands: what, from when until when, and why, in a written language."""
    heads = _HEADS[language]
    lines = [heads.get(told.state) or heads[told.kind]]
    if told.state is ClosureState.AGREED:
        lines += [_COMING[language], _WHY[language], _SAVE[language]]
    elif told.state is ClosureState.UNDER_WAY:
        lines += [_NOW[language], _WHY[language]]
    facts = {
        "services": _JOINED[language].join(_SERVICES[language].get(name, name) for name in told.services),
        "begins": moment_text(told.begins_at, language),
        "ends": moment_text(told.ends_at, language),
        "reason": told.reason,
    }
    return "\n".join(line.format(**facts) for line in lines)


def moment_text(at: datetime, language: str) -> str:
    """An instant as these readers write it, with what its clock differs from UTC."""
    offset = at.utcoffset() or timedelta()
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    sign = "-" if offset < timedelta() else "+"
    zone = f"UTC{sign}{hours}" + (f":{minutes:02d}" if minutes else "")
    match language:
        case "zh":
            return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}（{zone}）"
        case "nb":
            return f"{at.day}.{at.month}.{at.year} kl. {at:%H.%M} ({zone})"
        case _:
            return f"{at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M} ({zone})"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
