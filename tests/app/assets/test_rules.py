from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assets.rules import (
    ASSET_STATE_NAMES,
    DEVICE_TYPES,
    AssetCode,
    AssetState,
    contract_code,
    customer_of_series,
    guess_type,
    is_type_code,
    moved_code,
    normal_code,
    parse_code,
    serial_series,
)

departments = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=6)
types = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3)
final_serials = st.integers(0, 999_999_999).map(lambda number: f"{number:04}")
provisional_serials = st.builds(
    lambda code, count: f"P{code}{count:02}", st.text("0123456789ABCXYZ", min_size=3, max_size=3), st.integers(1, 5000)
)
DASHES = "-‐‑‒–—―−－﹣"
FULL_WIDTH = {chr(narrow): chr(narrow + 0xFEE0) for narrow in range(0x21, 0x7F)}


@given(departments, types, final_serials | provisional_serials)
def test_a_code_is_read_as_it_was_written(department: str, type_code: str, serial: str) -> None:
    code = AssetCode(department, type_code, serial)
    assert parse_code(str(code)) == code
    assert code.provisional is serial.startswith("P")


@given(departments, types, final_serials, st.data())
def test_width_case_dashes_and_spaces_make_no_difference(
    department: str, type_code: str, serial: str, data: st.DataObject
) -> None:
    code = f"{department}-{type_code}-{serial}"
    typed = ""
    for character in code:
        forms = DASHES if character == "-" else character + character.lower() + FULL_WIDTH[character]
        typed += data.draw(st.sampled_from(forms)) + data.draw(st.sampled_from(["", "", " ", "\u3000"]))
    assert normal_code(typed) == code
    assert str(parse_code(typed)) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("KJC-COM-一二三四", "KJC-COM-1234"),
        ("ｋｊｃ—ＣＯＭ—〇零３九", "KJC-COM-0039"),
        ("KJC-COM-四", "KJC-COM-四"),
        ("一大队-COM-0001", "一大队-COM-0001"),
        ("第三批-一二三四", "第三批-一二三四"),
    ],
)
def test_chinese_digits_are_a_serial_where_they_make_a_code_of_ours(typed: str, code: str) -> None:
    assert normal_code(typed) == code


@given(st.text() | st.text("KJC-〇零一二三四五六七八九0P"))
def test_a_code_is_kept_in_one_form_only(text: str) -> None:
    assert normal_code(normal_code(text)) == normal_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ICC-2065556",
        "KJC-COM",
        "KJC-COM-123",
        "KJC-COM-1234567890",
        "KJC-CO-1234",
        "KJC-COMP-1234",
        "KJC-C0M-1234",
        "TOOLONG-COM-1234",
        "-COM-1234",
        "KJC-COM-P12",
        "KJC-COM-P7KQ1",
        "科技-COM-1234",
        "KJC-COM-1234-5",
        "KJC/COM/1234",
    ],
)
def test_other_forms_are_not_our_codes(text: str) -> None:
    assert parse_code(text) is None


def test_the_contract_code_has_the_same_serial_without_dashes() -> None:
    assert contract_code("0000", "COM", "1234") == "0000COM1234"


@pytest.mark.parametrize(
    ("code", "department", "moved"),
    [("KJC-COM-0001", "CWC", "CWC-COM-0001"), ("KJC-COM-0001", "", "GEN-COM-0001"), ("ICC-77", "CWC", "ICC-77")],
)
def test_a_device_that_moves_keeps_its_serial(code: str, department: str, moved: str) -> None:
    assert moved_code(code, department) == moved


def test_serials_run_per_customer_and_type() -> None:
    series = [serial_series(customer, code) for customer in ("a", "b") for code in ("COM", "PRN")]
    assert len(set(series)) == 4
    assert {customer_of_series(one) for one in series} == {"a", "b"}
    assert customer_of_series("W26") is None


@pytest.mark.parametrize(
    ("code", "valid"),
    [("COM", True), ("com", False), ("CO", False), ("COM1", False), ("C0M", False), ("计算机", False)],
)
def test_a_type_code_is_three_capitals(code: str, valid: bool) -> None:
    assert is_type_code(code) is valid


@pytest.mark.parametrize(
    ("texts", "type_code"),
    [
        (("Desktop",), "COM"),
        (("台式电脑",), "COM"),
        (("办公PC",), "COM"),
        (("Laptop",), "NBK"),
        (("笔记本电脑",), "NBK"),
        (('MacBook Pro 14"',), "NBK"),
        (("Network printer",), "PRN"),
        (("网络打印机",), "PRN"),
        (("HP扫描仪",), "SCN"),
        (("Storage server",), "STO"),
        (("服务器",), "SRV"),
        (("小型机",), "MIN"),
        (("Minicomputer",), "MIN"),
        (("Wireless Access Points",), "NET"),
        (("24-port SWITCH",), "NET"),
        (("APC Smart-UPS 1500",), "UPS"),
        (("Groups of chairs",), "OTH"),
        (("Monitor", "Dell Desktop monitor"), "COM"),
        (("", "ThinkPad"), "OTH"),
        ((), "OTH"),
    ],
)
def test_the_type_is_guessed_from_what_is_written(texts: tuple[str, ...], type_code: str) -> None:
    assert guess_type(*texts) == type_code


def test_every_type_and_state_that_we_ship_has_a_name() -> None:
    assert {"COM", "NBK", "PRN", "SCN", "SRV", "MIN", "STO", "NET", "UPS"} <= set(DEVICE_TYPES)  # domain.md §2
    assert all(map(is_type_code, DEVICE_TYPES))
    assert set(ASSET_STATE_NAMES) == set(AssetState)
