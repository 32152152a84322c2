"""Asset codes 部门-类型-序号 and contract codes 合同号类型序号 (`domain.md` §2)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.foundation.sentences import declare
from app.foundation.translation import N_

SERIAL_DIGITS = 4
NO_DEPARTMENT = "GEN"
"""The first part of the code of a device whose department is not known."""

DEVICE_TYPES: dict[str, str] = {
    "COM": N_("Desktop computer"),
    "NBK": N_("Notebook"),
    "PRN": N_("Printer"),
    "SCN": N_("Scanner"),
    "SRV": N_("Server"),
    "MIN": N_("Minicomputer"),
    "STO": N_("Storage array"),
    "NET": N_("Network device"),
    "UPS": N_("UPS"),
    "OTH": N_("Other device"),
}
"""The types that every register begins with; an administrator adds more."""

OTHER_TYPE = "OTH"

USUAL_LIFE_YEARS = {"COM": 5, "NBK": 4, "PRN": 5, "SCN": 6, "SRV": 5, "MIN": 8, "STO": 6, "NET": 7, "UPS": 5}
"""After how many years a device of a type is replaced, to begin with: our figures, the sources name none."""
OTHER_LIFE_YEARS = 5
"""The same of every other type. An administrator sets others (`app.assets.commands.SetReplacementAge`)."""

_TYPE_WORDS: dict[str, str] = {
    "desktop": "COM",
    "computer": "COM",
    "pc": "COM",
    "台式": "COM",
    "电脑": "COM",
    "laptop": "NBK",
    "notebook": "NBK",
    "macbook": "NBK",
    "笔记本": "NBK",
    "printer": "PRN",
    "打印": "PRN",
    "scanner": "SCN",
    "扫描": "SCN",
    "server": "SRV",
    "服务器": "SRV",
    "minicomputer": "MIN",
    "小型机": "MIN",
    "storage": "STO",
    "存储": "STO",
    "switch": "NET",
    "router": "NET",
    "firewall": "NET",
    "access point": "NET",
    "network": "NET",
    "交换机": "NET",
    "路由": "NET",
    "网络": "NET",
    "ups": "UPS",
}
_MORE_TELLING_FIRST = sorted(_TYPE_WORDS, key=len, reverse=True)
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_DASHES = re.compile("[‐-―−－﹣〜～]")
_CODE = re.compile(r"(?P<department>[A-Z0-9]{1,6})-(?P<type>[A-Z]{3})-(?P<serial>[0-9]{4,9}|P[0-9A-Z]{3}[0-9]{2,})")


class AssetState(StrEnum):
    """Where a device is in its life."""

    IN_USE = "in_use"
    IN_STOCK = "in_stock"
    IN_REPAIR = "in_repair"
    ON_LOAN = "on_loan"
    RETIRED = "retired"
    LOST = "lost"


class LabelEventKind(StrEnum):
    """What happened to a label."""

    PRINTED = "printed"
    STUCK_ON = "stuck_on"


class Stuck(StrEnum):
    """What a scanned label turns out to be."""

    FITS = "fits"
    """It was printed for the device and carries its present code."""
    ALREADY = "already"
    NOT_PRINTED = "not_printed"
    """It carries the present code, but nobody wrote down that it was printed."""
    OUTDATED = "outdated"
    """The device has another code by now."""
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    """Devices of several customers carry this code."""


LABEL_EVENT_NAMES = {LabelEventKind.PRINTED: N_("Label printed"), LabelEventKind.STUCK_ON: N_("Label stuck on")}


ASSET_STATE_NAMES = {
    AssetState.IN_USE: N_("In use"),
    AssetState.IN_STOCK: N_("In stock"),
    AssetState.IN_REPAIR: N_("In repair"),
    AssetState.ON_LOAN: N_("On loan"),
    AssetState.RETIRED: N_("Retired"),
    AssetState.LOST: N_("Lost"),
}

_STATE_STEPS = {
    AssetState.IN_USE: {AssetState.IN_STOCK, AssetState.ON_LOAN, AssetState.RETIRED, AssetState.LOST},
    AssetState.IN_STOCK: {AssetState.IN_USE, AssetState.ON_LOAN, AssetState.RETIRED, AssetState.LOST},
    AssetState.IN_REPAIR: {AssetState.LOST},
    AssetState.ON_LOAN: {AssetState.IN_USE, AssetState.IN_STOCK, AssetState.RETIRED, AssetState.LOST},
    AssetState.RETIRED: {AssetState.IN_STOCK},
    AssetState.LOST: {AssetState.IN_USE, AssetState.IN_STOCK, AssetState.RETIRED},
}
"""Which states a person can put a device into. Into repair and back only a repair leads; a lost one may turn up."""
GONE_STATES = frozenset({AssetState.RETIRED, AssetState.LOST})
"""States of devices that nobody can work with."""


def replaced_on(purchased_on: date, life_years: int) -> date:
    """The day from which a device is to be replaced that was bought on a day and whose type lasts so many years."""
    year = purchased_on.year + life_years
    try:
        return purchased_on.replace(year=year)
    except ValueError:  # bought on a leap day
        return date(year, 3, 1)


def next_states(state: AssetState) -> tuple[AssetState, ...]:
    """The states that a person can put a device into that is in `state`."""
    return tuple(each for each in AssetState if each in _STATE_STEPS[state])


class RelationKind(StrEnum):
    """What a device is to another one."""

    PART_OF = "part_of"
    CONNECTED_TO = "connected_to"
    STANDS_IN_FOR = "stands_in_for"


RELATION_NAMES = {
    RelationKind.PART_OF: N_("Part of"),
    RelationKind.CONNECTED_TO: N_("Connected to"),
    RelationKind.STANDS_IN_FOR: N_("Stands in for"),
}
TURNED_RELATION_NAMES = {
    RelationKind.PART_OF: N_("Contains"),
    RelationKind.CONNECTED_TO: N_("Connected to"),
    RelationKind.STANDS_IN_FOR: N_("Stood in for by"),
}
"""The same, seen from the other device."""


@dataclass(frozen=True, slots=True)
class AssetCode:
    """部门-类型-序号. The serial is text: four to nine digits, or provisional (P, device code, counter)."""

    department: str
    type_code: str
    serial: str

    def __str__(self) -> str:
        return f"{self.department}-{self.type_code}-{self.serial}"

    @property
    def provisional(self) -> bool:
        """Whether the serial was given off-line without a leased number."""
        return self.serial.startswith("P")


def normal_code(text: str) -> str:
    """A code as it is kept: full-width letters, digits and dashes made narrow, capitals, no spaces.

    Chinese digits of its serial become Arabic ones where that makes it a code of our form.
    """
    narrow = _DASHES.sub("-", unicodedata.normalize("NFKC", _DASHES.sub("-", text)))
    code = unicodedata.normalize("NFKC", "".join(narrow.split()).upper())
    head, dash, serial = code.rpartition("-")
    arabic = f"{head}{dash}{serial.translate(_CHINESE_DIGITS)}"
    return arabic if _CODE.fullmatch(arabic) else code


def parse_code(text: str) -> AssetCode | None:
    """The code that is written here, in whatever width; None where it has another form."""
    match = _CODE.fullmatch(normal_code(text))
    return AssetCode(match["department"], match["type"], match["serial"]) if match else None


def moved_code(code: str, department_code: str) -> str:
    """The code of a device that moved to another department: a code of our form keeps its serial, any other stays."""
    ours = parse_code(code)
    return str(replace(ours, department=department_code or NO_DEPARTMENT)) if ours else code


def contract_code(contract_number: str, type_code: str, serial: str) -> str:
    """合同号类型序号: given at the first registration, never changed."""
    return f"{contract_number}{type_code}{serial}"


def serial_series(customer_id: str, type_code: str) -> str:
    """The series that a device's serial is counted in: per customer and device type, not per department."""
    return f"asset:{customer_id}:{type_code}"


def customer_of_series(series: str) -> str | None:
    """The customer of a series of serials; None where it is a series of something else."""
    kind, _colon, rest = series.partition(":")
    customer_id, _colon, type_code = rest.rpartition(":")
    return customer_id if kind == "asset" and is_type_code(type_code) else None


def is_type_code(code: str) -> bool:
    """Whether this can be the middle part of an asset code: three capitals."""
    return re.fullmatch(r"[A-Z]{3}", code) is not None


def guess_type(*texts: str) -> str:
    """The device type that these texts (category, model …) speak of; OTH where they do not tell."""
    for text in texts:
        lowered = text.casefold()
        for word in _MORE_TELLING_FIRST:
            if re.search(rf"(?<![a-z]){word}", lowered) if word.isascii() else word in lowered:
                return _TYPE_WORDS[word]
    return OTHER_TYPE


declare(
    {
        "device_type_unknown": N_("There is no device type {type_code}. An administrator can add it."),
        "device_type_invalid": N_("“{type_code}” cannot be a device type: use three letters, such as COM."),
        "asset_state_step": N_(
            "{asset_code} cannot be put into that state from the one it is in now. Look at it as it stands."
        ),
        "asset_code_taken": N_("{asset_code} already belongs to another device of this customer. Choose another code."),
    }
)
