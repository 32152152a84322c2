"""Importing models of devices: who makes them and which type they are, Snipe-IT's list of models among others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.assets.model_commands import AddDeviceModel, model_id
from app.assets.rules import guess_type
from app.assets.tables import DeviceModel, DeviceType
from app.directory.imports import ImportChoices, ImportKind, in_steps, text_of, whole_number
from app.directory.rules import normal_name
from app.foundation.sheets.columns import Field
from app.foundation.sheets.preview import FirstLines, ImportPreview, PreviewRow, UnderstoodTable, Verdict, verdict_of
from app.foundation.sheets.rows import RowProblem
from app.foundation.translation import N_
from app.storage.units import Reader

_LINE = 500
_FIELDS = (
    Field("name", N_("Model"), required=True, synonyms=("Model name", "Name", "型号", "型号名称", "名称")),
    Field("type", N_("Device type"), synonyms=("Category", "Type", "Fieldset", "设备类型", "类别"), longest=_LINE),
    Field("maker", N_("Maker"), synonyms=("Manufacturer", "Brand", "品牌", "厂商", "制造商"), longest=_LINE),
    Field("number", N_("Model number"), synonyms=("Model No.", "Model No", "型号编号", "产品编号"), longest=_LINE),
    Field(
        "life_months", N_("Life in months"), synonyms=("EOL", "EOL months", "使用月数", "使用年限（月）"), longest=20
    ),
    Field("notes", N_("Notes"), synonyms=("Model Notes", "Remarks", "备注", "说明"), longest=20_000),
)


@dataclass(frozen=True, slots=True)
class _Known:
    types: Mapping[str, str]
    ids: frozenset[str]


def _look_up(reader: Reader, _table: UnderstoodTable, _choices: ImportChoices) -> _Known:
    types = {known.id: known.name for known in reader.find(DeviceType)}
    return _Known(types, frozenset(known.id for known in reader.find(DeviceModel)))


def _judge(table: UnderstoodTable, known: _Known, choices: ImportChoices) -> ImportPreview:
    codes = {name.casefold(): code for code, name in known.types.items()} | {
        code.casefold(): code for code in known.types
    }
    lines = FirstLines()
    rows: list[PreviewRow] = []
    commands: list[AddDeviceModel] = []
    for row in table.rows:
        months, problem = whole_number(text_of(row, "life_months"), table.column_of("life_months"))
        name, maker, number = (normal_name(text_of(row, field)) for field in ("name", "maker", "number"))
        told = text_of(row, "type")
        type_code = codes.get(told.casefold()) or guess_type(told, name)
        problems = [*row.problems, *([problem] if problem else [])]
        row_id = model_id(maker, name, number)
        if name and (first := lines.of(row_id, row.line)) != row.line:
            problems.append(RowProblem("row_repeated", "", name, line=first))
        verdict = verdict_of(problems, here=row_id in known.ids)
        if verdict is Verdict.NEW:
            commands.append(
                AddDeviceModel(
                    type_code=type_code,
                    name=name,
                    maker=maker,
                    number=number,
                    life_months=months,
                    notes=text_of(row, "notes"),
                    import_id=choices.import_id,
                )
            )
        shown = (f"{name}\n{number}".rstrip(), maker, type_code, "" if months is None else str(months))
        rows.append(PreviewRow(row.line, verdict, shown, tuple(problems), row.changes))
    steps = in_steps(MODELS.name, table, ImportChoices(import_id=choices.import_id), rows, commands)
    return ImportPreview(table.sheet, table.columns, tuple(rows), steps)


MODELS = ImportKind(
    "models",
    N_("Models of devices"),
    row_type=DeviceModel,
    fields=_FIELDS,
    shown=(N_("Model"), N_("Maker"), N_("Type"), N_("Life in months")),
    of_customer=False,
    look_up=_look_up,
    judge=_judge,
)
