"""What a row changes about a device that is here: field by field, and never by an empty cell."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from app.assets.edit_commands import EditAsset
from app.assets.imports.belongings import Belongings
from app.assets.imports.fields import ASSET_FIELDS
from app.assets.imports.known import KnownRegister
from app.assets.imports.states import state_of, state_word
from app.assets.tables import Asset
from app.directory.imports import text_of
from app.foundation.sheets.amounts import Amount
from app.foundation.sheets.cleaning import clean_text
from app.foundation.sheets.preview import FieldUpdate
from app.foundation.sheets.rows import JudgedRow, Value
from app.storage.edits import edit_of

_TEXTS = (
    *("name", "place", "maker", "model", "serial_number", "supplier", "owner", "user_name", "budget_head"),
    *("components", "notes"),
)
_DAYS = ("purchased_on", "warranty_until")
_LABELS = {field.name: field.label for field in ASSET_FIELDS}
_TICK = "✓"


class Updates:
    """Makes the edits of devices that rows are about."""

    def __init__(self, known: KnownRegister, belongings: Belongings, import_id: str) -> None:
        self._known, self._belongings, self._import_id = known, belongings, import_id

    def of(self, row: JudgedRow, asset: Asset) -> tuple[EditAsset | None, tuple[FieldUpdate, ...]]:
        """The edit that gives a device what a row says, with the fields that it changes; None where none does.

        It carries what stood when the rows were judged, so that nobody's later edit is lost.
        """
        wanted: dict[str, object] = {}
        updates: list[FieldUpdate] = []
        for name in _TEXTS:
            before, after = getattr(asset, name), text_of(row, name)
            if after and after != clean_text(before):
                wanted[name] = after
                updates.append(FieldUpdate(_LABELS[name], before, after))
        for name in _DAYS:
            stood, day = getattr(asset, name), day_of(row.values.get(name))
            if day is not None and day != stood:
                wanted[name] = day
                updates.append(FieldUpdate(_LABELS[name], stood.isoformat() if stood else "", day.isoformat()))
        for found in (
            self._cost(row, asset),
            self._networked(row, asset),
            self._department(row, asset),
            self._site(row, asset),
            _state(row, asset),
        ):
            if found is not None:
                wanted |= found[0]
                updates.append(found[1])
        if not wanted:
            return None, ()
        if "user_name" in wanted and asset.user_id is not None:
            wanted["user_id"] = None  # somebody else, whom nobody has looked up in the directory yet
        edit = edit_of(EditAsset, asset, **wanted)
        return EditAsset(id=edit.id, seen=edit.seen, wanted=edit.wanted, import_id=self._import_id), tuple(updates)

    @cached_property
    def _departments(self) -> dict[str, str]:
        return {known.id: known.name for known in self._known.departments}

    @cached_property
    def _sites(self) -> dict[str, str]:
        return {site_id: name for name, site_id in self._known.sites.items()}

    def _cost(self, row: JudgedRow, asset: Asset) -> tuple[dict[str, object], FieldUpdate] | None:
        """A cost without a currency is one in the currency that stands."""
        cost, currency = cost_of(row.values.get("cost"))
        currency = currency or asset.currency
        if cost is None or (cost, currency) == (asset.cost_minor, asset.currency):
            return None
        before, after = _money(asset.cost_minor, asset.currency), _money(cost, currency)
        return {"cost_minor": cost, "currency": currency}, FieldUpdate(_LABELS["cost"], before, after)

    def _networked(self, row: JudgedRow, asset: Asset) -> tuple[dict[str, object], FieldUpdate] | None:
        networked = row.values.get("networked")
        if not isinstance(networked, bool) or networked is asset.networked:
            return None
        words = ("", _TICK) if networked else (_TICK, "")
        return {"networked": networked}, FieldUpdate(_LABELS["networked"], *words)

    def _department(self, row: JudgedRow, asset: Asset) -> tuple[dict[str, object], FieldUpdate] | None:
        text = text_of(row, "department")
        department_id = self._belongings.department(text)[0] if text else asset.department_id
        if department_id == asset.department_id:
            return None
        before = self._departments.get(asset.department_id or "", "")
        return {"department_id": department_id}, FieldUpdate(_LABELS["department"], before, text)

    def _site(self, row: JudgedRow, asset: Asset) -> tuple[dict[str, object], FieldUpdate] | None:
        text = text_of(row, "site")
        site_id = self._belongings.site(text) if text else asset.site_id
        if site_id == asset.site_id:
            return None
        return {"site_id": site_id}, FieldUpdate(_LABELS["site"], self._sites.get(asset.site_id or "", ""), text)


def _state(row: JudgedRow, asset: Asset) -> tuple[dict[str, object], FieldUpdate] | None:
    text = text_of(row, "state")
    state = state_of(text)
    if state is None or state is asset.state:
        return None
    return {"state": state}, FieldUpdate(_LABELS["state"], state_word(asset.state, text), text)


def day_of(value: Value) -> date | None:
    """The day that a cell holds; None where it has none."""
    return value if isinstance(value, date) else None


def cost_of(value: Value) -> tuple[int | None, str]:
    """Hundredths and currency of a purchase cost."""
    if not isinstance(value, Amount):
        return None, ""
    return int((value.value * 100).to_integral_value(ROUND_HALF_UP)), value.currency or ""


def _money(minor: int | None, currency: str) -> str:
    return "" if minor is None else f"{Decimal(minor) / 100:,.2f} {currency}".rstrip()
