"""Devices in words, and what people write about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.assets.rules import (
    ASSET_STATE_NAMES,
    NO_DEPARTMENT,
    RELATION_NAMES,
    TURNED_RELATION_NAMES,
    AssetState,
    normal_code,
    parse_code,
)
from app.foundation.errors import Rejection
from app.foundation.sheets.dates import parse_date
from app.foundation.translation import _, ngettext
from ui.pages.repairs.wording import parse_cost
from ui.pages.wall_clock import day_text
from ui.widgets.key_value_grid import KeyValue
from ui.widgets.painting import ChipText
from ui.widgets.related_part import RelatedRow
from ui.widgets.tones import Tone

if TYPE_CHECKING:
    from app.assets.queries import AssetDetail, RelatedAsset
    from app.assets.tables import Asset, Consumable
    from app.sla.tables import Contract

_LONGEST_NUMBER = 9
_STATE_LOOKS = {
    AssetState.IN_USE: (Tone.OK, ""),
    AssetState.IN_STOCK: (Tone.INFO, "package"),
    AssetState.IN_REPAIR: (Tone.WARN, "wrench"),
    AssetState.ON_LOAN: (Tone.INFO, "user-check"),
    AssetState.RETIRED: (Tone.IDLE, "ban"),
    AssetState.LOST: (Tone.BREACH, "circle-alert"),
}


def state_chip(state: AssetState) -> ChipText:
    """Where a device is in its life."""
    tone, icon = _STATE_LOOKS[state]
    return ChipText(_(ASSET_STATE_NAMES[state]), tone, icon)


def device_facts(detail: AssetDetail, contracts: Iterable[Contract]) -> tuple[KeyValue, ...]:
    """What is known of a device beside its code and its name; what is not known is left out."""
    asset = detail.asset
    facts = (
        KeyValue(_("Also known as"), "\n".join(detail.aliases)),
        KeyValue(_("Contract code"), asset.contract_code),
        KeyValue(_("Customer"), detail.customer),
        KeyValue(_("Department"), detail.department),
        KeyValue(_("Site"), detail.site),
        KeyValue(_("Place"), asset.place),
        KeyValue(_("User"), asset.user_name),
        KeyValue(_("User name"), detail.account_name),
        KeyValue(_("Owner"), asset.owner),
        KeyValue(_("Maker"), asset.maker),
        KeyValue(_("Model"), asset.model),
        KeyValue(_("Serial number"), asset.serial_number),
        KeyValue(_("Supplier"), asset.supplier),
        KeyValue(_("Purchase date"), day_text(asset.purchased_on) if asset.purchased_on else ""),
        KeyValue(_("Purchase cost"), cost_text(asset)),
        KeyValue(_("To be replaced from"), day_text(detail.replace_on) if detail.replace_on else ""),
        KeyValue(_("Warranty until"), day_text(asset.warranty_until) if asset.warranty_until else ""),
        KeyValue(_("Contract"), "\n".join(map(_contract_text, contracts))),
        KeyValue(_("Network-attached"), _("Yes") if asset.networked else ""),
        KeyValue(_("Budget head"), asset.budget_head),
        KeyValue(_("Components"), asset.components),
        KeyValue(_("Notes"), asset.notes),
    )
    return tuple(fact for fact in facts if fact.value)


def _contract_text(contract: Contract) -> str:
    name = f"{contract.number} {contract.name}"
    if contract.ends_on is None:
        return name
    return _("{name}, until {day}").format(name=name, day=day_text(contract.ends_on))


def related_row(related: RelatedAsset, *, may_unlink: bool) -> RelatedRow:
    """Another device, and what the two are to each other."""
    names = TURNED_RELATION_NAMES if related.is_turned else RELATION_NAMES
    relation, other = related.relation, related.other
    return RelatedRow(relation.id, other.id, _(names[relation.kind]), other.code, other.name, may_unlink)


def summary_text(count: int, costs: Mapping[str, int]) -> str:
    """How many devices are listed and what they were bought for."""
    sums = [f"{Decimal(cost) / 100:,.2f} {currency}".rstrip() for currency, cost in sorted(costs.items())]
    devices = ngettext("{count} device", "{count} devices", count).format(count=f"{count:,}")
    return " · ".join((devices, *sums))


def cost_text(bought: Asset | Consumable) -> str:
    """What a device or a consumable was bought for; empty where that is not known."""
    if bought.cost_minor is None:
        return ""
    return f"{Decimal(bought.cost_minor) / 100:,.2f} {bought.currency}".rstrip()


def is_own_form(carried: str, type_code: str) -> bool:
    """Whether a code that a device of this type carries is one of ours, so that it stays whatever is chosen."""
    code = parse_code(carried)
    return code is not None and code.type_code == type_code and not code.provisional


def code_text(carried: str, type_code: str, department_code: str, *, keeps: bool) -> str:
    """Which code a device will have that carries the code `carried` now, or none.

    `keeps` is whether a code of another form stays the code.
    """
    code = normal_code(carried)
    if code and (keeps or is_own_form(code, type_code)):
        return _("Its code stays {code}.").format(code=code)
    start = f"{department_code or NO_DEPARTMENT}-{type_code}-"
    if code:
        text = _("Its code will be {start} and the next number; {code} will lead to it too.")
        return text.format(start=start, code=code)
    return _("Its code will be {start} and the next number.").format(start=start)


def read_day(text: str) -> date | None:
    """The date that somebody wrote; None where nothing was written.

    :raises Rejection: ``date_not_understood``, ``date_order_unclear``
    """
    return parse_date(text) if text else None


def read_cost(text: str) -> int | None:
    """Hundredths of the sum that somebody wrote; None where nothing was written.

    :raises Rejection: ``amount_not_understood``
    """
    return parse_cost(text) if text else None


def day_problem(text: str) -> str:
    """What is wrong with a date that somebody wrote; empty where nothing is."""
    try:
        read_day(text)
    except Rejection:
        return _("Write the date like 2026-11-22.")
    return ""


def cost_problem(text: str) -> str:
    """What is wrong with a sum that somebody wrote; empty where nothing is."""
    try:
        read_cost(text)
    except Rejection:
        return _("Write the sum like 1,234.50.")
    return ""


def read_count(text: str) -> int | None:
    """A whole number as people type it; None where nothing was typed. Only where `count_problem` has none."""
    digits = text.replace(",", "")
    return int(digits) if digits else None


def count_problem(text: str) -> str:
    """What is wrong with a whole number that was typed; empty where nothing is."""
    digits = text.replace(",", "")
    is_number = not digits or (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER)
    return "" if is_number else _("Enter a whole number.")
