from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.directory.rules import (
    department_code,
    is_account_name,
    is_department_code,
    normal_name,
    proposed_account_name,
    proposed_department_code,
)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("  Town   Hall ", "Town Hall"),
        ("科技处", "科技处"),
        ("Cafe\u0301", "Café"),
        ("A\tB\nC", "A B C"),
        ("\u3000科技处\u3000", "科技处"),
    ],
)
def test_a_name_is_tidied(given_name: str, kept: str) -> None:
    assert normal_name(given_name) == kept


@given(st.text())
def test_a_tidied_name_stays_as_it_is(name: str) -> None:
    assert normal_name(normal_name(name)) == normal_name(name)


@pytest.mark.parametrize(
    ("text", "code"), [("kjc", "KJC"), (" ＫＪＣ ", "KJC"), ("ｋｊｃ１", "KJC1"), ("A", "A"), ("ABC123", "ABC123")]
)
def test_a_department_code_is_narrow_and_in_capitals(text: str, code: str) -> None:
    assert department_code(text) == code
    assert is_department_code(code)


@pytest.mark.parametrize("code", ["", "ABCDEFG", "K-C", "科技", "K C", "kjc", "KJC\n", "É"])
def test_what_cannot_begin_an_asset_code_is_no_department_code(code: str) -> None:
    assert not is_department_code(code)


@pytest.mark.parametrize(
    ("name", "taken", "proposed"),
    [
        ("Human Resources", frozenset(), "HR"),
        ("Human Resources", {"HR"}, "HR2"),
        ("Human Resources", {"HR", "HR2"}, "HR3"),
        ("科技处", frozenset(), "DEP"),
        ("科技处", {"DEP"}, "DEP2"),
        ("Adult and Community Learning and Leisure Services", frozenset(), "AACLAL"),
        ("Adult and Community Learning and Leisure Services", {"AACLAL"}, "AACLA2"),
        ("3rd Floor", frozenset(), "3F"),
        ("École Élémentaire", frozenset(), "EE"),
    ],
)
def test_a_department_without_a_code_gets_its_initials(name: str, taken: set[str], proposed: str) -> None:
    assert proposed_department_code(name, frozenset(taken)) == proposed


@given(st.lists(st.text(max_size=40), max_size=30))
def test_proposed_codes_are_valid_and_never_the_same(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        code = proposed_department_code(name, frozenset(taken))
        assert re.fullmatch("[A-Z0-9]{1,6}", code)
        assert code not in taken
        taken.add(code)


@pytest.mark.parametrize(
    ("name", "department", "taken", "proposed"),
    [
        ("张三", "KJC", set(), "zhangsanKJC"),
        ("张三", "KJC", {"zhangsanKJC", "zhangsan2KJC"}, "zhangsan3KJC"),
        ("单晓东", "", {"shanxiaodong"}, "shanxiaodong2"),
        ("?", "KJC", set(), ""),
    ],
)
def test_a_user_name_is_pinyin_and_department_and_free(
    name: str, department: str, taken: set[str], proposed: str
) -> None:
    assert proposed_account_name(name, department, taken.__contains__) == proposed


@pytest.mark.parametrize(
    ("text", "fits"),
    [("zhangsanKJC", True), ("a.b-c_1", True), ("", False), ("张", False), ("a b", False), ("-a", False)],
)
def test_what_computers_take_for_a_user_name(text: str, fits: bool) -> None:
    assert is_account_name(text) is fits
