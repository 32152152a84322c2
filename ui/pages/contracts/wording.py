"""Contracts in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from app.foundation.translation import _, ngettext
from app.sla.rules.amendments import AMENDMENT_STATE_NAMES, AmendmentState
from app.sla.rules.coverage import COVERAGE_NAMES
from app.workorders.rules import ORDER_KIND_NAMES, OrderKind
from ui.pages.contracts.reading import ShownContract
from ui.pages.wall_clock import day_text
from ui.widgets.key_value_grid import KeyValue
from ui.widgets.painting import ChipText
from ui.widgets.tones import Tone

if TYPE_CHECKING:
    from app.sla.tables import Amendment, Contract


def period_text(contract: Contract) -> str:
    """From when until when; both days are part of it."""
    if contract.ends_on is None:
        return _("from {day}").format(day=day_text(contract.begins_on))
    return f"{day_text(contract.begins_on)} – {day_text(contract.ends_on)}"


def contract_chip(contract: Contract, today: date, *, in_force: bool) -> ChipText:
    """Whether a contract is the one that counts."""
    if in_force:
        return ChipText(_("In force today"), Tone.OK)
    if contract.begins_on > today:
        return ChipText(_("Not yet"), Tone.INFO)
    if contract.ends_on is not None and contract.ends_on < today:
        return ChipText(_("Ended"), Tone.IDLE)
    return ChipText(_("A younger one counts"), Tone.IDLE)


def amendment_chip(amendment: Amendment, *, rules: bool) -> ChipText:
    """What became of an amendment, and whether it is the one that rules."""
    if rules:
        return ChipText(_("In force today"), Tone.OK)
    tones = {AmendmentState.PROPOSED: Tone.WARN, AmendmentState.APPROVED: Tone.INFO, AmendmentState.DECLINED: Tone.IDLE}
    icon = "hourglass" if amendment.state is AmendmentState.PROPOSED else ""
    return ChipText(_(AMENDMENT_STATE_NAMES[amendment.state]), tones[amendment.state], icon)


def contract_facts(shown: ShownContract) -> tuple[KeyValue, ...]:
    """What a contract says."""
    contract, none = shown.amended, "—"
    count = len(shown.devices)
    listed = ngettext("{count} device on its list", "{count} devices on its list", count).format(count=f"{count:,}")
    outside = _(COVERAGE_NAMES[contract.outside_hours])
    hours = f"{outside} · {shown.calendar}" if shown.calendar else _("all hours are the contract's")
    return (
        KeyValue(_("Period"), period_text(contract)),
        KeyValue(_("Review on"), day_text(contract.review_on) if contract.review_on else none),
        KeyValue(_("Scope"), contract.scope or none),
        KeyValue(_("Devices"), _("All devices of the customer") if contract.all_devices else listed),
        KeyValue(_("Exclusions"), contract.exclusions or none),
        KeyValue(_("Excluded kinds"), kinds_text(contract.excluded_kinds) or none),
        KeyValue(_("Chargeable kinds"), kinds_text(contract.chargeable_kinds) or none),
        KeyValue(_("Optional services"), contract.optional_services or none),
        KeyValue(_("Outside of its hours"), hours),
    )


def amendment_text(amendment: Amendment) -> str:
    """Why an amendment was proposed, and the kinds of work that it excludes or charges instead."""
    words = [amendment.reason]
    for name, kinds in ((_("Excluded"), amendment.excluded_kinds), (_("Chargeable"), amendment.chargeable_kinds)):
        if kinds is not None:
            words.append(_("{name}: {kinds}").format(name=name, kinds=kinds_text(kinds) or _("none")))
    return " · ".join(filter(None, words))


def kind_choices() -> tuple[tuple[str, str], ...]:
    """The kinds of work to choose from, with their names."""
    return tuple((kind, _(name)) for kind, name in ORDER_KIND_NAMES.items())


def kinds_text(kinds: Iterable[str]) -> str:
    """Kinds of work by name; one that this program does not know, as it is called."""
    return ", ".join(_(ORDER_KIND_NAMES[OrderKind(kind)]) if kind in set(OrderKind) else kind for kind in kinds)
