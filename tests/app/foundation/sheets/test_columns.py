"""Which column is taken for which field, and how its values are read."""

from __future__ import annotations

import pickle

import pytest

from app.foundation.sheets.amounts import DecimalMark
from app.foundation.sheets.columns import ColumnMapping, Field, FieldKind, FieldLabel, column_forms, suggest_mapping
from app.foundation.sheets.dates import DateOrder
from app.foundation.sheets.sheet import SheetFormat
from tests.app.foundation.sheets.writing import sheet_of

CODE = Field("asset_tag", "Asset code", FieldKind.CODE, required=True, unique=True, synonyms=("资产编号", "Eiendelsnr"))
NAME = Field("name", "Name", synonyms=("名称", "Item name", "Navn"))
BOUGHT = Field("bought_on", "Bought on", FieldKind.DATE, synonyms=("Purchase date", "购买日期"))
PRICE = Field("price", "Price", FieldKind.AMOUNT, synonyms=("Purchase cost", "价格"))
FIELDS = (CODE, NAME, BOUGHT, PRICE)


@pytest.mark.parametrize(
    ("header", "places"),
    [
        (["Asset Tag", "Purchase Date", "Name"], {"asset_tag": 0, "bought_on": 1, "name": 2}),
        (["名称", "资产编号", "价格(元)", "购买日期："], {"name": 0, "asset_tag": 1, "price": 2, "bought_on": 3}),
        (["ＡＳＳＥＴ＿ＴＡＧ *", "NAVN"], {"asset_tag": 0, "name": 1}),
        (["Colour", "(2)"], {}),
    ],
)
def test_columns_are_found_by_name_in_any_language(header: list[str], places: dict[str, int]) -> None:
    assert suggest_mapping(sheet_of([header]), FIELDS).columns == places


def test_a_column_serves_one_field_only_and_an_equal_name_comes_first() -> None:
    person = Field("person", "Person", synonyms=("Name",))
    mapping = suggest_mapping(sheet_of([["name", "Item name", "Name"]]), (NAME, person))
    assert mapping.columns == {"name": 2, "person": 0}


def test_a_column_that_is_taken_is_not_taken_again_by_a_name_that_is_nearly_equal() -> None:
    person = Field("person", "Person", synonyms=("NAME",))
    assert suggest_mapping(sheet_of([["Name"]]), (NAME, person)).columns == {"name": 0}


def test_the_synonym_that_stands_first_wins() -> None:
    mapping = suggest_mapping(sheet_of([["Navn", "名称"]]), FIELDS)
    assert mapping.columns == {"name": 1}


def test_forms_are_told_by_the_values_of_each_column() -> None:
    table = [["Purchase date", "Price"], ["1/2/23", "1.200"], ["1/23/23", "12,50"]]
    sheet = sheet_of(table)
    mapping = suggest_mapping(sheet, FIELDS)
    assert column_forms(sheet, mapping, FIELDS) == {"bought_on": DateOrder.MONTH_FIRST, "price": DecimalMark.COMMA}


def test_what_a_person_has_settled_stands() -> None:
    sheet = sheet_of([["Purchase date", "Price"], ["1/2/23", "1.200"]])
    mapping = suggest_mapping(sheet, FIELDS)
    unsettled: dict[str, DateOrder | DecimalMark] = {"bought_on": DateOrder.UNCLEAR, "price": DecimalMark.UNCLEAR}
    assert column_forms(sheet, mapping, FIELDS) == unsettled
    settled = ColumnMapping(mapping.columns, {"bought_on": DateOrder.DAY_FIRST, "price": DecimalMark.COMMA})
    assert column_forms(sheet, settled, FIELDS) == settled.forms


def test_the_numbers_of_a_workbook_have_a_point() -> None:
    sheet = sheet_of([["Price"], ["1.125"]], SheetFormat.XLSX)
    assert column_forms(sheet, suggest_mapping(sheet, FIELDS), FIELDS) == {"price": DecimalMark.POINT}


def test_fields_mappings_and_labels_travel_between_processes() -> None:
    mapping = ColumnMapping({"name": 1}, {"price": DecimalMark.COMMA})
    travelling = (FIELDS, mapping, FieldLabel("Asset code"))
    assert pickle.loads(pickle.dumps(travelling)) == travelling  # noqa: S301 - our own bytes
