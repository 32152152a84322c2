"""Which encoding a file is taken for, and the line that is named where it is none that we know."""

from __future__ import annotations

import codecs

import pytest

from app.foundation.errors import Trouble
from app.foundation.sheets.encodings import decode
from app.foundation.sheets.sheet import TextEncoding

CHINESE = "资产编号,名称\r\nKJC-COM-1234,台式机\r\n"


def trouble_with(data: bytes) -> Trouble:
    with pytest.raises(Trouble) as caught:
        decode("register.csv", data)
    return caught.value


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CHINESE.encode(), TextEncoding.UTF_8),
        (codecs.BOM_UTF8 + CHINESE.encode(), TextEncoding.UTF_8_WITH_BOM),
        (codecs.BOM_UTF16_LE + CHINESE.encode("utf-16-le"), TextEncoding.UTF_16_LE),
        (codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be"), TextEncoding.UTF_16_BE),
        (CHINESE.encode("utf-16-le"), TextEncoding.UTF_16_LE),
        (CHINESE.encode("utf-16-be"), TextEncoding.UTF_16_BE),
        (CHINESE.encode("gb18030"), TextEncoding.GB18030),
    ],
)
def test_each_encoding_is_recognised(data: bytes, encoding: TextEncoding) -> None:
    assert decode("register.csv", data) == (CHINESE, encoding)


def test_plain_ascii_counts_as_utf_8() -> None:
    assert decode("register.csv", b"a,b\n1,2\n") == ("a,b\n1,2\n", TextEncoding.UTF_8)


def test_characters_whose_low_byte_is_zero_do_not_swap_the_byte_order() -> None:
    text = "一一一一一一,一一\n一一,一\n"  # U+4E00 has its zero byte where the other order has those of ASCII
    for codec in ("utf-16-le", "utf-16-be"):
        assert decode("register.csv", text.encode(codec))[0] == text


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_first_bad_line_is_named(line_end: str) -> None:
    good = line_end.join(["编号,名称", "1,台式机", "2,"]).encode("gb18030")
    trouble = trouble_with(good + b"\xff\xff" + line_end.encode() + b"3,x")
    assert (trouble.code, trouble.params) == ("file_encoding_unknown", {"name": "register.csv", "line": 3})


def test_a_bad_byte_late_in_a_utf_8_file_is_named_by_its_own_line() -> None:
    assert trouble_with("a\nb\nc\næ".encode() + b"\xff\n").params["line"] == 4


def test_western_one_byte_text_is_not_read_as_rare_chinese() -> None:
    text = "customer;staff\nFylkesmannen i Hordaland;210\nFylkesmannen i Møre og Romsdal;150\nHelse sør-øst;210\n"
    assert decode("customers.csv", text.encode("cp1252")) == (text, TextEncoding.WESTERN)


@pytest.mark.parametrize("damage", [b"\xff\xfe\xff", b"\x81", b"\xa4\xa4\xff"])
def test_bytes_that_no_western_text_has_are_refused_with_their_line(damage: bytes) -> None:
    trouble = trouble_with("customer;staff\nMøre;150\n".encode("cp1252") + damage)
    assert (trouble.code, trouble.params["line"]) == ("file_encoding_unknown", 3)


@pytest.mark.parametrize(
    "text",
    [
        "資產編號,設備名稱,部門\nKJC-COM-0001,辦公電腦,資訊處\nKJC-COM-0002,印表機,人事處\n",
        "名稱|型號\n伺服器|甲\n",
    ],
)
def test_traditional_chinese_is_told_from_simplified(text: str) -> None:
    assert decode("register.csv", text.encode("big5")) == (text, TextEncoding.BIG5)


def test_rare_characters_among_common_ones_are_chinese_all_the_same() -> None:
    text = "姓名,部门\n李喆,科技处\n朱镕堃,办公室\n"
    assert decode("people.csv", text.encode("gb18030")) == (text, TextEncoding.GB18030)


def test_utf_16_that_ends_within_a_character_is_refused_with_its_last_line() -> None:
    trouble = trouble_with(codecs.BOM_UTF16_LE + "a\nb".encode("utf-16-le") + b"\x00")
    assert (trouble.code, trouble.params["line"]) == ("file_encoding_unknown", 2)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize("header", ["资产编号,名称", "code,name"])
@pytest.mark.parametrize("zeros", [b"\0", b"\0\0"])
def test_a_stray_zero_byte_does_not_make_text_utf_16(codec: str, header: str, zeros: bytes) -> None:
    data = f"{header}\nKJC-COM-1234,PC\n".encode(codec).replace(b"34", zeros, 1)
    assert trouble_with(data).code == "file_not_a_table"


def test_text_of_control_characters_is_no_table() -> None:
    assert trouble_with(bytes([1, 2, 3, 4, 65, 66] * 20)).code == "file_not_a_table"


def test_a_single_control_character_in_a_real_text_does_no_harm() -> None:
    text = "name\n" + "printer on the third floor\n" * 3 + "\x1f\n"
    assert decode("register.csv", text.encode())[0] == text
