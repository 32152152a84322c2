"""Which device of the register a row is about: by its code, by the maker's serial number, or by both."""

from __future__ import annotations

from app.assets.imports.known import KnownRegister
from app.assets.tables import Asset
from app.directory.imports import Matching, text_of
from app.foundation.sentences import declare
from app.foundation.sheets.preview import UnderstoodTable
from app.foundation.sheets.rows import JudgedRow, RowProblem
from app.foundation.translation import N_

Found = tuple[Asset | None, list[RowProblem]]


class DeviceFinder:
    """Finds the devices of rows, and tells where what a row says belongs to two of them."""

    def __init__(self, table: UnderstoodTable, known: KnownRegister, matching: Matching) -> None:
        self._table, self._known, self._matching = table, known, matching

    def find(self, row: JudgedRow, code: str, name: str, row_id: str) -> Found:
        """The device that a row is about, None where it is a new one, and what speaks against it.

        `row_id` is what the device would have that an earlier import made of the same row.
        """
        number, by_code = text_of(row, "serial_number"), self._known.by_code.get(code)
        made_of_it = self._known.by_id.get(row_id)
        if self._matching is Matching.ADD_ONLY:
            known = made_of_it or self._with_nothing_changed(row, code, name)
            return known, self._clash(by_code, number, name, row_id)
        if number in self._known.by_serial_number and self._known.by_serial_number[number] is None:
            return None, [RowProblem("serial_number_of_several", self._table.column_of("serial_number"), number)]
        by_number = self._known.by_serial_number.get(number)
        if by_code is not None and by_number is not None and by_code.id != by_number.id:
            return None, [self._of_two(by_code, by_number, number)]
        return self._matched(by_code, by_number, made_of_it, code=code, number=number)

    def _matched(
        self, by_code: Asset | None, by_number: Asset | None, made_of_it: Asset | None, *, code: str, number: str
    ) -> Found:
        """What is chosen to tell decides; what a row does not have cannot tell."""
        if self._matching is Matching.CODE and code:
            return by_code, []
        if self._matching is Matching.SERIAL and number:
            return by_number, self._code_taken(by_code, by_number, code)
        if by_code is not None and by_number is None and number and by_code.serial_number:
            return None, [self._other_number(by_code, number)]
        return by_code or by_number or made_of_it, []

    def _with_nothing_changed(self, row: JudgedRow, code: str, name: str) -> Asset | None:
        if code:
            return self._known.by_code.get(code)
        known = self._known.by_serial_number.get(text_of(row, "serial_number"))
        return known if known is not None and known.name == name else None

    def _clash(self, by_code: Asset | None, number: str, name: str, row_id: str) -> list[RowProblem]:
        """Where whatever is here is left alone, a code must not be another device's: by serial numbers, else names."""
        if by_code is None or by_code.id == row_id:
            return []
        same = number == by_code.serial_number if number and by_code.serial_number else name == by_code.name
        return [] if same else [RowProblem("code_of_another", self._table.column_of("code"), by_code.code)]

    def _code_taken(self, by_code: Asset | None, by_number: Asset | None, code: str) -> list[RowProblem]:
        """By serial number it would be a new device, whose code is taken."""
        if by_code is None or by_number is not None:
            return []
        return [RowProblem("code_of_another", self._table.column_of("code"), code)]

    def _of_two(self, by_code: Asset, by_number: Asset, number: str) -> RowProblem:
        column = self._table.column_of("serial_number")
        return RowProblem("code_and_serial_number_clash", column, number, others=(by_code.code, by_number.code))

    def _other_number(self, by_code: Asset, number: str) -> RowProblem:
        column = self._table.column_of("serial_number")
        return RowProblem("serial_number_differs", column, number, others=(by_code.code, by_code.serial_number))


declare(
    {
        "code_of_another": N_(
            "“{value}” in “{column}” already belongs to another device of this customer. Correct the code in one place."
        ),
        "code_and_serial_number_clash": N_(
            "The code is that of {first}, but “{value}” in “{column}” is the serial number of {second}. Correct one of "
            "the two."
        ),
        "serial_number_differs": N_(
            "{first} has the serial number {second} here, not “{value}”. Correct it, or match by the code alone."
        ),
        "serial_number_of_several": N_(
            "Several devices of this customer have the serial number “{value}”. Correct them first, or import without "
            "that column."
        ),
    }
)
