"""Dates in the forms that people write, and the order of day and month decided per column."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import Rejection
from app.foundation.sheets.dates import DateOrder, date_order, parse_date

THE_DAY = date(2026, 11, 22)
EXCEL_DAY_0 = date(1899, 12, 30)


def refusal(text: str, order: DateOrder = DateOrder.UNCLEAR, serial_epoch: date | None = None) -> str:
    with pytest.raises(Rejection) as caught:
        parse_date(text, order, serial_epoch)
    assert caught.value.params == {"value": text}
    return caught.value.code


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22",
        "2026/11/22",
        "2026.11.22",
        "20261122",
        "2026年11月22日",
        "2026 年 11 月 22 号",
        "２０２６年１１月２２日",
        "22.11.2026",
        "22. 11. 2026",
        "22.11.26",
        "22/11/2026",
        "22-11-2026",
        "11/22/2026",
        "11/22/26",
        "22 Nov 2026",
        "22-Nov-26",
        "22nd November 2026",
        "22. november 2026",
        "Nov 22, 2026",
        "November 22 2026",
        " 2026-11-22 ",
        "2026-11-22 08:30",
        "2026-11-22T08:30:00.123Z",
        "2026-11-22 08:30:00+08:00",
        "11/22/2026 8:30 PM",
    ],
)
def test_every_form_means_the_day(text: str) -> None:
    assert parse_date(text) == THE_DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/23/23", date(2023, 1, 23)),
        ("10/27/28", date(2028, 10, 27)),
        ("11/24/2008", date(2008, 11, 24)),
        ("31/12/69", date(2069, 12, 31)),
        ("31/12/70", date(1970, 12, 31)),
        ("3. mai 2026", date(2026, 5, 3)),
        ("1. desember 2026", date(2026, 12, 1)),
        ("1 okt. 2026", date(2026, 10, 1)),
        ("29.2.2024", date(2024, 2, 29)),
    ],
)
def test_other_days_are_understood_too(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026",
        "2026-11",
        "2026年11月",
        "2026-13-01",
        "29.2.2025",
        "11.22.2026",
        "31/31/2026",
        "2026-11/22",
        "26-11-22",
        "22 Foo 2026",
        "0202-11-22",
        "1899-12-31",
        "2200-01-01",
        "12345678",
        "1 1 2026 and more " * 100,
        "2" * 10_000,
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert refusal(text) == "date_not_understood"


def test_a_date_of_two_readings_needs_an_order() -> None:
    assert refusal("3/4/2026") == "date_order_unclear"
    assert refusal("3/4/2026", DateOrder.NOT_NEEDED) == "date_order_unclear"
    assert parse_date("3/4/2026", DateOrder.DAY_FIRST) == date(2026, 4, 3)
    assert parse_date("3/4/2026", DateOrder.MONTH_FIRST) == date(2026, 3, 4)
    assert parse_date("4/4/2026") == date(2026, 4, 4)


def test_with_points_the_day_is_first_in_any_column() -> None:
    assert parse_date("3.4.2026", DateOrder.MONTH_FIRST) == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["1/2/23", "1/23/23", ""], DateOrder.MONTH_FIRST),
        (["1/2/2023", "23-1-2023"], DateOrder.DAY_FIRST),
        (["1/2/23", "3/4/23"], DateOrder.UNCLEAR),
        (["1/23/23", "23/1/23", "1/2/23"], DateOrder.UNCLEAR),
        (["1/23/23", "23/1/23"], DateOrder.NOT_NEEDED),
        (["5/5/23", "2026-11-22", "3.4.2026", "?"], DateOrder.NOT_NEEDED),
        (["31/31/23", "1/2/23"], DateOrder.UNCLEAR),
        ([], DateOrder.NOT_NEEDED),
    ],
)
def test_a_column_tells_its_order(values: list[str], order: DateOrder) -> None:
    assert date_order(values) is order


def test_serial_numbers_are_dates_in_a_workbook_only() -> None:
    assert parse_date("46348", serial_epoch=EXCEL_DAY_0) == THE_DAY
    assert parse_date("44886", serial_epoch=date(1904, 1, 1)) == THE_DAY
    assert refusal("46348") == "date_not_understood"
    assert refusal("2026", serial_epoch=EXCEL_DAY_0) == "date_not_understood"


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from([DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST]))
def test_a_column_of_one_order_reads_back(start: date, order: DateOrder) -> None:
    form = "%d/%m/%Y" if order is DateOrder.DAY_FIRST else "%m/%d/%Y"
    days = [start + timedelta(days=step) for step in range(0, 31, 5) if start + timedelta(days=step) < date(2200, 1, 1)]
    column = [day.strftime(form) for day in days]
    told = date_order([*column, date(2026, 11, 22).strftime(form)])
    assert told is order
    assert [parse_date(text, told) for text in column] == days


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    date_order([text])
    with suppress(Rejection):
        assert isinstance(parse_date(text, serial_epoch=EXCEL_DAY_0), date)
