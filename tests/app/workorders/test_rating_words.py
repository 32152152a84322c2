from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.translation import Language, text_in
from app.messages.wording import RATING_PAGE
from app.workorders.rules import Grade
from app.workorders.rules.rating_words import SpokenRating, spoken_rating


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("grade", Grade)
def test_what_we_ask_for_is_understood_in_each_language(grade: Grade, language: Language) -> None:
    said = text_in(language, RATING_PAGE[grade])
    assert spoken_rating(said) == SpokenRating(grade, None, "")


@pytest.mark.parametrize(
    ("words", "grade", "recommends", "comment"),
    [
        ("9", None, 9, ""),
        ("０", None, 0, ""),
        ("10/10!", None, 10, ""),
        ("9 分", None, 9, ""),
        ("很好。", Grade.VERY_GOOD, None, ""),
        ("非常满意", Grade.VERY_GOOD, None, ""),
        ("Svært god", Grade.VERY_GOOD, None, ""),
        ("Rating: 8", None, 8, ""),
        ("9 - very good", Grade.VERY_GOOD, 9, ""),
        ("Good\n7\nQuick work", Grade.GOOD, 7, "Quick work"),
        ("Hei,\n\n**bra**", Grade.GOOD, None, "Hei,"),
    ],
)
def test_a_line_that_says_nothing_else_is_a_rating(
    words: str, grade: Grade | None, recommends: int | None, comment: str
) -> None:
    assert spoken_rating(words) == SpokenRating(grade, recommends, comment)


@pytest.mark.parametrize(
    "words",
    [
        *("", "not good", "very good, but slow", "9.5", "9,5", "-3", "11", "100", "8 or 9", "8-9", "1\n2", "good\nbad"),
        *("good, bad", "2nd printer", "3 printers", "2026-11-30", "18:40", "W26-000001", "0471 2345", "不是很好"),
    ],
)
def test_nothing_is_guessed(words: str) -> None:
    assert spoken_rating(words) is None


@given(st.text(max_size=200))
def test_whatever_is_written_gives_a_grade_a_number_or_nothing(words: str) -> None:
    said = spoken_rating(words)
    assert said is None or said.grade is not None or said.recommends in range(11)
