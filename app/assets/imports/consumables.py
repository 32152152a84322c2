"""Importing a customer's consumables with what is on hand, Snipe-IT's list among others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from app.assets.consumable_commands import AddConsumable
from app.assets.imports.updates import cost_of, day_of
from app.assets.tables import Consumable
from app.directory.imports import ImportChoices, ImportKind, in_steps, text_of, whole_number
from app.directory.rules import normal_name
from app.foundation.ids import derive_id
from app.foundation.sheets.columns import Field, FieldKind
from app.foundation.sheets.preview import FirstLines, ImportPreview, PreviewRow, UnderstoodTable, Verdict, verdict_of
from app.foundation.sheets.rows import JudgedRow, RowProblem
from app.foundation.translation import N_
from app.storage.units import Reader

_LINE, _CODE = 500, 60
_FIELDS = (
    Field(
        "name",
        N_("Name"),
        required=True,
        synonyms=("Item name", "Consumable", "Item", "Description", "名称", "耗材名称", "物料名称", "品名", "耗材"),
        longest=200,
    ),
    Field("category", N_("Category"), synonyms=("Kind", "Type", "类别", "分类", "耗材类别"), longest=_LINE),
    Field("maker", N_("Maker"), synonyms=("Manufacturer", "Brand", "品牌", "厂商", "制造商"), longest=_LINE),
    Field(
        "model_number", N_("Model number"), synonyms=("Model No.", "Model", "型号", "规格型号", "规格"), longest=_CODE
    ),
    Field(
        "item_number",
        N_("Item number"),
        synonyms=("Item No.", "Part number", "SKU", "物料编号", "物料号", "存货编码", "料号"),
        longest=_CODE,
    ),
    Field("supplier", N_("Supplier"), synonyms=("Vendor", "Reseller", "供应商", "供货商"), longest=_LINE),
    Field(
        "order_number",
        N_("Order number"),
        synonyms=("Order No.", "Purchase order", "PO", "订单号", "采购单号", "订单编号"),
        longest=_CODE,
    ),
    Field(
        "owner",
        N_("Owner"),
        synonyms=("Company", "Owned by", "Department", "所有者", "单位", "部门", "使用部门", "所属部门"),
        longest=_LINE,
    ),
    Field(
        "place",
        N_("Place"),
        synonyms=("Location", "Site", "Room", "Store", "存放地点", "存放位置", "位置", "仓库", "库位", "地点"),
        longest=_LINE,
    ),
    Field(
        "quantity",
        N_("On hand"),
        required=True,
        synonyms=("QTY", "Quantity", "Amount", "Stock", "库存", "库存数量", "现有数量", "数量"),
        longest=20,
    ),
    Field(
        "least_quantity",
        N_("Least quantity"),
        synonyms=("Min Amount", "Min. QTY", "Minimum", "Minimum quantity", "Reorder level", "最低库存", "安全库存"),
        longest=20,
    ),
    Field(
        "purchased_on",
        N_("Purchase date"),
        FieldKind.DATE,
        synonyms=("Purchased on", "Bought on", "购置日期", "采购日期", "购买日期", "购入日期"),
    ),
    Field(
        "cost",
        N_("Purchase cost"),
        FieldKind.AMOUNT,
        synonyms=("Cost", "Price", "购置价格", "采购价格", "购置金额", "价格", "金额", "单价"),
    ),
    Field("notes", N_("Notes"), synonyms=("Remarks", "Comment", "备注", "说明"), longest=20_000),
)

_TEXTS = ("category", "maker", "model_number", "item_number", "supplier", "order_number", "owner", "place", "notes")
_Key = tuple[str, str, str, str]
"""What tells consumables of a customer apart: name, model number, item number and place."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The consumables that are kept, and how often each was withdrawn, after which a list may bring it again."""

    kept: frozenset[_Key]
    withdrawn: Counter[_Key]


def _look_up(reader: Reader, _table: UnderstoodTable, choices: ImportChoices) -> _Known:
    rows = reader.having(Consumable, customer_id=choices.customer_id)
    return _Known(
        frozenset(_key(row) for row in rows if row.withdrawn_at is None),
        Counter(_key(row) for row in rows if row.withdrawn_at is not None),
    )


def _judge(table: UnderstoodTable, known: _Known, choices: ImportChoices) -> ImportPreview:
    lines = FirstLines()
    rows: list[PreviewRow] = []
    commands: list[AddConsumable] = []
    for row in table.rows:
        quantity, wrong = whole_number(text_of(row, "quantity"), table.column_of("quantity"))
        least, also_wrong = whole_number(text_of(row, "least_quantity"), table.column_of("least_quantity"))
        consumable = _consumable(row, choices, known.withdrawn, quantity or 0, least)
        problems = [*row.problems, *filter(None, (wrong, also_wrong))]
        if consumable.name and (first := lines.of(_key(consumable), row.line)) != row.line:
            problems.append(RowProblem("row_repeated", "", consumable.name, line=first))
        verdict = verdict_of(problems, here=_key(consumable) in known.kept)
        if verdict is Verdict.NEW:
            commands.append(consumable)
        name = f"{consumable.name}\n{consumable.item_number}".rstrip()
        shown = (name, text_of(row, "quantity"), text_of(row, "least_quantity"), consumable.place)
        rows.append(PreviewRow(row.line, verdict, shown, tuple(problems), row.changes))
    steps = in_steps(CONSUMABLES.name, table, choices, rows, commands)
    return ImportPreview(table.sheet, table.columns, tuple(rows), steps)


def _key(row: Consumable | AddConsumable) -> _Key:
    return row.name.casefold(), row.model_number, row.item_number, row.place.casefold()


def _consumable(
    row: JudgedRow, choices: ImportChoices, withdrawn: Counter[_Key], quantity: int, least: int | None
) -> AddConsumable:
    """The same list on two laptops brings the same consumable, not twice the amount."""
    cost_minor, currency = cost_of(row.values["cost"])
    consumable = AddConsumable(
        id="",
        customer_id=choices.customer_id,
        name=normal_name(text_of(row, "name")),
        quantity=quantity,
        least_quantity=least,
        purchased_on=day_of(row.values["purchased_on"]),
        cost_minor=cost_minor,
        currency=currency,
        import_id=choices.import_id,
        **{name: text_of(row, name) for name in _TEXTS},
    )
    key = _key(consumable)
    made_id = derive_id("imported_consumable", choices.customer_id, *key, str(withdrawn[key]))
    return replace(consumable, id=made_id)


CONSUMABLES = ImportKind(
    "consumables",
    N_("Consumables"),
    row_type=Consumable,
    fields=_FIELDS,
    shown=(N_("Name"), N_("On hand"), N_("Least quantity"), N_("Place")),
    of_customer=True,
    look_up=_look_up,
    judge=_judge,
)
