"""Texts and codes lose what nobody can see, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.sheets.cleaning import clean_code, clean_text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  printer \u3000", "printer"),
        ("first\r\nsecond\rthird\vfourth", "first\nsecond\nthird\nfourth"),
        ("a\tb", "a\tb"),
        ("pri\x07nter\x00\u200b\ufeff\u202e", "printer"),
        ("科技处　三楼", "科技处　三楼"),
        ("👩\u200d🔧", "👩\u200d🔧"),
    ],
)
def test_texts_keep_what_can_be_seen(before: str, after: str) -> None:
    assert clean_text(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ＫＪＣ－ＣＯＭ－１２３４", "KJC-COM-1234"),
        ("KJC–COM—0042", "KJC-COM-0042"),
        ("KJC\u00adCOM\u20111", "KJCCOM-1"),
        ("  0000 \n COM\t1234 ", "0000 COM 1234"),
        ("kjc-com-1", "kjc-com-1"),
        ("KJC〜COM～１２３４", "KJC-COM-1234"),
    ],
)
def test_codes_take_their_plain_form(before: str, after: str) -> None:
    assert clean_code(before) == after


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_code(clean_code(text)) == clean_code(text)
