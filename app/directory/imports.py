"""Importing customers, and the systems that are supported for one of them, from tables that people have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

from app.directory.commands import AddCustomer, AddSupportedSystem
from app.directory.import_commands import RecordImport
from app.directory.queries import customers
from app.directory.rules import normal_name
from app.directory.tables import Customer, SupportedSystem
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.sheets.columns import Field
from app.foundation.sheets.preview import FirstLines, ImportPreview, PreviewRow, UnderstoodTable, Verdict, verdict_of
from app.foundation.sheets.rows import CellChange, JudgedRow, RowProblem
from app.foundation.translation import N_
from app.storage.schema import columns_of
from app.storage.units import Reader

KnownT = TypeVar("KnownT")


class Matching(StrEnum):
    """By what a row is taken for something that is here."""

    ADD_ONLY = "add"
    """Whatever is here is left as it is."""
    CODE = "code"
    SERIAL = "serial"
    BOTH = "both"
    """By whichever of the two a row has; where both are known, both must fit."""


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """What the importer chooses: whose rows these are, and whether devices keep codes of another form.

    `matching` says by what rows are taken for devices that are here, which are then given what the rows say;
    `import_id` is what the import will be known by.
    """

    customer_id: str = ""
    keep_codes: bool = False
    matching: Matching = Matching.ADD_ONLY
    import_id: str = "import"


@dataclass(frozen=True, slots=True)
class ImportKind(Generic[KnownT]):
    """A kind of table that can be imported; labels are marked with `N_`, `shown` heads the preview's columns.

    `look_up` reads what the rows are judged against; `judge` needs no database, so another process can do it.
    """

    name: str
    label: str
    row_type: type[Any]
    """What its rows become."""
    fields: tuple[Field, ...]
    shown: tuple[str, ...]
    of_customer: bool
    look_up: Callable[[Reader, UnderstoodTable, ImportChoices], KnownT]
    judge: Callable[[UnderstoodTable, KnownT, ImportChoices], ImportPreview]
    of_devices: bool = False
    """Whether rows are devices, which have codes, and may be matched with what is here."""


STEP = 500
"""Commands of one transaction: others who write wait for no more, and what is stopped is stopped at once."""


def in_steps(
    kind: str,
    table: UnderstoodTable,
    choices: ImportChoices,
    rows: Sequence[PreviewRow],
    commands: Sequence[object],
    *,
    first: Sequence[object] = (),
    step: int = STEP,
) -> tuple[tuple[object, ...], ...]:
    """What carries an import out, in steps of so many commands; nothing where it has no commands.

    `first` are what the others need, done together with the record of the import.
    """
    if not commands:
        return ()
    counts = Counter(row.verdict for row in rows)
    record = RecordImport(
        id=choices.import_id,
        customer_id=choices.customer_id or None,
        kind=kind,
        file_name=table.sheet.name[:500],
        new_count=counts[Verdict.NEW],
        changed_count=counts[Verdict.CHANGED],
        same_count=counts[Verdict.ALREADY_HERE],
        refused_count=counts[Verdict.REFUSED],
    )
    pieces = (tuple(commands[start : start + step]) for start in range(0, len(commands), step))
    return ((record, *first), *pieces)


def text_of(row: JudgedRow, field: str) -> str:
    """The text of a field; empty where there is none."""
    value = row.values[field]
    return value if isinstance(value, str) else ""


_CUSTOMER_FIELDS = (
    Field(
        "name",
        N_("Customer"),
        required=True,
        synonyms=("Name", "Company", "Organisation", "Organization", "客户", "客户名称", "单位名称", "单位", "名称"),
    ),
    Field(
        "staff",
        N_("Number of staff"),
        synonyms=("Staff", "Employees", "Headcount", "人数", "职工人数", "员工人数", "员工数"),
        longest=20,
    ),
)


def _known_customers(reader: Reader, _table: UnderstoodTable, _choices: ImportChoices) -> frozenset[str]:
    return frozenset(customer.name.casefold() for customer in customers(reader))


def _judge_customers(table: UnderstoodTable, known: frozenset[str], choices: ImportChoices) -> ImportPreview:
    lines = FirstLines()
    rows: list[PreviewRow] = []
    commands: list[AddCustomer] = []
    for row, source in zip(table.rows, table.sheet.rows, strict=True):
        name = normal_name(text_of(row, "name"))
        staff, problem = whole_number(text_of(row, "staff"), table.column_of("staff"))
        problems = [*row.problems, *([problem] if problem else [])]
        first = lines.of(name.casefold(), row.line) if name else row.line
        if first != row.line:
            problems.append(RowProblem("row_repeated", "", name, line=first))
        verdict = verdict_of(problems, here=name.casefold() in known)
        if verdict is Verdict.NEW:
            customer_id = derive_id("imported_customer", name.casefold())
            commands.append(AddCustomer(id=customer_id, name=name, staff_count=staff, import_id=choices.import_id))
        shown = (name or table.source_text(source, "name"), table.source_text(source, "staff"))
        rows.append(PreviewRow(row.line, verdict, shown, tuple(problems), row.changes))
    return ImportPreview(
        table.sheet,
        table.columns,
        tuple(rows),
        in_steps(CUSTOMERS.name, table, replace(choices, customer_id=""), rows, commands),
    )


def whole_number(text: str, column: str) -> tuple[int | None, RowProblem | None]:
    """How many `text` says, and what is wrong with it, in whatever groups of three its digits stand."""
    if not text:
        return None, None
    if not re.fullmatch(r"\d{1,9}|\d{1,3}([., '\u00a0\u202f])\d{3}(\1\d{3})?", text, re.ASCII):
        return None, RowProblem("number_not_whole", column, text)
    return int(re.sub(r"\D", "", text)), None


_SYSTEM_FIELDS = (
    Field("category", N_("Category"), required=True, synonyms=("Kind", "Area", "类别", "分类", "系统类别")),
    Field("product", N_("Product"), synonyms=("System", "Name", "Application", "产品", "系统", "系统名称", "名称")),
    Field("site", N_("Site"), synonyms=("Location", "Place", "站点", "地点", "使用单位"), longest=500),
)

SystemKey = tuple[str, str, str]


def _system_key(category: str, product: str, site: str) -> SystemKey:
    return category.casefold(), product.casefold(), site.casefold()


def _known_systems(reader: Reader, _table: UnderstoodTable, choices: ImportChoices) -> frozenset[SystemKey]:
    systems = reader.find(SupportedSystem, columns_of(SupportedSystem).customer_id == choices.customer_id)
    return frozenset(_system_key(system.category, system.product, system.site) for system in systems)


def _judge_systems(table: UnderstoodTable, known: frozenset[SystemKey], choices: ImportChoices) -> ImportPreview:
    lines = FirstLines()
    rows: list[PreviewRow] = []
    commands: list[AddSupportedSystem] = []
    for row, source in zip(table.rows, table.sheet.rows, strict=True):
        system, changes = _system_of(row, table, choices)
        key = _system_key(system.category, system.product, system.site)
        problems = list(row.problems)
        first = lines.of(key, row.line)
        if first != row.line and system.category:
            problems.append(RowProblem("row_repeated", "", system.product, line=first))
        verdict = verdict_of(problems, here=key in known)
        if verdict is Verdict.NEW:
            commands.append(system)
        shown = (system.category or table.source_text(source, "category"), system.product, system.site)
        rows.append(PreviewRow(row.line, verdict, shown, tuple(problems), changes))
    return ImportPreview(
        table.sheet, table.columns, tuple(rows), in_steps(SYSTEMS.name, table, choices, rows, commands)
    )


def _system_of(
    row: JudgedRow, table: UnderstoodTable, choices: ImportChoices
) -> tuple[AddSupportedSystem, tuple[CellChange, ...]]:
    """A system without a name is called by its category, so that an incident can still say what it affects."""
    category, product, site = (normal_name(text_of(row, name)) for name in ("category", "product", "site"))
    changes, column = row.changes, table.column_of("product")
    if not product and column:
        changes = (*changes, CellChange(column, "", category))
    product = product or category
    system_id = derive_id("imported_system", choices.customer_id, *_system_key(category, product, site))
    system = AddSupportedSystem(
        id=system_id,
        customer_id=choices.customer_id,
        category=category,
        product=product,
        site=site,
        import_id=choices.import_id,
    )
    return system, changes


CUSTOMERS = ImportKind(
    "customers",
    N_("Customers"),
    row_type=Customer,
    fields=_CUSTOMER_FIELDS,
    shown=(N_("Customer"), N_("Number of staff")),
    of_customer=False,
    look_up=_known_customers,
    judge=_judge_customers,
)
SYSTEMS = ImportKind(
    "systems",
    N_("Supported systems"),
    row_type=SupportedSystem,
    fields=_SYSTEM_FIELDS,
    shown=(N_("Category"), N_("Product"), N_("Site")),
    of_customer=True,
    look_up=_known_systems,
    judge=_judge_systems,
)

declare(
    {
        "row_repeated": N_("The same stands in line {line} already. Take one of the two out."),
        "number_not_whole": N_("“{value}” in “{column}” is not a whole number. Write it as 1940."),
    }
)
