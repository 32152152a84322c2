from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.fonts import Face, width_of
from app.documents.text import MILLIMETRE, Type, fit, fit_all, flow, printable, wrap
from app.foundation.errors import Trouble
from app.foundation.sentences import sentence

SETTING = Type(Face.REGULAR, largest=10, smallest=8, leading=1.2)
TWO_LINES_AT_8_POINTS = 2 * 8 * 1.2 / MILLIMETRE + 0.01
WIDTH_OF_TEN = 10 * 10 / MILLIMETRE + 0.01
"""Ten Chinese characters of 10 points, in millimetres."""


def test_a_short_text_keeps_the_largest_size() -> None:
    block = fit("十个汉字放得下的一行", SETTING, width_mm=WIDTH_OF_TEN, height_mm=10, field="Place")
    assert (block.lines, block.size) == (("十个汉字放得下的一行",), 10)


def test_a_longer_text_shrinks_before_it_wraps() -> None:
    block = fit("十二个汉字要小一点才放得", SETTING, width_mm=WIDTH_OF_TEN, height_mm=10, field="Place")
    assert (len(block.lines), block.size) == (1, 8.25)


def test_a_text_does_not_fit_for_the_smallest_line_wraps_into_lines_of_equal_length() -> None:
    text = "这是十四个汉字必须分成两行"
    block = fit(text, SETTING, width_mm=WIDTH_OF_TEN, height_mm=TWO_LINES_AT_8_POINTS, field="Place")
    assert block.size == 8
    assert block.lines == ("这是十四个汉字", "必须分成两行")


def test_a_text_that_does_not_fit_at_all_is_refused_with_the_name_of_its_field() -> None:
    text = "太长" * 20
    with pytest.raises(Trouble) as raised:
        fit(text, SETTING, width_mm=WIDTH_OF_TEN, height_mm=TWO_LINES_AT_8_POINTS, field="Place")
    assert raised.value.code == "text_does_not_fit"
    assert raised.value.params == {"field": "Place", "text": text}
    assert f"“{text}” does not fit into “Place”" in sentence(raised.value)


def test_lines_that_stand_together_get_one_size() -> None:
    block = fit_all(["短", "", "十二个汉字要小一点才放得"], SETTING, width_mm=WIDTH_OF_TEN, height_mm=20, field="Facts")
    assert (block.lines, block.size) == (("短", "十二个汉字要小一点才放得"), 8.25)


def test_too_many_lines_shrink_until_they_fit_the_height() -> None:
    height = 3 * 9 * 1.2 / MILLIMETRE + 0.01
    block = fit_all(["一", "二", "三"], SETTING, width_mm=20, height_mm=height, field="Facts")
    assert block.size == 9


def test_a_box_without_text_stays_empty() -> None:
    assert fit(" ", SETTING, width_mm=10, height_mm=10, field="Phone").lines == ()


def test_no_line_begins_with_closing_or_ends_with_opening_punctuation() -> None:
    text = "请先备份“科研项目管理”目录，然后（如有必要）送修：内存、显卡。"
    for characters in range(4, 15):
        lines = wrap(text, Face.REGULAR, 10, characters * 10)
        assert "".join(lines) == text
        assert not any(line[0] in "，。：、）”" for line in lines)
        assert not any(line[-1] in "（“" for line in lines)


def test_latin_words_stay_whole_inside_chinese() -> None:
    for width in range(70, 120, 5):
        lines = wrap("请带上USB-C转HDMI线和ThinkCentre的内存", Face.REGULAR, 10, width)
        assert len(lines) > 1
        assert all(any(word in line for line in lines) for word in ("USB-C", "HDMI", "ThinkCentre"))


def test_latin_lines_break_between_words_and_drop_the_space_there() -> None:
    text = "printer answers to ping but prints nothing"
    lines = wrap(text, Face.REGULAR, 10, 80)
    assert len(lines) > 2
    assert " ".join(lines) == text


def test_a_word_wider_than_the_line_breaks_after_its_hyphen_first() -> None:
    block = fit("Romaguera-Flatley", SETTING, width_mm=20, height_mm=TWO_LINES_AT_8_POINTS, field="Department")
    assert block.lines == ("Romaguera-", "Flatley")
    assert wrap("USB-C", Face.REGULAR, 10, 50) == ["USB-C"]


def test_a_word_wider_than_the_line_breaks_between_its_characters() -> None:
    lines = wrap("SN" + "0123456789" * 3, Face.REGULAR, 10, 60)
    assert "".join(lines) == "SN" + "0123456789" * 3
    assert len(lines) > 1


TEXTS = st.text("内存“管理”（），。 ABCdef-019/([)]æå喆", max_size=60)


@given(text=TEXTS, width=st.floats(min_value=30, max_value=200))
def test_wrapping_loses_nothing_and_no_line_is_wider_than_the_box(text: str, width: float) -> None:
    lines = wrap(text, Face.BOLD, 10, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line, Face.BOLD, 10) <= width + 0.001 for line in lines)


def test_a_wall_of_brackets_is_wrapped_like_any_other_text() -> None:
    text = "(" * 20_000 + "（" * 20_000
    assert "".join(wrap(text, Face.REGULAR, 10, 500)) == text


def test_own_line_ends_of_a_long_text_are_kept() -> None:
    block = flow("first\r\n\r\nsecond line ", Face.REGULAR, 10, 1.4, width_mm=100)
    assert block.lines == ("first", "", "second line")


def test_accents_are_joined_and_invisible_signs_dropped() -> None:
    assert printable("A\u030as\u00a0og\u2009\tbla\u030a\u200b\ufeff\x00") == "Ås og  blå"
    assert printable("葛\U000e0100") == "葛"
    assert printable("one\rtwo\u2028three") == "one\ntwo\nthree"


def test_markup_is_text_like_any_other() -> None:
    text = "<img src='/etc/passwd'> &lt;b&gt; <para>"
    assert fit(text, SETTING, width_mm=200, height_mm=10, field="Place").lines == (text,)


def test_a_mark_without_a_letter_takes_no_room() -> None:
    assert fit("\u0301", SETTING, width_mm=10, height_mm=10, field="Name").lines == ("\u0301",)
