"""Judging the rows of a register: what each device will be, or why it is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.assets.commands import RegisterAsset, standing_code
from app.assets.edit_commands import EditAsset
from app.assets.import_commands import LARGEST_BATCH, RegisterAssets
from app.assets.imports.belongings import Belongings, usual_codes
from app.assets.imports.finding import DeviceFinder
from app.assets.imports.known import KnownRegister, code_of, row_ids
from app.assets.imports.states import first_state, state_of, state_problems, state_word
from app.assets.imports.updates import Updates, cost_of, day_of
from app.assets.rules import NO_DEPARTMENT, OTHER_TYPE, AssetCode, guess_type, parse_code
from app.assets.tables import Asset
from app.directory.imports import ImportChoices, Matching, in_steps, text_of
from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.sheets.columns import FieldLabel
from app.foundation.sheets.preview import (
    FieldUpdate,
    FirstLines,
    ImportPreview,
    PreviewRow,
    UnderstoodTable,
    Verdict,
    verdict_of,
)
from app.foundation.sheets.rows import CellChange, JudgedRow, RowProblem
from app.foundation.sheets.sheet import SheetRow
from app.foundation.translation import N_

_TELLING = ("name", "model", "type")
"""What a device can be called by, the best first."""
_LONGEST_NAME = 200
_BATCHES, _EDITS = 10, 200
"""Commands of one step: some hundred milliseconds."""

declare(
    {
        "device_repeated": N_("Line {line} is about the same device, {value}. Take one of the two out."),
        "device_type_not_here": N_(
            "“{value}” in “{column}” names a device type that is not there. Correct it, or let an administrator add it."
        ),
    }
)


def judge_assets(table: UnderstoodTable, known: KnownRegister, choices: ImportChoices) -> ImportPreview:
    """What an import of these rows would do.

    Raises `Trouble("columns_missing")` where no column says what the devices are: none is needed for devices that are
    here already.
    """
    if choices.matching is Matching.ADD_ONLY and not table.column_of(*_TELLING):
        raise Trouble("columns_missing", columns=(FieldLabel(N_("Name")),))
    judge = _RegisterJudge(table, known, choices)
    ids = row_ids(table, choices.customer_id)
    rows = tuple(map(judge.judged, table.rows, table.sheet.rows, ids))
    return ImportPreview(table.sheet, table.columns, rows, judge.steps(rows), judge.belongings.additions)


@dataclass(frozen=True, slots=True)
class _Device:
    """A row as a device. `own` is its code where that is one of our form, which then stays."""

    code: str
    own: AssetCode | None
    type_code: str
    name: str


class _RegisterJudge:
    """Judges rows from the top and gathers what registers those that are new, and corrects those that are not."""

    def __init__(self, table: UnderstoodTable, known: KnownRegister, choices: ImportChoices) -> None:
        self._table, self._known, self._choices = table, known, choices
        self._lines, self._lines_of_devices = FirstLines(), FirstLines()
        self._type_codes = {name.casefold(): code for code, name in known.types.items()}
        self._type_codes |= {code.casefold(): code for code in known.types}
        rows = table.rows_with("code", "department")
        named = ((text_of(row, "department"), own.department) for row in rows if (own := _own_code(row)))
        self.belongings = Belongings(known, choices, usual_codes(named))
        self._finder = DeviceFinder(table, known, choices.matching)
        self._updates = Updates(known, self.belongings, choices.import_id)
        self._registrations: list[RegisterAsset] = []
        self._edits: list[EditAsset] = []
        self._places: dict[str, str] = {}

    def steps(self, rows: Sequence[PreviewRow]) -> tuple[tuple[object, ...], ...]:
        """All that is to be done. Serials that devices carry already come first: a new one must not take them."""
        keeping = [each for each in self._registrations if standing_code(each)]
        others = [each for each in self._registrations if not standing_code(each)]
        several = [*self._several(keeping), *self._several(others)]
        adding = in_steps(
            "assets", self._table, self._choices, rows, several, first=self.belongings.commands, step=_BATCHES
        )
        first = () if adding else self.belongings.commands
        edits: Sequence[object] = self._edits
        editing = in_steps("assets", self._table, self._choices, rows, edits, first=first, step=_EDITS)
        return (*adding, *(editing[1:] if adding else editing))

    def judged(self, row: JudgedRow, source: SheetRow, row_id: str) -> PreviewRow:
        """The row with its judgement."""
        device = self._device(row)
        known, clashes = self._finder.find(row, device.code, device.name, row_id)
        problems = [*row.problems, *self._problems(row, device, known), *clashes]
        edit: EditAsset | None = None
        updates: tuple[FieldUpdate, ...] = ()
        if known is not None and not problems and self._choices.matching is not Matching.ADD_ONLY:
            edit, updates = self._updates.of(row, known)
        verdict = verdict_of(problems, here=known is not None, changed=edit is not None)
        code, name, type_code = device.code or self._table.source_text(source, "code"), device.name, device.type_code
        if verdict is Verdict.NEW:
            code = self._register(row, device, row_id)
        elif known is not None and not problems:
            code, name, type_code = _two_lines(known.code, device.code), name or known.name, known.type_code
            self._edits += [edit] if edit else []
        shown = (code, _two_lines(name, text_of(row, "model")), type_code, self._where(row, source))
        return PreviewRow(row.line, verdict, shown, tuple(problems), self._changes(row, source, device, known), updates)

    @staticmethod
    def _several(devices: Sequence[RegisterAsset]) -> Iterator[RegisterAssets]:
        for start in range(0, len(devices), LARGEST_BATCH):
            batch = tuple(devices[start : start + LARGEST_BATCH])
            yield RegisterAssets(customer_id=batch[0].customer_id, devices=batch)

    def _device(self, row: JudgedRow) -> _Device:
        own = _own_code(row)
        told = [text for field in _TELLING if (text := text_of(row, field))]
        type_text = text_of(row, "type")
        type_code = own.type_code if own else self._type_codes.get(type_text.casefold(), "")
        return _Device(
            code=code_of(row),
            own=own,
            type_code=type_code or self._guessed_type(type_text, row),
            name=" ".join(told[0].split())[:_LONGEST_NAME] if told else "",
        )

    def _guessed_type(self, type_text: str, row: JudgedRow) -> str:
        """What the words of its type say, else its model where that is known, else what its model is called."""
        told = guess_type(type_text)
        by_model, _maker = self._known.models.get(text_of(row, "model").casefold(), ("", ""))
        return told if told != OTHER_TYPE else by_model or guess_type(text_of(row, "model"), text_of(row, "name"))

    def _problems(self, row: JudgedRow, device: _Device, known: Asset | None) -> list[RowProblem]:
        column = self._table.column_of("code")
        problems = []
        if known is None and not device.name:
            problems.append(RowProblem("value_missing", self._table.column_of(*_TELLING), ""))
        if known is None and device.type_code not in self._known.types:
            value, place = (device.code, column) if device.own else (device.type_code, self._table.column_of("type"))
            problems.append(RowProblem("device_type_not_here", place, value))
        if device.code and (first := self._lines.of(device.code, row.line)) != row.line:
            problems.append(RowProblem("code_repeated", column, device.code, line=first))
        elif known is not None and (first := self._lines_of_devices.of(known.id, row.line)) != row.line:
            problems.append(RowProblem("device_repeated", "", known.code, line=first))
        problems += state_problems(text_of(row, "state"), self._table.column_of("state"), self._to_be_updated(known))
        return problems

    def _to_be_updated(self, known: Asset | None) -> Asset | None:
        return None if self._choices.matching is Matching.ADD_ONLY else known

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
        cost, currency = cost_of(row.values["cost"])
        return RegisterAsset(
            id=row_id,
            customer_id=self._choices.customer_id,
            type_code=device.type_code,
            name=device.name,
            department_id=department_id,
            site_id=self.belongings.site(site) if site else None,
            existing_code=device.code,
            keep_code=self._choices.keep_codes,
            maker=text_of(row, "maker") or self._known.models.get(text_of(row, "model").casefold(), ("", ""))[1],
            model=text_of(row, "model"),
            serial_number=text_of(row, "serial_number"),
            place=text_of(row, "place"),
            owner=text_of(row, "owner"),
            user_name=text_of(row, "user_name"),
            supplier=text_of(row, "supplier"),
            purchased_on=day_of(row.values["purchased_on"]),
            cost_minor=cost,
            currency=currency,
            notes=text_of(row, "notes"),
            warranty_until=day_of(row.values["warranty_until"]),
            networked=row.values["networked"] is True,
            budget_head=text_of(row, "budget_head"),
            components=text_of(row, "components"),
            state=first_state(text_of(row, "state")),
            import_id=self._choices.import_id,
        )

    def _where(self, row: JudgedRow, source: SheetRow) -> str:
        place = " · ".join(text for field in ("site", "place") if (text := self._table.source_text(source, field)))
        where = _two_lines(text_of(row, "department"), place)
        return self._places.setdefault(where, where)

    def _changes(
        self, row: JudgedRow, source: SheetRow, device: _Device, known: Asset | None
    ) -> tuple[CellChange, ...]:
        """What reading has changed, the code as it is kept, and the name of a device that had none."""
        code_column, name_column = self._table.column_of("code"), self._table.column_of("name")
        changes = [change for change in row.changes if change.column != code_column]
        written = self._table.source_text(source, "code")
        if device.code and device.code != written:
            changes.append(CellChange(code_column, written, device.code))
        if name_column and device.name and not text_of(row, "name"):
            changes.append(CellChange(name_column, "", device.name))
        told = text_of(row, "state")
        if known is None and told and state_of(told) is not first_state(told):
            changes.append(CellChange(self._table.column_of("state"), told, state_word(first_state(told), told)))
        return tuple(changes)


def _own_code(row: JudgedRow) -> AssetCode | None:
    code = parse_code(code_of(row))
    return None if code is None or code.provisional else code


def _two_lines(text: str, detail: str) -> str:
    return f"{text}\n{detail}" if detail and detail != text else text
