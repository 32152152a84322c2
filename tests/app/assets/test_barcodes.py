"""What a barcode says: our codes, serial numbers of makers, tags of other registers, articles of shops."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assets.barcodes import Barcode, is_product_number, meanings, read_barcode
from app.assets.rules import AssetCode

GTIN = "09506000134352"


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        (" KJC-COM-1234\r", ["KJC-COM-1234"]),
        ("https://it.example.edu.cn/a/KJC-COM-1234", ["https://it.example.edu.cn/a/KJC-COM-1234", "KJC-COM-1234"]),
        ("http://old/view?id=7&tag=ICC-2065556", ["http://old/view?id=7&tag=ICC-2065556", "ICC-2065556", "view"]),
        ("http://old/#/a/ICC-2065556", ["http://old/#/a/ICC-2065556", "ICC-2065556"]),
        ("http://[broken", ["http://[broken"]),
        ("SPF2ABCDE", ["SPF2ABCDE", "PF2ABCDE"]),
        ("1SPF2ABCDE", ["1SPF2ABCDE", "PF2ABCDE"]),
        ("SN1", ["SN1"]),
    ],
)
def test_what_may_be_meant_stands_in_order(scanned: str, meant: list[str]) -> None:
    assert list(meanings(scanned)) == meant


@pytest.mark.parametrize(
    ("scanned", "code", "serial_number"),
    [
        ("ＫＪＣ－ｃｏｍ－１２３４", "KJC-COM-1234", ""),
        ("kjc com 1234", "KJC-COM-1234", ""),
        ("KJC+COM+1234", "KJC-COM-1234", ""),
        ("https://old.example/assets/KJC-COM-1234?x=1", "KJC-COM-1234", ""),
        ("https://snipe.example/ht/ICC-2065556", "ICC-2065556", ""),
        ("https://snipe.example/hardware/12345", "", "https://snipe.example/hardware/12345"),
        ("Asset Tag: 001234", "001234", ""),
        ("资产编号：ZC-2021-007", "ZC-2021-007", ""),
        (f"(01){GTIN}(21)PF2ABC", "", "PF2ABC"),
        (f"]C101{GTIN}10LOT7\x1d21PF2ABC", "", "PF2ABC"),
        (f"01{GTIN}1726113021PF2ABC\x1d10LOT7", "", "PF2ABC"),
        (f"https://id.gs1.org/01/{GTIN}/21/PF2ABC", "", "PF2ABC"),
        ("S/N: PF2ABCDE", "", "PF2ABCDE"),
        ("序列号：PF2ABCDE", "", "PF2ABCDE"),
        ("P/N:20XW;S/N:PF2ABCDE;MAC:00", "", "PF2ABCDE"),
        ("Service Tag: 7XK2J33", "", "7XK2J33"),
        ("1S20XW00ABMHPF2ABCDE", "", "PF2ABCDE"),
        ("[)>\x1e06\x1d1P20XW\x1dSPF2ABCDE\x1e\x04", "", "PF2ABCDE"),
        ("CNB1234567", "", "CNB1234567"),
        ("SGH345XABC", "", "SGH345XABC"),
        ("S5H9NX0M123456", "", "S5H9NX0M123456"),
        ("1SDG4Y5M", "", "1SDG4Y5M"),
    ],
)
def test_a_new_device_gets_it_in_the_right_field(scanned: str, code: str, serial_number: str) -> None:
    barcode = read_barcode(scanned)
    assert (barcode.code, barcode.serial_number) == (code, serial_number)


def test_the_number_of_an_article_is_no_serial_number() -> None:
    for number in ("4006381333931", "036000291452", "96385074", GTIN):
        assert read_barcode(number) == Barcode(number, is_product=True)
    for number in ("4006381333932", "123456", "４００６３８１３３３９３１"):
        assert not is_product_number(number)


@given(
    st.from_regex("[A-Z][A-Z0-9]{0,5}", fullmatch=True),
    st.from_regex("[A-Z]{3}", fullmatch=True),
    st.integers(0, 10**9 - 1),
)
def test_our_code_is_known_in_every_spelling(department: str, type_code: str, serial: int) -> None:
    code = AssetCode(department, type_code, f"{serial:04d}")
    wide = str(code).translate({ord(letter): ord(letter) + 0xFEE0 for letter in str(code)})
    for written in (str(code), str(code).lower(), wide, str(code).replace("-", "—")):
        assert read_barcode(written).code == str(code)


@given(st.text())
def test_whatever_was_scanned_is_read(scanned: str) -> None:
    barcode = read_barcode(scanned)
    assert 1 <= len(list(meanings(scanned))) <= 20
    assert not (barcode.code and barcode.serial_number)


def test_a_barcode_that_says_very_much_means_a_few_things_only() -> None:
    assert len(list(meanings("\x1d".join(f"S{number:05d}" for number in range(1_000))))) == 20
