"""A stocktake as a table: a row for each device that was expected or scanned, and for what nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from app.assets.rules import ASSET_STATE_NAMES
from app.foundation.errors import Rejection
from app.foundation.sheets.writing import Cell
from app.foundation.translation import N_, _
from app.stocktakes.findings import FoundDevice, UnknownText, all_findings, unknown_in
from app.stocktakes.queries import sees_expected
from app.stocktakes.rules import DECISION_NAMES, FINDING_NAMES, Finding
from app.stocktakes.tables import Stocktake
from app.storage.units import Reader

MISSING = N_("Missing")
_COLUMNS = (
    N_("Result"),
    N_("Asset code"),
    N_("Device"),
    N_("Model"),
    N_("Device type"),
    N_("Department"),
    N_("State"),
    N_("Expected in"),
    N_("Found in"),
    N_("Scanned by"),
    N_("Scanned at"),
    N_("Sent late"),
    N_("Decision"),
    N_("Note"),
)


def result_of(device: FoundDevice) -> str:
    """What became of a device, in the language shown now."""
    return _(FINDING_NAMES[device.finding]) if device.finding else _(MISSING)


def stocktake_table(
    reader: Reader, stocktake: Stocktake, moment: Callable[[object], str]
) -> tuple[Sequence[str], Iterator[Sequence[Cell]]]:
    """The columns, in the language shown now, and the rows by code; `moment` says an instant.

    :raises Rejection: ``stocktake_blind`` where the person here may not see it yet
    """
    if not sees_expected(reader, stocktake):
        raise Rejection("stocktake_blind")
    devices, unknown = all_findings(reader, stocktake), unknown_in(reader, stocktake)
    rows = (*(_device_row(device, moment) for device in devices), *(_unknown_row(text, moment) for text in unknown))
    return [_(column) for column in _COLUMNS], iter(rows)


def _device_row(device: FoundDevice, moment: Callable[[object], str]) -> Sequence[Cell]:
    return (
        result_of(device),
        device.code,
        device.name,
        device.model,
        device.type_code,
        device.department,
        _(ASSET_STATE_NAMES[device.state]),
        device.expected_in,
        device.found_in,
        device.by,
        moment(device.at) if device.at else "",
        _("yes") if device.is_late else "",
        _(DECISION_NAMES[device.decided]) if device.decided else "",
        device.note,
    )


def _unknown_row(unknown: UnknownText, moment: Callable[[object], str]) -> Sequence[Cell]:
    return (
        _(FINDING_NAMES[Finding.UNKNOWN]),
        unknown.text,
        *("", "", "", "", "", ""),
        unknown.place,
        unknown.by,
        moment(unknown.at),
        _("yes") if unknown.is_late else "",
        _became(unknown),
        unknown.note,
    )


def _became(unknown: UnknownText) -> str:
    if unknown.registered_as:
        return _("Registered as {code}").format(code=unknown.registered_as)
    return _(DECISION_NAMES[unknown.decided]) if unknown.decided else ""
