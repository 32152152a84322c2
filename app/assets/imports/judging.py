"""Judging the rows of a register: what each device will be, or why it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP

from app.assets.commands import RegisterAsset
from app.assets.imports.belongings import Belongings, usual_codes
from app.assets.imports.known import KnownDevice, KnownRegister, code_of, row_ids
from app.assets.rules import NO_DEPARTMENT, AssetCode, guess_type, parse_code
from app.directory.imports import ImportChoices, text_of
from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.sheets.amounts import Amount
from app.foundation.sheets.columns import FieldLabel
from app.foundation.sheets.preview import (
    FirstLines,
    ImportPreview,
    PreviewRow,
    UnderstoodTable,
    Verdict,
    verdict_of,
)
from app.foundation.sheets.rows import CellChange, JudgedRow, RowProblem, Value
from app.foundation.sheets.sheet import SheetRow
from app.foundation.translation import N_

_TELLING = ("name", "model", "type")
"""What a device can be called by, the best first."""
_LONGEST_NAME = 200

declare(
    {
        "code_of_another": N_(
            "“{value}” in “{column}” already belongs to another device of this customer. Correct the code in one place."
        ),
        "device_type_not_here": N_(
            "“{value}” in “{column}” names a device type that is not there. Correct it, or let an administrator add it."
        ),
    }
)


def judge_assets(table: UnderstoodTable, known: KnownRegister, choices: ImportChoices) -> ImportPreview:
    """What an import of these rows would do.

    Raises `Trouble("columns_missing")` where no column says what the devices are.
    """
    if not table.column_of(*_TELLING):
        raise Trouble("columns_missing", columns=(FieldLabel(N_("Name")),))
    judge = _RegisterJudge(table, known, choices)
    ids = row_ids(table, choices.customer_id)
    rows = tuple(map(judge.judged, table.rows, table.sheet.rows, ids))
    return ImportPreview(table.sheet, table.columns, rows, judge.commands, judge.belongings.additions)


@dataclass(frozen=True, slots=True)
class _Device:
    """A row as a device. `own` is its code where that is one of our form, which then stays."""

    code: str
    own: AssetCode | None
    type_code: str
    name: str


class _RegisterJudge:
    """Judges rows from the top and gathers what registers those that are new."""

    def __init__(self, table: UnderstoodTable, known: KnownRegister, choices: ImportChoices) -> None:
        self._table, self._known, self._choices = table, known, choices
        self._lines = FirstLines()
        self._type_codes = {name.casefold(): code for code, name in known.types.items()}
        self._type_codes |= {code.casefold(): code for code in known.types}
        named = ((text_of(row, "department"), own.department) for row in table.rows if (own := _own_code(row)))
        self.belongings = Belongings(known, choices.customer_id, usual_codes(named))
        self._registrations: list[RegisterAsset] = []

    @property
    def commands(self) -> tuple[object, ...]:
        """All that is to be done. Serials that devices carry already come first: a new one must not take them."""
        ordered = sorted(self._registrations, key=lambda command: parse_code(command.existing_code) is None)
        return (*self.belongings.commands, *ordered)

    def judged(self, row: JudgedRow, source: SheetRow, row_id: str) -> PreviewRow:
        """The row with its judgement."""
        device = self._device(row)
        problems = [*row.problems, *self._problems(row, device)]
        known = self._known.by_id.get(row_id) or self._known_device(row, device)
        verdict = verdict_of(problems, here=known is not None)
        code = device.code or self._table.source_text(source, "code")
        if verdict is Verdict.NEW:
            code = self._register(row, device, row_id)
        elif verdict is Verdict.ALREADY_HERE and known is not None:
            code = _two_lines(known.code, device.code)
        shown = (code, _two_lines(device.name, text_of(row, "model")), device.type_code, self._where(row, source))
        return PreviewRow(row.line, verdict, shown, tuple(problems), self._changes(row, source, device))

    def _device(self, row: JudgedRow) -> _Device:
        own = _own_code(row)
        told = [text for field in _TELLING if (text := text_of(row, field))]
        type_text = text_of(row, "type")
        type_code = own.type_code if own else self._type_codes.get(type_text.casefold(), "")
        return _Device(
            code=code_of(row),
            own=own,
            type_code=type_code or guess_type(type_text, text_of(row, "model"), text_of(row, "name")),
            name=" ".join(told[0].split())[:_LONGEST_NAME] if told else "",
        )

    def _problems(self, row: JudgedRow, device: _Device) -> list[RowProblem]:
        column = self._table.column_of("code")
        problems = []
        if not device.name:
            problems.append(RowProblem("value_missing", self._table.column_of(*_TELLING), ""))
        if device.type_code not in self._known.types:
            value, place = (device.code, column) if device.own else (device.type_code, self._table.column_of("type"))
            problems.append(RowProblem("device_type_not_here", place, value))
        if device.code:
            first = self._lines.of(device.code, row.line)
            if first != row.line:
                problems.append(RowProblem("code_repeated", column, device.code, line=first))
            elif (other := self._known.by_code.get(device.code)) and not _is_same(row, device, other):
                problems.append(RowProblem("code_of_another", column, device.code))
        return problems

    def _known_device(self, row: JudgedRow, device: _Device) -> KnownDevice | None:
        """The device of the register that has the row's code, or the same name and maker's serial number."""
        if device.code:
            return self._known.by_code.get(device.code)
        known = self._known.by_serial_number.get(text_of(row, "serial_number"))
        return known if known is not None and known.name == device.name else None

    def _register(self, row: JudgedRow, device: _Device, row_id: str) -> str:
        """Note what registers a new device; the answer is the code to be shown."""
        department = text_of(row, "department")
        department_id, department_code = None, NO_DEPARTMENT
        if department:
            department_id, department_code = self.belongings.department(department)
        elif device.own:
            department_id = self.belongings.department_with_code(device.own.department)
        self._registrations.append(self._registration(row, device, row_id, department_id))
        if device.own or (self._choices.keep_codes and device.code):
            return device.code
        return _two_lines(f"{department_code}-{device.type_code}-…", device.code)

    def _registration(self, row: JudgedRow, device: _Device, row_id: str, department_id: str | None) -> RegisterAsset:
        site = text_of(row, "site")
        cost, currency = _cost(row.values["cost"])
        return RegisterAsset(
            id=row_id,
            customer_id=self._choices.customer_id,
            type_code=device.type_code,
            name=device.name,
            department_id=department_id,
            site_id=self.belongings.site(site) if site else None,
            existing_code=device.code,
            keep_code=self._choices.keep_codes,
            maker=text_of(row, "maker"),
            model=text_of(row, "model"),
            serial_number=text_of(row, "serial_number"),
            place=text_of(row, "place"),
            owner=text_of(row, "owner"),
            user_name=text_of(row, "user_name"),
            supplier=text_of(row, "supplier"),
            purchased_on=_day(row.values["purchased_on"]),
            cost_minor=cost,
            currency=currency,
            notes=text_of(row, "notes"),
            warranty_until=_day(row.values["warranty_until"]),
            networked=row.values["networked"] is True,
            budget_head=text_of(row, "budget_head"),
            components=text_of(row, "components"),
        )

    def _where(self, row: JudgedRow, source: SheetRow) -> str:
        place = " · ".join(text for field in ("site", "place") if (text := self._table.source_text(source, field)))
        return _two_lines(text_of(row, "department"), place)

    def _changes(self, row: JudgedRow, source: SheetRow, device: _Device) -> tuple[CellChange, ...]:
        """What reading has changed, the code as it is kept, and the name of a device that had none."""
        code_column, name_column = self._table.column_of("code"), self._table.column_of("name")
        changes = [change for change in row.changes if change.column != code_column]
        written = self._table.source_text(source, "code")
        if device.code and device.code != written:
            changes.append(CellChange(code_column, written, device.code))
        if name_column and device.name and not text_of(row, "name"):
            changes.append(CellChange(name_column, "", device.name))
        return tuple(changes)


def _own_code(row: JudgedRow) -> AssetCode | None:
    code = parse_code(code_of(row))
    return None if code is None or code.provisional else code


def _is_same(row: JudgedRow, device: _Device, known: KnownDevice) -> bool:
    """Whether the device that has the row's code is the row's: by the makers' serial numbers, else by name."""
    number = text_of(row, "serial_number")
    if number and known.serial_number:
        return number == known.serial_number
    return device.name == known.name


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else None


def _cost(value: Value) -> tuple[int | None, str]:
    """Hundredths and currency of a purchase cost."""
    if not isinstance(value, Amount):
        return None, ""
    return int((value.value * 100).to_integral_value(ROUND_HALF_UP)), value.currency or ""


def _two_lines(text: str, detail: str) -> str:
    return f"{text}\n{detail}" if detail and detail != text else text
