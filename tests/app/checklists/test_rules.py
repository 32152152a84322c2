from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checklists.presets import preset_checklists
from app.checklists.rules import Item, ItemAnswer, Purpose, checked_reading, items_of, still_open
from app.foundation.errors import Rejection

ROOM = Item(1, "Room", required=True, measured=True, unit="°C", least=Decimal(10), most=Decimal("28.5"))


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("Door locked", Item(1, "Door locked")),
        ("* Door locked", Item(1, "Door locked", required=True)),
        ("*Room [°C 10..28,5]", ROOM),
        ("Insulation [MΩ 1..]", Item(1, "Insulation", measured=True, unit="MΩ", least=Decimal(1))),
        ("Noise [..-3.5]", Item(1, "Noise", measured=True, most=Decimal("-3.5"))),
        ("Pages []", Item(1, "Pages", measured=True)),
        ("空调温度 [℃ 18..26]", Item(1, "空调温度", measured=True, unit="℃", least=Decimal(18), most=Decimal(26))),
    ],
)
def test_a_line_is_read_as_people_write_it(line: str, item: Item) -> None:
    assert items_of(line) == (item,)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\n  \n", "checklist_empty"),
        ("* ", "checklist_line_unclear"),
        ("Room [°C 28..10]", "checklist_line_unclear"),
        ("Room [°C about 10]", "checklist_line_unclear"),
        ("x" * 301, "checklist_line_unclear"),
        ("Point\n" * 101, "checklist_too_long"),
    ],
)
def test_what_cannot_be_ticked_is_no_list(text: str, code: str) -> None:
    with pytest.raises(Rejection) as refused:
        items_of(text)
    assert refused.value.code == code


@given(st.text())
def test_whatever_is_typed_is_a_list_or_is_refused(text: str) -> None:
    try:
        items = items_of(text)
    except Rejection as refused:
        assert refused.code.startswith("checklist_")  # noqa: PT017 - either is right
    else:
        assert [item.place for item in items] == list(range(1, len(items) + 1))
        assert all(item.text for item in items)


@pytest.mark.parametrize(
    ("answer", "reading", "note", "expected"),
    [
        (ItemAnswer.DONE, "21,50", "", "21.5"),
        (ItemAnswer.DONE, " 28.5 ", "", "28.5"),
        (ItemAnswer.DONE, "31", "Window opened", "31"),
        (ItemAnswer.NOT_DONE, "", "", ""),
        (ItemAnswer.NOT_APPLICABLE, "", "No room", ""),
        (ItemAnswer.DONE, "", "Warm", "checklist_reading_missing"),
        (ItemAnswer.DONE, "9", " ", "checklist_reading_outside"),
        (ItemAnswer.DONE, "warm", "", "figure_not_understood"),
        (ItemAnswer.DONE, "1,200", "", "figure_unclear"),
        (ItemAnswer.DONE, "5 kr", "", "figure_not_understood"),
        (ItemAnswer.NOT_APPLICABLE, "", " ", "checklist_note_missing"),
    ],
)
def test_an_answer_says_what_it_has_to(answer: ItemAnswer, reading: str, note: str, expected: str) -> None:
    try:
        said = checked_reading(ROOM, answer, reading, note)
    except Rejection as refused:
        said = refused.code
    assert said == expected


def test_nothing_is_kept_of_what_is_measured_where_nothing_is_asked() -> None:
    assert checked_reading(Item(1, "Door"), ItemAnswer.DONE, "whatever", "") == ""


def test_only_what_is_required_and_neither_done_nor_out_of_place_is_open() -> None:
    items = items_of("* a\n* b\n* c\n* d\ne")
    answers = {1: ItemAnswer.DONE, 2: ItemAnswer.NOT_DONE, 3: ItemAnswer.NOT_APPLICABLE}
    assert [item.text for item in still_open(items, answers)] == ["b", "d"]


def test_a_list_is_for_what_it_says_and_for_everything_where_it_says_nothing() -> None:
    assert Purpose().fits("repair", "", "")
    cleaning = Purpose(("maintenance",), ("COM", "NBK"), "Mail")
    assert cleaning.fits("maintenance", "COM", "mail")
    others = (("repair", "COM", "Mail"), ("maintenance", "", "Mail"), ("maintenance", "COM", ""))
    assert not any(cleaning.fits(*order) for order in others)


def test_every_shipped_list_can_be_ticked_and_says_what_is_required() -> None:
    lists = list(preset_checklists())
    assert {kind for preset in lists for kind in preset.kinds} >= {"commissioning", "swap", "maintenance", "inspection"}
    assert len({preset.template_id for preset in lists}) == len(lists) == 10
    for preset in lists:
        items = items_of(preset.items)
        assert any(item.required for item in items)
        assert not any("[" in item.text for item in items)
