"""What becomes of each thing that is scanned on the walk, one after the other, however fast they come."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.assets.rules import parse_code
from app.foundation.ids import new_id
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.surveying import Heard
    from app.assets.tables import Asset, BlankLabel
    from app.storage.units import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """What is the same for one device after the other, until somebody changes it."""

    customer_id: str
    type_code: str
    type_name: str
    department_id: str = ""
    site_id: str = ""
    place: str = ""
    maker: str = ""
    model: str = ""
    user_name: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """The code on the label of the device whose serial number comes next; `label` is the one that was reserved."""

    code: str
    label: BlankLabel | None


class Walk(QObject):
    """Registers devices in the order in which they were scanned. What was scanned stands with what stayed then."""

    heard = Signal(object)
    """With the `Heard` that is no new device."""
    registered = Signal(object)
    """With the `Asset`."""
    taken_back = Signal(object)
    """With the `Asset` that is not in the register any more."""
    failed = Signal(str, object)
    """With what was scanned and the exception; whatever was scanned after it goes on."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._waiting: deque[tuple[str, Stays]] = deque()
        self._is_busy = False
        self.carried: Carried | None = None

    def take(self, text: str, stays: Stays) -> None:
        """Do what is to be done with what was scanned; an empty text is a device without a serial number."""
        self._waiting.append((text, stays))
        self._go_on()

    def forget_carried(self) -> None:
        """The label that was scanned is not for the next device."""
        self.carried = None

    def take_back(self, asset: Asset) -> None:
        """Take a device out of the register again."""
        from app.assets.unregister_commands import UnregisterAsset

        done, failed = partial(self._gone, asset), partial(self.failed.emit, "")
        self._work.run_command(UnregisterAsset(asset_id=asset.id), done=done, failed=failed)

    def _gone(self, asset: Asset, _nothing: None) -> None:
        self.taken_back.emit(asset)

    def _go_on(self) -> None:
        if self._is_busy or not self._waiting:
            return
        self._is_busy = True
        text, stays = self._waiting.popleft()
        if text:
            failed = partial(self._fail, text)
            self._work.run_query(partial(_hear, stays.customer_id, text), partial(self._heard, text, stays), failed)
        else:
            self._register(text, stays, "")

    def _heard(self, text: str, stays: Stays, heard: Heard) -> None:
        from app.assets.surveying import HeardKind

        if heard.kind is HeardKind.SERIAL_NUMBER:
            self._register(text, stays, heard.barcode.serial_number)
            return
        if heard.kind is HeardKind.LABEL:
            self.carried = Carried(heard.barcode.code, heard.label)
        elif heard.kind is HeardKind.STICKS and heard.asset is not None:
            self._work.run_command(_ticking(heard.asset))
        self.heard.emit(heard)
        self._end()

    def _register(self, text: str, stays: Stays, serial_number: str) -> None:
        from app.assets.commands import RegisterAsset

        carried = self.carried
        label = carried.label if carried else None
        ours = parse_code(carried.code) if carried else None
        asset_id = new_id()
        command = RegisterAsset(
            id=asset_id,
            customer_id=stays.customer_id,
            type_code=ours.type_code if ours else stays.type_code,
            name=" ".join(filter(None, (stays.maker, stays.model))) or stays.type_name,
            department_id=(label.department_id if label else stays.department_id) or None,
            site_id=stays.site_id or None,
            existing_code=carried.code if carried else "",
            maker=stays.maker,
            model=stays.model,
            serial_number=serial_number,
            place=stays.place,
            user_name=stays.user_name,
        )
        done, failed = partial(self._done, asset_id), partial(self._fail, text)
        self._work.run_command(command, done=done, failed=failed)

    def _done(self, asset_id: str, _nothing: None) -> None:
        self.carried = None
        self._work.run_query(partial(_asset, asset_id), self._registered, partial(self._fail, ""))

    def _registered(self, asset: Asset) -> None:
        self.registered.emit(asset)
        self._end()

    def _fail(self, text: str, error: Exception) -> None:
        self.failed.emit(text, error)
        self._end()

    def _end(self) -> None:
        self._is_busy = False
        self._go_on()


def _hear(customer_id: str, text: str, reader: Reader) -> Heard:
    from app.assets.surveying import hear

    return hear(reader, customer_id, text)


def _asset(asset_id: str, reader: Reader) -> Asset:
    from app.assets.tables import Asset

    return reader.require(Asset, asset_id)


def _ticking(asset: Asset) -> object:
    from app.assets.label_commands import RecordLabels
    from app.assets.rules import LabelEventKind

    return RecordLabels(customer_id=asset.customer_id, asset_ids=(asset.id,), kind=LabelEventKind.STUCK_ON)
