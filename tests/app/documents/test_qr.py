from __future__ import annotations

import pytest
import qrcode
from hypothesis import example, given, settings
from hypothesis import strategies as st
from qrcode.constants import ERROR_CORRECT_Q

from app.documents.qr import symbol_of
from app.foundation.errors import Trouble


def test_an_asset_code_makes_the_smallest_symbol_there_is() -> None:
    assert symbol_of("KJC-COM-1234").size == 21
    assert symbol_of("KJC-COM-P7KQ04").size == 21
    assert symbol_of("W26-004711").size_with_quiet_zone == 29


@settings(max_examples=25)
@given(st.from_regex(r"[A-Z0-9]{1,6}-[A-Z]{3}-[0-9]{4,9}", fullmatch=True) | st.text("Az09-/", min_size=1, max_size=30))
@example("20655561")
@example("A")
def test_a_symbol_is_the_one_that_the_package_makes(code: str) -> None:
    maker = qrcode.QRCode(error_correction=ERROR_CORRECT_Q)
    maker.add_data(code, optimize=0)
    maker.make()
    assert symbol_of(code).rows == tuple("".join("1" if dark else "0" for dark in row) for row in maker.modules)


def test_runs_of_dark_modules_make_up_the_symbol() -> None:
    symbol = symbol_of("KJC-COM-1234")
    drawn = [["0"] * symbol.size for _row in range(symbol.size)]
    for row, column, length in symbol.dark_runs():
        drawn[row][column : column + length] = ["1"] * length
    assert tuple(map("".join, drawn)) == symbol.rows
    assert "".join(symbol.rows).count("1") > 100


@pytest.mark.parametrize("code", ["科技处-COM-1234", "KJC－COM－1234", "", "KJC\nCOM"])
def test_only_plain_codes_become_symbols(code: str) -> None:
    with pytest.raises(Trouble) as raised:
        symbol_of(code)
    assert raised.value.code == "code_not_ascii"


def test_modules_are_whole_dots_and_as_many_as_the_area_holds() -> None:
    assert symbol_of("KJC-COM-1234").module_dots(145, "KJC-COM-1234") == 5
    assert symbol_of("KJC-COM-1234").module_dots(144, "KJC-COM-1234") == 4


def test_a_code_whose_modules_would_be_too_small_to_read_is_refused() -> None:
    code = "A-VERY-LONG-CODE-OF-SOMEBODY-ELSE-0001"
    with pytest.raises(Trouble) as raised:
        symbol_of(code).module_dots(145, code)
    assert (raised.value.code, raised.value.params) == ("code_too_long", {"text": code})
