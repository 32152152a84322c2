"""Amounts in the forms that people write, and the decimal mark decided per column."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import Rejection
from app.foundation.sheets.amounts import Amount, DecimalMark, decimal_mark, parse_amount


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("2,266.13", "2266.13", None),
        ("2.266,13", "2266.13", None),
        ("2 266,13", "2266.13", None),
        ("2\u00a0266,13", "2266.13", None),
        ("2'266.13", "2266.13", None),
        ("2266.13", "2266.13", None),
        ("2266,13", "2266.13", None),
        ("1.200.000", "1200000", None),
        ("1,200,000", "1200000", None),
        ("$12.58", "12.58", "USD"),
        ("¥1,200", "1200", "CNY"),
        ("￥1,200.00", "1200.00", "CNY"),
        ("１２００元", "1200", "CNY"),
        ("1 200,- kr", "1200", "NOK"),
        ("NOK 1 200,50", "1200.50", "NOK"),
        ("€ 5", "5", "EUR"),
        ("100 rmb", "100", "CNY"),
        ("US$3", "3", "USD"),
        ("-12.50", "-12.50", None),
        ("−12,5", "-12.5", None),
        ("$-12.50", "-12.50", "USD"),
        ("($12.50)", "-12.50", "USD"),
        ("0", "0", None),
        ("0.125", "0.125", None),
        ("0,125", "0.125", None),
        ("1234.567", "1234.567", None),
        ("1.5", "1.5", None),
    ],
)
def test_every_form_means_the_amount(text: str, value: str, currency: str | None) -> None:
    assert parse_amount(text) == Amount(Decimal(value), currency)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "free",
        "about 12",
        "12 pieces",
        "1,20,000",
        "12.34.5",
        "1.200,000.5",
        "1,2,3",
        "$1 kr",
        "(12",
        "12)",
        "--1",
        "-($1)",
        "$ -",
        "1e5",
        "1" * 16,
        " " * 10_000 + "1",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Rejection) as caught:
        parse_amount(text)
    assert (caught.value.code, caught.value.params) == ("amount_not_understood", {"value": text})


def test_an_amount_of_two_readings_is_read_by_the_mark_of_its_column() -> None:
    assert parse_amount("1.200", DecimalMark.COMMA).value == 1200
    assert parse_amount("1.200", DecimalMark.POINT).value == Decimal("1.2")
    assert parse_amount("1,200", DecimalMark.COMMA).value == Decimal("1.2")
    assert parse_amount("1,200", DecimalMark.POINT).value == 1200
    with pytest.raises(Rejection) as caught:
        parse_amount("kr 1.200", DecimalMark.UNCLEAR)
    assert caught.value.code == "amount_unclear"


@pytest.mark.parametrize(
    ("values", "mark"),
    [
        (["1.200", "12,50"], DecimalMark.COMMA),
        (["1.200", "1.200.000"], DecimalMark.COMMA),
        (["1,200", "12.50"], DecimalMark.POINT),
        (["1,200", "3,500", ""], DecimalMark.POINT),
        (["1200", "35"], DecimalMark.POINT),
        (["1.200", "3.500"], DecimalMark.UNCLEAR),
        (["12.50", "12,50"], DecimalMark.UNCLEAR),
        ([], DecimalMark.POINT),
    ],
)
def test_a_column_tells_its_mark(values: list[str], mark: DecimalMark) -> None:
    assert decimal_mark(values) is mark


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    st.sampled_from([(",", ".", DecimalMark.POINT), (".", ",", DecimalMark.COMMA), (" ", ",", DecimalMark.COMMA)]),
)
def test_an_amount_reads_back_however_it_is_grouped(value: Decimal, style: tuple[str, str, DecimalMark]) -> None:
    group, point, mark = style
    text = f"{value:,.2f}".translate(str.maketrans(",.", group + point))
    assert decimal_mark([text]) is mark
    assert parse_amount(text).value == value


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_is_refused(text: str) -> None:
    with suppress(Rejection):
        assert parse_amount(text, decimal_mark([text])).value.is_finite()
