"""What somebody wrote himself in a reply: without what he quotes, and without his signature."""

from __future__ import annotations

import re
from itertools import dropwhile

_INTRODUCED = re.compile(r"(?i)(?:on|den|på)\b.*\b(?:wrote|skrev)\b.*:|.*(?:写道|寫道)\s*[:：]")
"""The line above what is quoted, which may be broken into two."""
_LONGEST_LOOK = 200_000
"""Characters; ten times as many as stand where it is read."""
_LONGEST_INTRODUCTION = 400
_RULED = re.compile(
    r"(?i)\s*(?:[-_]{2,}\s*(?:original message|opprinnelig melding|原始邮件|原邮件|转发邮件)\s*[-_]{2,}|_{10,})\s*"
)
_HEAD = re.compile(r"\s*(?:\*?(?:from|fra|von|发件人|寄件者)\*?\s*[:：])", re.IGNORECASE)
_HEAD_GOES_ON = re.compile(
    r"\s*\*?(?:sent|date|to|cc|subject|sendt|dato|til|kopi|emne|发送时间|发送日期|日期|收件人|抄送|主题)\*?\s*[:：]",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"(?i)\s*(?:sent from (?:my|outlook|mail)\b.*|sendt fra (?:min|outlook|mail)\b.*|get outlook for .*|发自我的.*)"
)
_SIGNED = ("-- ", "--", "—")


def own_words(text: str) -> str:
    """What is left of a reply's text; nothing where there is no word of its author's."""
    lines = text[:_LONGEST_LOOK].split("\n")
    quoted_from = _quoted_from(lines)
    before = _unsigned(lines[:quoted_from])
    if before:
        return before
    below = list(dropwhile(_introduces, lines[quoted_from + 1 :]))
    return _unsigned(below) if any(line.startswith(">") for line in below) else ""


def _introduces(line: str) -> bool:
    return bool(_HEAD.match(line) or _HEAD_GOES_ON.match(line) or not line.strip())


def _quoted_from(lines: list[str]) -> int:
    """The line that introduces what is quoted; the number of lines where nothing does."""
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if _RULED.fullmatch(line) or (_HEAD.match(line) and _HEAD_GOES_ON.match(following)):
            return at
        both = f"{line} {following}"
        if any(len(one) <= _LONGEST_INTRODUCTION and _INTRODUCED.fullmatch(one.strip()) for one in (line, both)):
            return at
    return len(lines)


def _unsigned(lines: list[str]) -> str:
    """Lines without those that are quoted, up to a signature."""
    kept: list[str] = []
    for line in lines:
        if line in _SIGNED or _SENT_FROM.fullmatch(line):
            break
        if not line.lstrip().startswith((">", "＞")):
            kept.append(line.rstrip())
    return "\n".join(kept).strip()
