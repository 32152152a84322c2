"""What labels say, gathered from the rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.assets.blank_labels import labels_reserved
from app.assets.queries import code_stands
from app.assets.tables import Asset, BlankLabel, DeviceType
from app.directory.tables import Customer, Department
from app.documents.queries import place_text, type_name
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_, _
from app.labels.rules.designs import LabelField
from app.labels.setting import LabelFacts
from app.storage.units import Reader


@dataclass(frozen=True, slots=True)
class Labels:
    """What the labels of devices say, and the codes that none is printed for yet: they may still change."""

    assets: tuple[Asset, ...]
    ready: tuple[LabelFacts, ...]
    waiting: tuple[str, ...]

    def beginning_with(self, number: int) -> Labels:
        """Those from one on, counted from 1."""
        first = max(number, 1) - 1
        return replace(self, assets=self.assets[first:], ready=self.ready[first:])

    def check(self) -> None:
        """See to it that none waits.

        :raises Rejection: ``label_not_final``
        """
        if self.waiting:
            raise Rejection("label_not_final", codes=", ".join(self.waiting))


def labels_of(reader: Reader, asset_ids: Iterable[str]) -> Labels:
    """What the labels of devices say. A label stays for years, so it is made for a code only that will stay, too.

    A device that was taken out of the register since it was asked for gets none.
    """
    wanted = tuple(asset_ids)
    known = reader.get_all(Asset, wanted)
    assets = [known[asset_id] for asset_id in wanted if asset_id in known]
    stands = {asset.id for asset in assets if code_stands(reader, asset)}
    ready = tuple(asset for asset in assets if asset.id in stands)
    return Labels(
        ready,
        tuple(facts_of(reader, asset) for asset in ready),
        tuple(asset.code for asset in assets if asset.id not in stands),
    )


def blank_labels_of(reader: Reader, customer_id: str, codes: Sequence[str]) -> Labels:
    """What reserved labels say that wait for their devices: whose they are, and of which type."""
    reserved = labels_reserved(reader, customer_id, codes)
    return Labels((), tuple(_blank_label_facts(reader, label) for label in reserved), ())


def _blank_label_facts(reader: Reader, label: BlankLabel) -> LabelFacts:
    department = reader.get(Department, label.department_id) if label.department_id else None
    device_type = reader.get(DeviceType, label.type_code)
    return LabelFacts(
        label.code,
        {
            LabelField.CUSTOMER: reader.require(Customer, label.customer_id).name,
            LabelField.DEPARTMENT: department.name if department else "",
            LabelField.TYPE: _(device_type.name) if device_type else label.type_code,
        },
    )


def facts_of(reader: Reader, asset: Asset) -> LabelFacts:
    """What the label of a device may say."""
    department = reader.get(Department, asset.department_id) if asset.department_id else None
    return LabelFacts(
        asset.code,
        {
            LabelField.CUSTOMER: reader.require(Customer, asset.customer_id).name,
            LabelField.DEPARTMENT: department.name if department else "",
            LabelField.TYPE: type_name(reader, asset),
            LabelField.NAME: asset.name,
            LabelField.MAKER: asset.maker,
            LabelField.MODEL: asset.model,
            LabelField.SITE: place_text(reader, asset.site_id, ""),
            LabelField.ROOM: asset.place,
            LabelField.PLACE: place_text(reader, asset.site_id, asset.place),
            LabelField.USER: asset.user_name,
            LabelField.OWNER: asset.owner,
            LabelField.SERIAL_NUMBER: asset.serial_number,
            LabelField.CONTRACT_CODE: asset.contract_code,
            LabelField.PURCHASED_ON: asset.purchased_on.isoformat() if asset.purchased_on else "",
            LabelField.WARRANTY_UNTIL: asset.warranty_until.isoformat() if asset.warranty_until else "",
        },
    )


declare(
    {
        "label_not_final": N_(
            "No label was printed for {codes}: the server has not confirmed the code, and it may still change. "
            "Connect to the server once, then print the label."
        ),
    }
)
