"""What callers are told, in their language."""

from __future__ import annotations

import itertools

import pytest

from app.knowledge.rules.wording import LANGUAGES
from app.workorders.rules import AnswerWay
from app.workorders.rules.caller_texts import TELLING_WAYS, CallTold, Moment, caller_text

TOLD = CallTold("W26-000001", "{打印机} 卡纸", "Chen Min", "18:00", "Li Gong", "Paper removed")


@pytest.mark.parametrize(("moment", "way", "language"), list(itertools.product(Moment, TELLING_WAYS, LANGUAGES)))
def test_every_text_names_the_number_and_the_call_as_it_was_entered(
    moment: Moment, way: AnswerWay, language: str
) -> None:
    text = caller_text(moment, way, language, TOLD)
    assert "W26-000001" in text
    assert "{打印机} 卡纸" in text
    assert ("18:00" in text) == (moment is not Moment.END)
    assert ("Paper removed" in text) == (moment is Moment.END)


def test_what_is_not_known_is_left_out() -> None:
    bare = CallTold("W26-000001", "Paper jam")
    assert caller_text(Moment.LOGGED, AnswerWay.PHONE, "en", bare) == (
        "We have logged your call about “Paper jam”. Its number is W26-000001."
    )


def test_an_e_mail_has_its_subject_in_the_first_line_and_is_signed() -> None:
    lines = caller_text(Moment.LOGGED, AnswerWay.MAIL, "nb", CallTold("W26-000001", "Papirstopp", "Kari")).split("\n")
    assert (lines[0], lines[2], lines[-1]) == ("W26-000001 registrert: Papirstopp", "Hei Kari,", "Servicedesk")
