"""Models of devices: what an import knows about a device of which a file only names the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.assets.tables import DeviceModel, DeviceType
from app.directory.import_commands import take_back
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.texts import Count, LongText, Name, ShortText
from app.storage.commands import Context, handles
from app.storage.units import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDeviceModel:
    """Add a model of a maker; `life_months` is after how many months such a device is replaced as a rule."""

    type_code: str
    name: Name
    maker: ShortText = ""
    number: ShortText = ""
    life_months: Count | None = None
    notes: LongText = ""
    import_id: str | None = None


def model_id(maker: str, name: str, number: str) -> str:
    """What a model is known by, however its names are capitalised."""
    return derive_id("device_model", maker.casefold(), name.casefold(), number.casefold())


@handles("assets.add_device_model", AddDeviceModel, permission=Permission.MANAGE_DEVICE_TYPES)
def add_device_model(unit: UnitOfWork, command: AddDeviceModel, _context: Context) -> None:
    """Adding a model that is there already changes nothing."""
    if unit.get(DeviceType, command.type_code) is None:
        raise Rejection("device_type_unknown", type_code=command.type_code)
    unit.ensure(
        DeviceModel(
            id=model_id(command.maker, command.name, command.number),
            type_code=command.type_code,
            name=command.name,
            maker=command.maker,
            number=command.number,
            life_months=command.life_months,
            notes=command.notes,
            import_id=command.import_id,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackModels:
    """Take models away that an import brought."""

    import_id: str
    model_ids: Annotated[tuple[str, ...], Meta(max_length=100)]


@handles("assets.take_back_models", TakeBackModels, permission=Permission.MANAGE_DEVICE_TYPES)
def take_back_models(unit: UnitOfWork, command: TakeBackModels, _context: Context) -> None:
    """Nothing refers to a model: a device has the name of its own in writing."""
    take_back(unit, DeviceModel, command.model_ids, (), import_id=command.import_id)
