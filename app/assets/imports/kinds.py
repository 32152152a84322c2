"""Everything that can be imported, in the window and on the command line, and which of it a file is."""

from __future__ import annotations

from typing import Any

from app.assets.imports import ASSETS
from app.assets.imports.licences import LICENCES
from app.assets.imports.models import MODELS
from app.assets.imports.people import PEOPLE
from app.directory.imports import CUSTOMERS, SYSTEMS, ImportKind
from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.sheets.columns import Field, suggest_mapping
from app.foundation.sheets.sheet import Sheet
from app.foundation.translation import N_

IMPORT_KINDS: dict[str, ImportKind[Any]] = {
    kind.name: kind for kind in (CUSTOMERS, PEOPLE, SYSTEMS, ASSETS, MODELS, LICENCES)
}
_STOCK = (
    Field("quantity", N_("Quantity"), synonyms=("QTY", "On hand", "库存", "库存数量", "数量")),
    Field("least", N_("Minimum"), synonyms=("Min Amount", "Min. QTY", "Minimum quantity", "最低库存", "安全库存")),
    Field("item", N_("Item number"), synonyms=("Item No.", "物料编号", "物料号", "存货编码")),
)
"""What a list of consumables has: how much there is, how little there may be, under which number."""
_TELLING: tuple[tuple[ImportKind[Any], tuple[frozenset[str], ...]], ...] = (
    (LICENCES, (frozenset({"product", "seats"}), frozenset({"product", "key", "expires_on"}))),
    (MODELS, (frozenset({"name", "life_months"}),)),
    (ASSETS, (frozenset({"code", "name"}), frozenset({"model", "serial_number"}), frozenset({"name", "type"}))),
    (PEOPLE, (frozenset({"first_name", "last_name"}), frozenset({"name", "email"}), frozenset({"name", "phone"}))),
)
"""Which fields together tell that rows are of a kind; what stands first is looked for first."""


def kind_of(sheet: Sheet, chosen: ImportKind[Any]) -> ImportKind[Any]:
    """The kind of table that the headings speak of; the chosen one where they speak of none.

    :raises Trouble: ``consumables_not_kept``
    """
    if len(suggest_mapping(sheet, _STOCK).columns) > 1:
        raise Trouble("consumables_not_kept", name=sheet.name)
    for kind, telling in _TELLING:
        found = suggest_mapping(sheet, kind.fields).columns.keys()
        if any(together <= found for together in telling):
            return kind
    return chosen


declare(
    {
        "consumables_not_kept": N_(
            "{name} lists consumables with the amount on hand. Paigong keeps no stock: go on keeping the list where it "
            "is. What is used on a visit is noted there under parts used."
        ),
    }
)
