"""Everything that can be imported, in the window and on the command line, and which of it a file is."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from app.assets.imports import ASSETS
from app.assets.imports.consumables import CONSUMABLES
from app.assets.imports.licences import LICENCES
from app.assets.imports.models import MODELS
from app.assets.imports.people import PEOPLE
from app.directory.imports import CUSTOMERS, SYSTEMS, ImportKind
from app.foundation.sheets.columns import suggest_mapping
from app.foundation.sheets.sheet import Sheet

IMPORT_KINDS: dict[str, ImportKind[Any]] = {
    kind.name: kind for kind in (CUSTOMERS, PEOPLE, SYSTEMS, ASSETS, MODELS, LICENCES, CONSUMABLES)
}
_TELLING: tuple[tuple[ImportKind[Any], tuple[frozenset[str], ...]], ...] = (
    (CONSUMABLES, (frozenset({"quantity", "least_quantity"}), frozenset({"item_number", "least_quantity"}))),
    (LICENCES, tuple(frozenset({"product", *two}) for two in combinations(("seats", "key", "expires_on"), 2))),
    (MODELS, (frozenset({"name", "life_months"}),)),
    (ASSETS, (frozenset({"code", "name"}), frozenset({"model", "serial_number"}), frozenset({"name", "type"}))),
    (CONSUMABLES, (frozenset({"quantity", "item_number"}),)),
    (PEOPLE, (frozenset({"first_name", "last_name"}), frozenset({"name", "email"}), frozenset({"name", "phone"}))),
)
"""Which fields together tell that rows are of a kind; what stands first is looked for first."""


def kind_of(sheet: Sheet, chosen: ImportKind[Any]) -> ImportKind[Any]:
    """The kind of table that the headings speak of; the chosen one where they speak of none."""
    for kind, telling in _TELLING:
        found = suggest_mapping(sheet, kind.fields).columns.keys()
        if any(together <= found for together in telling):
            return kind
    return chosen
