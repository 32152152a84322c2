from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.messages.rules import LONGEST_WAIT, mail_address, one_line, phone_number, wait_after


def test_it_waits_twice_as_long_each_time_up_to_an_hour() -> None:
    assert [wait_after(tries) for tries in (1, 2, 3)] == [timedelta(minutes=minutes) for minutes in (1, 2, 4)]
    assert wait_after(10_000) == LONGEST_WAIT


@pytest.mark.parametrize("entered", ["kay@northvale.example", " o'brien+desk@a.example ", "x@localhost"])
def test_one_address_is_taken(entered: str) -> None:
    assert mail_address(entered) == entered.strip()


@pytest.mark.parametrize(
    "entered",
    ["", "kay", "@a.example", "kay@", "a@b.example, c@d.example", "Kay <a@b.example>", "a@b.example\nBcc: c@d.example"],
)
def test_what_is_no_address_or_more_than_one_is_none(entered: str) -> None:
    assert mail_address(entered) == ""


@pytest.mark.parametrize(
    "entered",
    [
        "李@江州.example",
        "a b@c.example",
        "a@-b.example",
        "a@@b.example",
        "ａ@b.example",
        "a..b@c.example",
        ".a@c.example",
        "a.@c.example",
        "a@b..example",
    ],
)
def test_what_not_every_server_takes_is_none(entered: str) -> None:
    assert mail_address(entered) == ""


@given(st.text())
def test_an_address_never_has_a_line_end_or_a_second_receiver(entered: str) -> None:
    assert not set(mail_address(f"{entered}@b.example")) & set("\r\n,;<> ")


def test_a_number_is_known_by_its_digits() -> None:
    assert phone_number("(+47) 912-34.567", r"\+[0-9]{8,15}") == "+4791234567"
    assert phone_number("+47 912 34 567 or so", r"\+[0-9]{8,15}") == ""
    assert phone_number("１３８００１３８０００", r"1[0-9]{10}") == ""


@given(st.text())
def test_one_line_is_one(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
