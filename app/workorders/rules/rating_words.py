"""A rating that somebody wrote into a reply, in whichever language we write to callers.

Only a line that says nothing else is one: of "not good" and "the 2nd printer" nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from app.workorders.rules.kinds import Grade

_SPOKEN = {
    Grade.VERY_GOOD: (
        "very good, excellent, 非常好, 很好, 非常满意, 很满意, 十分满意, "
        "meget god, meget bra, veldig god, veldig bra, svært god, svært bra, svært fornøyd"
    ),
    Grade.GOOD: "good, 好, 满意, 良好, god, bra, fornøyd",
    Grade.FAIR: "fair, 一般, 还行, middels, greit, nokså bra",
    Grade.POOR: (
        "poor, very poor, bad, very bad, 差, 很差, 不好, 不满意, 很不满意, 非常不满意, "
        "dårlig, svært dårlig, veldig dårlig, misfornøyd"
    ),
}
_BY_WORD = {word: grade for grade, words in _SPOKEN.items() for word in words.split(", ")}
_LABEL = re.compile(r"(?:rating|grade|score|评分|评价|打分|vurdering|karakter)\s*[:：]?\s*")
_SCORE = re.compile(r"(?<![\d.,+-])(10|[0-9])(?![\d.,]\d|\d)(?:\s*/\s*10|\s*(?:分|points?|poeng)\b)?")
_ORNAMENTS = re.compile(r"[\s.,;:!?*_~()\"'“”。，；：！？、—–]+|(?<!\d)-(?!\d)")
_LONGEST_LINE = 40


@dataclass(frozen=True, slots=True)
class SpokenRating:
    """What a reply says: a grade, how likely he recommends us (0 to 10), or both; and what else he wrote."""

    grade: Grade | None
    recommends: int | None
    comment: str


def spoken_rating(words: str) -> SpokenRating | None:
    """The rating in somebody's own words; None where there is none, or more than one so that it is not clear."""
    grades: list[Grade] = []
    scores: list[int] = []
    rest: list[str] = []
    for line in words.split("\n"):
        said = _line(line)
        if said is None:
            rest.append(line)
            continue
        grades += [said[0]] if said[0] else []
        scores += [said[1]] if said[1] is not None else []
    if len(grades) > 1 or len(scores) > 1 or not (grades or scores):
        return None
    return SpokenRating(grades[0] if grades else None, scores[0] if scores else None, "\n".join(rest).strip())


def _line(line: str) -> tuple[Grade | None, int | None] | None:
    """What a line rates; None where it says anything else."""
    text = unicodedata.normalize("NFKC", line).casefold().strip()
    if not text or len(text) > _LONGEST_LINE:
        return None
    text = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    score = _SCORE.search(text)
    without = text if score is None else f"{text[: score.start()]} {text[score.end() :]}"
    word = _ORNAMENTS.sub(" ", without).strip()
    if word and word not in _BY_WORD:
        return None
    if not word and score is None:
        return None
    return _BY_WORD.get(word), None if score is None else int(score[1])
