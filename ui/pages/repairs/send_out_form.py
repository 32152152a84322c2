"""The form by which a device is sent to its maker."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import ChoiceField, LineField, TextField
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.repairs.queries import AssetMatch
    from app.storage.units import Reader

_PAUSE_MILLISECONDS = 120


@dataclass(frozen=True, slots=True)
class Found:
    """The devices that the code leads to, and the order that the number leads to."""

    code: str
    number: str
    assets: tuple[AssetMatch, ...] = ()
    order_id: str | None = None


class SendOutForm(FormDialog):
    """The device by its code, its maker, what is wrong with it, and the order that it is repaired under.

    Two customers may use one code: then it is asked which device is meant.
    """

    def __init__(self, work: Work, wall: WallClock, parent: QWidget, *, asset_id: str = "") -> None:
        """Where it is known already which device is meant, `asset_id` is its id."""
        super().__init__(
            work,
            wall.clock,
            draft_id=f"repairs.send_out:{asset_id}".rstrip(":"),
            title_source=N_("Send a device out"),
            submit_source=N_("Send out"),
            parent=parent,
        )
        self._found = Found("", "")
        self._asked: Reply | None = None
        self._submits_when_found = False
        self.code = self.add(
            "code",
            N_("Asset code"),
            LineField(),
            needed_source=N_("Enter the code on the label of the device."),
            hint_source=N_("As on the label, such as KJC-PRN-0042; an older code will do."),
        )
        self.device = self.add("asset_id", N_("Device"), ChoiceField())
        self.maker = self.add("maker", N_("Sent to"), LineField(), needed_source=N_("Enter whom it is sent to."))
        self.fault = self.add("fault", N_("Fault"), TextField(), needed_source=N_("Say what is wrong with it."))
        self.number = self.add("number", N_("Work order"), LineField(), hint_source=N_("If there is one."))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._look)
        self.code.edited.connect(self._pause.start)
        self.number.edited.connect(self._pause.start)
        if asset_id:
            self.device.set_value(asset_id)
            work.run_query(partial(_find_asset, asset_id), self._asset_found)

    def submit(self) -> None:
        if self._is_looking:
            self._submits_when_found = True
        else:
            super().submit()

    def command(self) -> object:
        from app.repairs.commands import SendOut

        return SendOut(
            id=new_id(),
            asset_id=self.device.value(),
            maker=self.maker.value(),
            fault=self.fault.value(),
            order_id=self._found.order_id,
        )

    def problems(self) -> dict[str, str]:
        wrong: dict[str, str] = {}
        if self._is_looking:
            return wrong
        if not self._found.assets:
            wrong["code"] = _("No device here has the code {code}.").format(code=self.code.value())
        elif not self.device.value():
            wrong["asset_id"] = _("More than one device has this code. Choose which one is meant.")
        if self.number.value() and self._found.order_id is None:
            wrong["number"] = _("There is no work order {number} here.").format(number=self.number.value())
        return wrong

    def retranslate(self) -> None:
        super().retranslate()
        self._show_devices()

    @property
    def _is_looking(self) -> bool:
        """Whether what was found is not yet what is asked for."""
        return (self.code.value(), self.number.value()) != (self._found.code, self._found.number)

    def _look(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
        question = partial(_find, self.code.value(), self.number.value())
        self._asked = self._work.run_query(question, self._looked)

    def _looked(self, found: Found) -> None:
        self._found = found
        self._show_devices()
        if self._submits_when_found and not self._is_looking:
            self._submits_when_found = False
            self.submit()

    def _asset_found(self, found: Found) -> None:
        with self.filling_in():
            self._found = found
            self._show_devices()
            self.code.set_value(found.code)
        self.maker.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_devices(self) -> None:
        choices = [(match.asset.id, _match_text(match)) for match in self._found.assets]
        if len(choices) != 1:
            choices.insert(0, ("", _("Choose…") if choices else "—"))
        self.device.set_choices(tuple(choices))
        self.device.setEnabled(len(choices) > 1)


def _find_asset(asset_id: str, reader: Reader) -> Found:
    from app.assets.tables import Asset

    return _find(reader.require(Asset, asset_id).code, "", reader)


def _find(code: str, number: str, reader: Reader) -> Found:
    from app.repairs.queries import assets_called
    from app.workorders.queries.detail import find_order

    assets = assets_called(reader, code) if code else []
    return Found(code, number, tuple(assets), find_order(reader, number) if number else None)


def _match_text(match: AssetMatch) -> str:
    return " · ".join(filter(None, (match.asset.code, match.asset.name, match.customer)))
