"""What the list of designs and sheets asks the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.accounts.rules import Permission

if TYPE_CHECKING:
    from app.labels.formats import Medium
    from app.labels.setting import LabelFacts
    from app.labels.tables import LabelFormat
    from app.storage.units import Reader


@dataclass(frozen=True, slots=True)
class ListedFormat:
    """A design or a sheet, and the version that it is of; what we ship has none."""

    medium: Medium
    row: LabelFormat | None = None

    @property
    def id(self) -> str:
        return self.row.format_id if self.row else self.medium.code


@dataclass(frozen=True, slots=True)
class ListedFormats:
    """All of them, devices to look at them with, and whether the person at this workspace may make any."""

    formats: tuple[ListedFormat, ...]
    devices: tuple[LabelFacts, ...]
    may_design: bool


def read_formats(asset_id: str, reader: Reader) -> ListedFormats:
    """What people have made, then what we ship; `asset_id` is the device to look at them with, if one is marked."""
    from app.accounts.queries import held_grants
    from app.labels.formats import SHIPPED, formats, medium_of
    from app.labels.samples import sample_labels

    own = ((medium_of(row), row) for row in formats(reader))
    return ListedFormats(
        (
            *(ListedFormat(medium, row) for medium, row in own if medium is not None),
            *(ListedFormat(medium) for medium in SHIPPED),
        ),
        tuple(sample_labels(reader, asset_id)),
        held_grants(reader).may(Permission.DESIGN_LABELS, None),
    )
