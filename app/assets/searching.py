"""What a person types to find devices: words of theirs, older codes, and what their places and owners are called."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.assets.tables import Asset, AssetAlias
from app.directory.tables import Customer, Department, Site
from app.storage.schema import columns_of, spec_of
from app.storage.search import first_found, search_condition
from app.storage.units import Reader

Condition = sa.ColumnElement[bool]

_MOST_NAMED = 1000
"""Departments, say, that a word may name."""
_NAMED_BY = {"customer_id": Customer, "department_id": Department, "site_id": Site}


def matching_text(reader: Reader, text: str, *, walks: bool = False) -> Condition:
    """The condition that each word of `text` occurs in a device's texts, codes, or the names of what it belongs to.

    See `search_condition` for `walks`.
    """
    elsewhere = {
        word: sa.or_(*found) for word in text.split() if (found := _found_elsewhere(reader, word, walks=walks))
    }
    return search_condition(spec_of(Asset), text, elsewhere, walks=walks)


def _found_elsewhere(reader: Reader, word: str, *, walks: bool) -> list[Condition]:
    """Which devices a word finds besides; mostly none, since most words are neither a code nor a place."""
    found: list[Condition] = []
    if first_found(reader, spec_of(AssetAlias), word, 1):
        aliases = sa.select(columns_of(AssetAlias).asset_id).where(search_condition(spec_of(AssetAlias), word))
        found.append(_column("id", walks=walks).in_(aliases))
    if len(word) > 1 or not word.isascii():  # hardly a name is without a letter that somebody begins with
        for column, row_type in _NAMED_BY.items():
            if ids := first_found(reader, spec_of(row_type), word, _MOST_NAMED):
                found.append(_column(column, walks=walks).in_(ids))
    return found


def _column(name: str, *, walks: bool) -> sa.ColumnElement[Any]:
    """A column of devices; who walks through them in an order must not be tempted to begin with another index."""
    return sa.literal_column(f"+assets.{name}") if walks else columns_of(Asset)[name]
