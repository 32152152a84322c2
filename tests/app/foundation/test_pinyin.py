from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.pinyin import FILE, SURNAMES, pinyin_of_name, readings, spellings
from installer import pinyin as writing


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("张三", "zhangsan"),
        ("单晓东", "shanxiaodong"),
        ("曾国藩", "zengguofan"),
        ("仇英", "qiuying"),
        ("解缙", "xiejin"),
        ("区大任", "oudaren"),
        ("任我行", "renwoxing"),
        ("尉迟恭", "yuchigong"),
        ("欧阳修", "ouyangxiu"),
        ("长孙无忌", "zhangsunwuji"),
        ("吕布", "lvbu"),
        ("喆堃", "zhekun"),
        ("王小单", "wangxiaodan"),
        ("Amy  Baker", "amybaker"),
        ("Bjørn Åse-Lie", "bjornaselie"),
        ("Ｗang 2", "wang2"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_a_persons_name_is_read_as_a_name(name: str, wanted: str) -> None:
    assert pinyin_of_name(name) == wanted


def test_the_table_of_surnames_says_only_what_the_readings_do_not() -> None:
    first = {surname: "".join(readings()[character][0] for character in surname) for surname in SURNAMES}
    assert not first.items() & SURNAMES.items()


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("科技处", {"kjc", "jc", "c", "kejichu", "jichu", "chu"}),
        ("A科B技1", {"k", "ke", "j", "ji"}),
        ("重庆", {"cq", "zq", "q", "chongqing", "zhongqing", "qing"}),
        ("Printer", set()),
    ],
)
def test_what_is_typed_for_chinese_begins_with_any_of_its_characters(text: str, typed: set[str]) -> None:
    assert spellings(text) == typed


@given(st.text(st.sampled_from("重行长乐单解会石参差"), max_size=40))
def test_texts_that_can_be_read_in_many_ways_stay_small(text: str) -> None:
    assert len(spellings(text)) <= 8 * len(text)


def test_the_readings_that_are_shipped_are_those_of_the_library() -> None:
    assert FILE.read_text(encoding="utf-8") == "".join(writing.lines())
