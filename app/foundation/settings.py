"""What a person has chosen for this computer: language, theme, the time zone of the work."""

from __future__ import annotations

import locale
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec

from app.foundation.files import write_atomically
from app.foundation.home import Home

Theme = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a printer must be corrected by: millimetres to the right and down, and how much wider and higher."""

    dx: float = 0.0
    dy: float = 0.0
    sx: float = 1.0
    sy: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelChoices:
    """What labels were printed on last: the roll or sheet, where rolls and sheets went, the used places by sheet.

    A printer is the name of one of this computer, or the address of a label printer; empty is a PDF. `sheet_printer` is
    what a person calls the printer that such a PDF goes to; `calibrations` are known by names of either kind.
    `sheet_design` is the design on the labels of sheets, empty: what usually stands there.
    """

    medium: str = "50x30"
    printer: str = ""
    taken_places: dict[str, tuple[int, ...]] = field(default_factory=dict)
    printer_of_sheets: str = ""
    sheet_printer: str = ""
    sheet_design: str = ""
    calibrations: dict[str, Calibration] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Choices with their defaults. `time_zone` is an IANA name; empty means that of the computer.

    `lock_minutes` is how long nobody touches anything before the window is locked; 0 is never.
    `notifies`: whether news for the person is shown on the desktop at once.
    """

    language: str = ""
    theme: Theme = "system"
    time_zone: str = ""
    lock_minutes: Annotated[int, msgspec.Meta(ge=0, le=1440)] = 10
    notifies: bool = True
    labels: LabelChoices = field(default_factory=LabelChoices)

    def zone(self) -> tzinfo:
        """The zone that times are shown in."""
        if self.time_zone:
            return ZoneInfo(self.time_zone)
        here = datetime.now().astimezone().tzinfo
        return here or UTC


def read_settings(home: Home) -> Settings:
    """The settings of a home; the defaults where the file is missing or was damaged (it is then left as it is)."""
    try:
        return msgspec.json.decode(home.settings_file.read_bytes(), type=Settings)
    except (OSError, ValueError, msgspec.MsgspecError):
        return Settings()


def write_settings(home: Home, settings: Settings) -> None:
    """Keep the settings.

    :raises Trouble: ``disk_full``, ``file_not_writable``, ``workspace_not_writable``
    """
    home.prepare()
    write_atomically(home.settings_file, msgspec.json.format(msgspec.json.encode(settings)))


def system_language() -> str:
    """The language of this computer, where we speak it."""
    code, _encoding = locale.getlocale()
    return "zh_CN" if (code or "").lower().startswith(("zh", "chinese")) else "en"
