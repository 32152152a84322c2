"""Yes and no in the words of three languages."""

from __future__ import annotations

import pytest

from app.foundation.errors import Rejection
from app.foundation.sheets.flags import parse_flag


@pytest.mark.parametrize("text", ["yes", "Y", "TRUE", "1", "１", " ja ", "是", "有", "√"])
def test_yes_is_yes(text: str) -> None:
    assert parse_flag(text) is True


@pytest.mark.parametrize("text", ["no", "N", "False", "0", "nei", "否", "无", "×"])
def test_no_is_no(text: str) -> None:
    assert parse_flag(text) is False


@pytest.mark.parametrize("text", ["", "maybe", "2", "x", "待定"])
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(Rejection) as caught:
        parse_flag(text)
    assert (caught.value.code, caught.value.params) == ("flag_not_understood", {"value": text})
