"""Where labels stand on sheets."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.foundation.errors import Rejection
from app.labels.rules.designs import Design, LabelField, design_of
from app.labels.rules.sheets import SHEETS, Order, Sheet

SHEET = SHEETS[0]


@pytest.mark.parametrize("sheet", SHEETS, ids=[sheet.code for sheet in SHEETS])
def test_sheets_that_we_ship_stand_in_the_middle_of_a4(sheet: Sheet) -> None:
    sheet.check()
    right, bottom = sheet.corner(sheet.places - 1)
    assert right + sheet.label_width == pytest.approx(sheet.page_width - sheet.left, abs=0.1)
    assert bottom + sheet.label_height == pytest.approx(sheet.page_height - sheet.top, abs=0.1)


def test_places_that_are_taken_are_passed_over_on_the_first_page_only() -> None:
    taken = set(range(SHEET.places)) - {4, 20}
    assert [*islice(SHEET.free_places(taken), 4)] == [(0, 4), (0, 20), (1, 0), (1, 1)]


def test_columns_can_come_first() -> None:
    assert [place for _page, place in islice(SHEET.free_places({0}, Order.BY_COLUMN), 3)] == [3, 6, 9]


def test_a_sheet_that_is_used_up_is_told() -> None:
    with pytest.raises(Rejection, match="label_sheet_used_up"):
        next(SHEET.free_places(set(range(SHEET.places))))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"columns": 4}, "label_sheet_off_page"),
        ({"left": -1.0}, "label_sheet_off_page"),
        ({"rows": 0}, "label_sheet_counts_impossible"),
        ({"pitch_y": 30.0}, "label_sheet_overlap"),
        ({"label_height": 60.0, "rows": 4}, "label_sheet_overlap"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(changed: dict[str, float], code: str) -> None:
    with pytest.raises(Rejection, match=code):
        replace(SHEET, **changed).check()  # type: ignore[arg-type] # one value of each kind


_lengths = st.integers(0, 3000).map(lambda tenths: tenths / 10)


@given(
    st.builds(
        Sheet,
        columns=st.integers(0, 6),
        rows=st.integers(0, 12),
        label_width=_lengths,
        label_height=_lengths,
        left=_lengths,
        top=_lengths,
        pitch_x=_lengths,
        pitch_y=_lengths,
        radius=st.sampled_from([0, 2]),
    )
)
@example(SHEETS[2])
@example(replace(SHEETS[0], rows=6, page_height=279.4))
def test_on_a_sheet_that_can_be_every_place_is_on_the_page_and_none_on_another(sheet: Sheet) -> None:
    try:
        sheet.check()
    except Rejection:
        return
    corners = [sheet.corner(place) for place in range(sheet.places)]
    for left, top in corners:
        assert min(left, top) >= 0
        assert left + sheet.label_width <= sheet.page_width + 0.1
        assert top + sheet.label_height <= sheet.page_height + 0.1
    for (left, top), (other_left, other_top) in combinations(corners, 2):
        assert abs(left - other_left) > sheet.label_width - 0.1 or abs(top - other_top) > sheet.label_height - 0.1


@pytest.mark.parametrize(
    ("design", "code"),
    [
        (Design(code="x", name="x", width=20, height=30), "label_size_impossible"),
        (Design(code="x", name="x", width=50, height=300), "label_size_impossible"),
        (Design(code="x", name="x", width=50, height=30, shown_facts=9), "label_facts_impossible"),
        (Design(code="x", name="x", width=50, height=30, facts=(LabelField.USER,) * 2), "label_facts_impossible"),
    ],
)
def test_a_design_that_cannot_be_is_refused(design: Design, code: str) -> None:
    with pytest.raises(Rejection, match=code):
        design.check()


def test_a_design_that_nobody_made_is_named() -> None:
    with pytest.raises(Rejection, match="label_design_unknown"):
        design_of("90x90")
