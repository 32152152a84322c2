"""One annotated frozen dataclass per table says it all; the SQLAlchemy Core table is made from it here.

@table("sites", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    id: str
    customer_id: Annotated[str, INDEXED]
    name: Annotated[str, SEARCHED]
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from operator import attrgetter
from typing import Annotated, Any, ClassVar, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

import sqlalchemy as sa

from app.storage.columns import Stored, column_type, from_stored, to_stored
from app.storage.rules import Merge

Values = tuple[Stored, ...]
"""A row as it is stored and sent: one value a column, in the order of the dataclass."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMING)


class Row(Protocol):
    """A row: a frozen dataclass with an id."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> str: ...


RowT = TypeVar("RowT", bound=Row)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is special about a column.

    With `merge` an edit can change it, and that is who decides when two people did; `needs` is the permission that this
    takes beyond the edit's own. Columns of one table that are marked `together` alike mean something only together.
    """

    indexed: bool = False
    unique: bool = False
    searched: bool = False
    spelled: bool = False
    merge: Merge | None = None
    needs: str = ""
    together: str = ""


INDEXED = Mark(indexed=True)
UNIQUE = Mark(unique=True)
SEARCHED = Mark(searched=True)
SPELLED = Mark(searched=True, spelled=True)
"""Searched, and found by the pinyin of what stands there too."""
DESK_WINS = Mark(merge=Merge.DESK)
DEVICE_WINS = Mark(merge=Merge.DEVICE)
ASK_A_PERSON = Mark(merge=Merge.PERSON)


def needs(permission: str) -> Mark:
    """Mark of a column that only who holds this permission may edit."""
    return Mark(needs=permission)


def together(group: str) -> Mark:
    """Mark of columns that mean something only together: an amount and its currency."""
    return Mark(together=group)


REFERENCE_SCOPE = "reference"
"""The scope of rows that every device has."""


def customer_scope(customer_id: str) -> str:
    """The scope that holds all of one customer's rows."""
    return f"customer:{customer_id}"


def person_scope(person_id: str) -> str:
    """The scope that holds what concerns one person of the service itself."""
    return f"person:{person_id}"


def desk_scope(customer_id: str) -> str:
    """The scope of what whoever settles for others at one customer gets; empty: at all of them."""
    return f"desk:{customer_id}"


def queue_scope(customer_id: str) -> str:
    """The scope of what waits for the desk of one customer; empty: of nobody knows whom, for everybody's desk."""
    return f"queue:{customer_id}"


def register_scope(customer_id: str) -> str:
    """The scope of what only those get who keep the register of a customer, such as licence keys."""
    return f"register:{customer_id}"


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """Tells the scope of a row by what stands in a column; where that is empty the row is reference data."""

    column: str
    scope: Callable[[str], str]

    def named(self, value: Stored) -> str:
        """The scope of rows that have this value in the column."""
        return REFERENCE_SCOPE if value is None else self.scope(str(value))


of_customer = ScopeRule("customer_id", customer_scope)
"""Rows that belong to a customer."""
of_person = ScopeRule("person_id", person_scope)
"""Rows that concern one person of the service itself."""
reference = ScopeRule("id", lambda _row_id: REFERENCE_SCOPE)
"""Rows that every device has."""


@dataclass(frozen=True, slots=True)
class Window:
    """Rows that a device may do without when they are over and old (`app.storage.windows`).

    They are over when the column `state` holds one of `over`. `began` is the column of the instant that they exist
    since, `dated` are those of whatever happened to them later.
    """

    state: str
    over: frozenset[str]
    began: str
    dated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartOf:
    """Rows that go and come with the row of `table` whose id stands in `column`.

    `dated` is the column of an instant that makes the whole younger, where there is one. Where `kind` is the column
    that names the table, `table` is empty; a row of which that is a table without a window stays.
    """

    table: str
    column: str
    dated: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class NeededBy:
    """Rows that are needed as long as a row of `table` is that has the same `shared` and names them.

    It names one where any of its columns `naming` has what stands in `column`.
    """

    table: str
    shared: str
    column: str
    naming: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Editable:
    """A column that an edit can change; see `Mark`."""

    merge: Merge
    needs: str
    together: str


@dataclass(frozen=True, slots=True, eq=False)
class TableSpec:
    """Everything that is known about a table.

    `scope` is None for rows that never leave this database, `window` for those that no device can do without.
    """

    name: str
    row_type: type[Any]
    table: sa.Table
    columns: tuple[str, ...]
    searched: tuple[str, ...]
    spelled: tuple[str, ...]
    editable: Mapping[str, Editable] = field(compare=False)
    scope: ScopeRule | None
    window: Window | PartOf | NeededBy | None
    all_of: Callable[[Any], Iterable[Any]] = field(compare=False)
    """The values of a row, in the order of the columns."""
    encoders: tuple[tuple[int, Callable[[Any], Stored]], ...]
    encoder_of: Mapping[str, Callable[[Any], Stored]] = field(compare=False)
    decoders: tuple[tuple[int, Callable[[Any], Any]], ...]
    defaults: Mapping[str, Stored] = field(compare=False)
    """What stands, as it is stored, in columns that a row need not name."""

    def completed(self, values: Values) -> Values:
        """A row that an older program kept, with the columns of this one: those that are new stand last."""
        return (*values, *(self.defaults[name] for name in self.columns[len(values) :]))

    def to_values(self, row: Row) -> Values:
        """`row` as it is stored and sent."""
        values = list(self.all_of(row))
        for position, encode in self.encoders:
            if values[position] is not None:
                values[position] = encode(values[position])
        return tuple(values)

    def stored(self, name: str, value: Any) -> Stored:
        """A value of this column as it is stored; it is not None."""
        encode = self.encoder_of.get(name)
        return encode(value) if encode else value

    def from_values(self, values: Values) -> Any:
        """The row that was stored or sent as `values`."""
        decoded: list[Any] = list(values)
        for position, decode in self.decoders:
            if decoded[position] is not None:
                decoded[position] = decode(decoded[position])
        return self.row_type(**dict(zip(self.columns, decoded, strict=True)))

    def scope_of(self, values: Values) -> str:
        """The scope of a stored row of a synchronised table."""
        if self.scope is None:
            raise TypeError(self.name)
        return self.scope.named(values[self.columns.index(self.scope.column)])


_BY_TYPE: dict[type[Any], TableSpec] = {}
_BY_NAME: dict[str, TableSpec] = {}


def table(
    name: str,
    *,
    scope: ScopeRule | None = None,
    window: Window | PartOf | NeededBy | None = None,
    indexes: tuple[tuple[str, ...], ...] = (),
) -> Callable[[type[RowT]], type[RowT]]:
    """Declare a frozen dataclass to be the rows of table `name`.

    `scope` tells which devices get a row; without it the table never leaves the database it is in. `window` tells
    which rows a device may do without that keeps a window only.
    `indexes` lists indexes over several columns.
    """

    def register(row_type: type[RowT]) -> type[RowT]:
        marked, plain = get_type_hints(row_type, include_extras=True), get_type_hints(row_type)
        columns = tuple(_Column.read(each.name, marked[each.name], plain[each.name]) for each in fields(row_type))
        names = tuple(column.name for column in columns)
        core = sa.Table(
            name,
            metadata,
            *(column.core() for column in columns),
            *(sa.Index(None, *together) for together in indexes),
        )
        spec = TableSpec(
            name=name,
            row_type=row_type,
            table=core,
            columns=names,
            searched=tuple(column.name for column in columns if column.mark(lambda mark: mark.searched)),
            spelled=tuple(column.name for column in columns if column.mark(lambda mark: mark.spelled)),
            editable={column.name: editable for column in columns if (editable := column.editable())},
            scope=scope,
            window=window,
            all_of=attrgetter(*names) if len(names) > 1 else lambda row: (row.id,),
            encoders=tuple((at, encode) for at, column in enumerate(columns) if (encode := to_stored(column.type))),
            encoder_of={column.name: encode for column in columns if (encode := to_stored(column.type))},
            decoders=tuple((at, decode) for at, column in enumerate(columns) if (decode := from_stored(column.type))),
            defaults=dict(_defaults(row_type, columns)),
        )
        _BY_TYPE[row_type] = _BY_NAME[name] = spec
        return row_type

    return register


def spec_of(row_type: type[Any]) -> TableSpec:
    """The table of a row type."""
    return _BY_TYPE[row_type]


def spec_named(name: str) -> TableSpec:
    """The table called `name`; a `KeyError` where there is none."""
    return _BY_NAME[name]


def all_specs() -> Iterator[TableSpec]:
    """Every table there is, in the order of declaration."""
    return iter(tuple(_BY_NAME.values()))


def columns_of(row_type: type[Any]) -> sa.ColumnCollection[str, sa.Column[Any]]:
    """The columns of a row type, for conditions of `find` and for queries."""
    return _BY_TYPE[row_type].table.c


def _defaults(row_type: type[Row], columns: tuple[_Column, ...]) -> Iterator[tuple[str, Stored]]:
    for each, column in zip(fields(row_type), columns, strict=True):
        if each.default is not MISSING:
            encode = to_stored(column.type)
            yield each.name, encode(each.default) if encode and each.default is not None else each.default


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    type: Any
    nullable: bool
    marks: tuple[Mark, ...]

    @staticmethod
    def read(name: str, marked: Any, plain: Any) -> _Column:
        """What `marked` says beside the type; its limits are for what people enter, and not in `plain`."""
        extras = get_args(marked)[1:] if get_origin(marked) is Annotated else ()
        nullable = get_origin(plain) in (Union, types.UnionType)
        if nullable:
            (plain,) = (choice for choice in get_args(plain) if choice is not type(None))
        return _Column(name, plain, nullable, tuple(extra for extra in extras if isinstance(extra, Mark)))

    def mark(self, question: Callable[[Mark], bool]) -> bool:
        return any(question(mark) for mark in self.marks)

    def editable(self) -> Editable | None:
        merge = next((mark.merge for mark in self.marks if mark.merge), None)
        if merge is None:
            return None
        permission = next((mark.needs for mark in self.marks if mark.needs), "")
        return Editable(merge, permission, next((mark.together for mark in self.marks if mark.together), ""))

    def core(self) -> sa.Column[Any]:
        return sa.Column(
            self.name,
            column_type(self.type),
            primary_key=self.name == "id",
            nullable=self.nullable,
            index=self.mark(lambda mark: mark.indexed) or None,
            unique=self.mark(lambda mark: mark.unique) or None,
        )
