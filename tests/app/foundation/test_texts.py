"""What people enter is seen as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.texts import visible


@pytest.mark.parametrize(
    ("entered", "kept"),
    [
        ("Printer\u202egpj.exe", "Printergpj.exe"),
        ("\u2066王\u2069芳\u200f", "王芳"),
        ("Jam\x07\x1b[31m", "Jam[31m"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\tb", "a\tb"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_nothing_invisible_is_kept(entered: str, kept: str) -> None:
    assert visible(entered) == kept


@given(st.text())
def test_what_is_visible_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)
