"""Editing a row: what was seen travels beside what is wanted, and the authority merges field by field.

    @dataclass(frozen=True, slots=True, kw_only=True)
    class EditSite(Edit):
        row_type = Site

    edit_of(EditSite, site, name="Town Hall")

Which columns can be edited, who decides about each and what that takes is declared beside the columns
(`app.storage.schema.Mark`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, ClassVar, Generic, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UNSET, UnsetType

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.storage.columns import Stored
from app.storage.commands import Context, Merged, Rights, command_spec
from app.storage.rules import Fate, fate, together
from app.storage.schema import Row, RowT, TableSpec, spec_of
from app.storage.units import Reader

Fields = dict[str, str | int | bool | tuple[str, ...] | None]
"""Fields of a row by name, as JSON says them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Give some fields of the row `id` other values: those that were `seen`, and those that are `wanted` instead."""

    row_type: ClassVar[type[Any]]
    id: str
    seen: Fields
    wanted: Fields


EditT = TypeVar("EditT", bound=Edit)
Normal = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Merging(Generic[RowT]):
    """An edit merged with a row as it stands: the `row` that is to stand, and what became of each wanted field."""

    stood: RowT
    row: RowT
    fates: Mapping[str, Fate]

    def named(self, *fates: Fate) -> tuple[str, ...]:
        """The fields that met one of these fates."""
        return tuple(name for name, met in self.fates.items() if met in fates)

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that are to stand otherwise than before."""
        return self.named(Fate.APPLIED, Fate.WON)

    def require(self, unit: Reader, row_types: Mapping[str, type[Any]], **values: object) -> None:
        """See to it that the ids that changed are of rows with these values: that a site is the same customer's.

        :raises Rejection: ``record_unknown``
        """
        for name in self.changed:
            row_id = getattr(self.row, name)
            if name in row_types and row_id is not None:
                unit.require(row_types[name], row_id, **values)

    def told(self) -> dict[str, str]:
        """What changed, by field: what stood and what is to stand, as stored, in a list as JSON."""
        spec = spec_of(type(self.row))
        before, after = (dict(zip(spec.columns, spec.to_values(row), strict=True)) for row in (self.stood, self.row))
        return {name: json.dumps([before[name], after[name]], ensure_ascii=False) for name in self.changed}

    def followed_by(self, **values: object) -> Merging[RowT]:
        """The same with what follows from it: these columns, which cannot be edited, are changed too."""
        changed = {name: Fate.APPLIED for name, value in values.items() if getattr(self.stood, name) != value}
        return replace(self, row=replace(self.row, **values), fates={**self.fates, **changed})

    @property
    def outcome(self) -> Merged | None:
        """What could not be applied; None where all could."""
        asked, yielded = self.named(Fate.ASKED), self.named(Fate.YIELDED)
        return Merged(asked, yielded) if asked or yielded else None


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit changed: a field, what stood and what it was changed to; of what has an id, its name."""

    field: str
    before: object
    after: object


def told_changes(
    reader: Reader, spec: TableSpec, facts: Mapping[str, str], named: Mapping[str, tuple[type[Any], str]]
) -> tuple[Change, ...]:
    """What `Merging.told` wrote down, read again. `named` are the ids among the fields: of what, and what names it."""

    def said(name: str, stored: Stored) -> object:
        if stored is None:
            return None
        if name in named:
            row_type, column = named[name]
            return getattr(reader.get(row_type, str(stored)), column, "…")
        decode = dict(spec.decoders).get(spec.columns.index(name))
        return decode(stored) if decode else stored

    return tuple(
        Change(name, *(said(name, value) for value in json.loads(pair)))
        for name, pair in facts.items()
        if name in spec.columns
    )


def edit_of(edit_type: type[EditT], row: Row, **wanted: object) -> EditT:
    """The edit that gives a row, as it is seen here, these values; what stands so already is left out.

    What means something only together goes along, so that it is not put together from what two people entered.
    """
    editable = spec_of(type(row)).editable
    changed = {name for name, value in wanted.items() if getattr(row, name) != value}
    groups = {editable[name].together for name in changed} - {""}
    concerned = [name for name in editable if name in changed or editable[name].together in groups]
    seen = {name: getattr(row, name) for name in concerned}
    given = {name: wanted.get(name, value) for name, value in seen.items()}
    return edit_type(id=row.id, seen=msgspec.to_builtins(seen), wanted=msgspec.to_builtins(given))


def customer_of_edited(reader: Reader, edit: Edit) -> str | None:
    """The customer of the row that an edit is about."""
    customer_id: str | None = reader.require(edit.row_type, edit.id).customer_id
    return customer_id


def wanted_values(edit: Edit) -> dict[str, Any]:
    """What an edit wants, in the types of the row.

    :raises Rejection: ``command_malformed`` where a field cannot be edited, or breaks its limits
    """
    return _values(edit, edit.wanted, limited=True)


def seen_values(edit: Edit) -> dict[str, Any]:
    """What an edit saw, in the types of the row.

    :raises Rejection: ``command_malformed``
    """
    return _values(edit, edit.seen, limited=False)


def merge_edit(
    edit: Edit,
    row: RowT,
    context: Context,
    customer_id: str | None,
    *,
    by_desk: bool = True,
    normal: Mapping[str, Normal] | None = None,
) -> Merging[RowT]:
    """Merge an edit with the row as it stands; nothing is written.

    `customer_id` is whom the row belongs to, `by_desk` on whose side the edit was made; `normal` are the forms in which
    fields are kept (names without doubled spaces).

    :raises Rejection: ``command_malformed`` where a field is not one that can be edited or breaks its limits,
        ``field_not_permitted``
    """
    wanted, seen = wanted_values(edit), seen_values(edit)
    if wanted.keys() != seen.keys():
        raise Rejection("command_malformed", name=command_spec(edit).name, detail="seen")
    editable = spec_of(type(row)).editable
    forbidden = sorted(wanted.keys() & forbidden_fields(type(row), context.rights, customer_id))
    if forbidden:
        raise Rejection("field_not_permitted", fields=" ".join(forbidden))
    for name, form in (normal or {}).items():
        if name in wanted:
            wanted[name] = form(wanted[name])
    fates = {
        name: fate(editable[name].merge, seen=seen[name], wanted=value, stands=getattr(row, name), by_desk=by_desk)
        for name, value in wanted.items()
    }
    merging = Merging(row, row, together(fates, {name: editable[name].together for name in fates}))
    return replace(merging, row=replace(row, **{name: wanted[name] for name in merging.changed}))


def forbidden_fields(row_type: type[Any], rights: Rights, customer_id: str | None) -> set[str]:
    """The fields of a customer's row that somebody with these rights may not edit, though he may edit others."""
    editable = spec_of(row_type).editable
    return {name for name, column in editable.items() if column.needs and not rights.may(column.needs, customer_id)}


def _values(edit: Edit, fields: Fields, *, limited: bool) -> dict[str, Any]:
    """Fields in the types of the row; what was seen may be what no longer could be entered."""
    try:
        typed = msgspec.convert(fields, _struct(spec_of(edit.row_type), limited=limited))
    except msgspec.ValidationError as error:
        raise Rejection("command_malformed", name=command_spec(edit).name, detail=str(error)) from error
    return {name: getattr(typed, name) for name in fields}


@cache
def _struct(spec: TableSpec, *, limited: bool) -> type[msgspec.Struct]:
    """The editable columns of a table, each of which may be left out."""
    hints = get_type_hints(spec.row_type, include_extras=limited)
    return msgspec.defstruct(
        f"{spec.row_type.__name__}Fields",
        [(name, _plain(hints[name]) | UnsetType, UNSET) for name in spec.editable],
        forbid_unknown_fields=True,
        kw_only=True,
    )


def _plain(hint: Any) -> Any:
    """A column's type with the limits that msgspec knows, without our marks."""
    if get_origin(hint) is not Annotated:
        return hint
    inner, *extras = get_args(hint)
    limits = [extra for extra in extras if isinstance(extra, msgspec.Meta)]
    return Annotated[(inner, *limits)] if limits else inner


declare(
    {
        "field_not_permitted": N_("You are not permitted to change all of this. Ask the desk to change it."),
        "changed_meanwhile": N_(
            "Somebody has changed the same in the meantime. Look at what stands now and enter yours again."
        ),
        "edit_merged": N_(
            "Somebody else had changed the same in the meantime. What nobody else had touched was applied; "
            "choose what is to become of the rest."
        ),
    }
)
