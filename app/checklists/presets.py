"""The checklists that the program ships, as commands to be given; their points follow `domain.md` §§5–6.

Ids follow from the keys, so taking a preset twice is noticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.checklists.commands import WriteChecklist
from app.checklists.queries import checklists
from app.foundation.ids import derive_id
from app.foundation.translation import N_
from app.storage.units import Reader

_COMPUTERS, _PRINTERS = ("COM", "NBK"), ("PRN", "SCN")
_MACHINES, _POWERED = ("SRV", "MIN", "STO"), ("SRV", "MIN", "STO", "NET", "UPS")


@dataclass(frozen=True, slots=True)
class Preset:
    """A shipped list: what it is for, its required points, and those that are not (`if_any`)."""

    key: str
    name: str
    kind: str
    type_codes: tuple[str, ...]
    required: tuple[str, ...]
    if_any: tuple[str, ...] = ()

    @property
    def items(self) -> str:
        """The points as people write them."""
        starred = [("* ", text) for text in self.required] + [("", text) for text in self.if_any]
        return "\n".join(f"{star}{text}{_MEASURED.get(text, '')}" for star, text in starred)


_START_UP = N_("Start-up time")
_FREE_SPACE = N_("Free space on the system disk")
_TEMPERATURE = N_("Temperature of the room")
_HUMIDITY = N_("Humidity of the room")
_MEASURED = {_START_UP: " [s]", _FREE_SPACE: " [% 10..]", _TEMPERATURE: " [°C 10..28]", _HUMIDITY: " [% 35..75]"}
"""What is measured. The limits are our reading: the source has none."""

PRESETS = (
    Preset(
        "commissioning",
        N_("Commissioning"),
        "commissioning",
        (),
        (
            N_("The device and its accessories are complete and undamaged"),
            N_("Registered, with its label on it"),
            N_("Network and the user's account work"),
            N_("The user's files are transferred, and he has opened some"),
            N_("Protection against viruses and patches are up to date"),
        ),
        (N_("The old device is taken away and registered"), N_("Printers and programs of the workplace work")),
    ),
    Preset(
        "swap",
        N_("Swap of a damaged device"),
        "swap",
        (),
        (
            N_("The user's files are saved from the old device"),
            N_("Serial numbers of both devices are noted"),
            N_("The user works with the new device and has his files"),
            N_("The old device is labelled and taken along"),
        ),
    ),
    Preset(
        "reinstallation",
        N_("Re-installation without loss of data"),
        "re_installation",
        (),
        (
            N_("The user's files are saved, and the copy was read back"),
            N_("System, drivers and patches are installed"),
            N_("The user's files and settings are back, and he has looked at them"),
        ),
    ),
    Preset(
        "computer-cleaning",
        N_("Cleaning of a computer"),
        "maintenance",
        _COMPUTERS,
        (
            N_("Display cleaned"),
            N_("Case cleaned, dust removed from inside"),
            N_("Keyboard and mouse cleaned"),
            _FREE_SPACE,
            N_("Virus library and patches up to date"),
        ),
        (N_("Registry and programs that start by themselves tidied up"), _START_UP),
    ),
    Preset(
        "printer-cleaning",
        N_("Cleaning of a printer or scanner"),
        "maintenance",
        _PRINTERS,
        (
            N_("Case cleaned"),
            N_("Paper feed cleaned"),
            N_("Paper transport cleaned"),
            N_("A test page is without fault"),
        ),
        (N_("Worn parts looked for and noted"),),
    ),
    Preset(
        "live-cleaning",
        N_("Safety of cleaning under power"),
        "maintenance",
        _POWERED,
        (
            N_("The customer's responsible person agrees and knows the time"),
            N_("A backup of today can be read"),
            N_("The agent conducts no current, does not burn or corrode, and dries by itself"),
            N_("Instruments and clothing are insulated and carry no static charge"),
            N_("The room is aired, and a fire extinguisher is at hand"),
            N_("All fans, lamps and services are as they were before"),
        ),
        (_TEMPERATURE,),
    ),
    Preset(
        "network-inspection",
        N_("Inspection of the network"),
        "inspection",
        ("NET",),
        (
            N_("No lamp shows a fault, fans run"),
            N_("Ports, load and errors are as usual"),
            N_("The log holds no new fault"),
            N_("The configuration is saved"),
        ),
        (_TEMPERATURE, _HUMIDITY, N_("Cables are labelled and not under strain")),
    ),
    Preset(
        "machine-appearance",
        N_("Inspection of a machine: appearance"),
        "inspection",
        _MACHINES,
        (
            N_("No lamp shows a fault, fans run"),
            N_("Power supplies and cables are firm, both ways of power work"),
            N_("No unusual noise, smell or heat"),
        ),
        (_TEMPERATURE, _HUMIDITY),
    ),
    Preset(
        "machine-system",
        N_("Inspection of a machine: system"),
        "inspection",
        _MACHINES,
        (
            N_("Load of processors and memory is as usual"),
            _FREE_SPACE,
            N_("Disks and their groups are healthy"),
            N_("The log of the system holds no new fault"),
            N_("The last backup went through"),
        ),
    ),
    Preset(
        "machine-database",
        N_("Inspection of a machine: database and application"),
        "inspection",
        _MACHINES,
        (
            N_("The database answers, its space is enough"),
            N_("The logs of database and application hold no new fault"),
            N_("The applications answer as quickly as usual"),
        ),
        (N_("Long queries and locks looked for"),),
    ),
)


def missing_presets(reader: Reader) -> tuple[WriteChecklist, ...]:
    """The shipped lists that are not here yet."""
    known = {version.template_id for version in checklists(reader)}
    return tuple(command for command in preset_checklists() if command.template_id not in known)


def preset_checklists() -> Iterator[WriteChecklist]:
    """All shipped lists, for everybody's orders."""
    for preset in PRESETS:
        yield WriteChecklist(
            id=derive_id("preset_checklist", preset.key),
            template_id=derive_id("preset_checklist", preset.key),
            name=preset.name,
            items=preset.items,
            kinds=(preset.kind,),
            type_codes=preset.type_codes,
        )
