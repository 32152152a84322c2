"""Importing a customer's licences with who uses them, Snipe-IT's list among others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.assets.imports.updates import day_of
from app.assets.licence_commands import AddLicence, UseSeat
from app.assets.tables import Licence
from app.directory.imports import ImportChoices, ImportKind, in_steps, text_of, whole_number
from app.directory.queries import contacts_of
from app.directory.rules import normal_name
from app.foundation.ids import derive_id
from app.foundation.sheets.columns import Field, FieldKind
from app.foundation.sheets.preview import FirstLines, ImportPreview, PreviewRow, UnderstoodTable, Verdict, verdict_of
from app.foundation.sheets.rows import JudgedRow, RowProblem
from app.foundation.translation import N_
from app.storage.units import Reader

_LINE = 500
_FIELDS = (
    Field(
        "product",
        N_("Product"),
        required=True,
        synonyms=(
            "Item name",
            "License name",
            "Licence",
            "License",
            "Software",
            "Name",
            "软件名称",
            "产品",
            "许可证",
            "名称",
        ),
    ),
    Field(
        "key",
        N_("Licence key"),
        synonyms=("serial number", "Product key", "License key", "Serial", "Key", "密钥", "序列号", "产品密钥"),
        longest=_LINE,
    ),
    Field("publisher", N_("Publisher"), synonyms=("manufacturer", "Vendor", "厂商", "发行商", "出版商"), longest=_LINE),
    Field("seats", N_("Seats"), synonyms=("Number of seats", "Licences", "许可数", "授权数", "数量"), longest=20),
    Field(
        "expires_on",
        N_("Expires on"),
        FieldKind.DATE,
        synonyms=("expiration date", "Expiry", "Expires", "Valid until", "到期日期", "到期", "有效期至"),
    ),
    Field("supplier", N_("Supplier"), synonyms=("Reseller", "供应商", "供货商"), longest=_LINE),
    Field(
        "contract_number", N_("Contract number"), synonyms=("purchase order", "PO", "合同号", "合同编号"), longest=60
    ),
    Field("user", N_("Used by"), synonyms=("Full Name", "Assigned to", "User", "使用人", "用户"), longest=200),
    Field("email", N_("E-mail"), synonyms=("Email", "User e-mail", "邮箱", "电子邮件"), longest=_LINE),
    Field("notes", N_("Notes"), synonyms=("Remarks", "Comment", "备注", "说明"), longest=19_000),
)


@dataclass(frozen=True, slots=True)
class _Known:
    """The licences that are there, by product and key, and whom the directory knows, by e-mail and by name."""

    licences: frozenset[tuple[str, str]]
    people: Mapping[str, str]


def _look_up(reader: Reader, _table: UnderstoodTable, choices: ImportChoices) -> _Known:
    people: dict[str, str] = {}
    for person in contacts_of(reader, choices.customer_id):
        people |= {text.casefold(): person.id for text in (person.name, person.email) if text}
    licences = reader.having(Licence, customer_id=choices.customer_id)
    return _Known(frozenset((row.product.casefold(), row.key) for row in licences), people)


def _judge(table: UnderstoodTable, known: _Known, choices: ImportChoices) -> ImportPreview:
    lines = FirstLines()
    rows: list[PreviewRow] = []
    commands: list[object] = []
    for row in table.rows:
        seats, problem = whole_number(text_of(row, "seats"), table.column_of("seats"))
        person_id = known.people.get(text_of(row, "email").casefold()) or known.people.get(
            text_of(row, "user").casefold()
        )
        licence = _licence(row, choices, seats, is_user_known=person_id is not None)
        key = licence.product.casefold(), licence.key
        problems = [*row.problems, *([problem] if problem else [])]
        if licence.product and (first := lines.of(key, row.line)) != row.line:
            problems.append(RowProblem("row_repeated", "", licence.product, line=first))
        verdict = verdict_of(problems, here=key in known.licences)
        if verdict is Verdict.NEW:
            commands.append(licence)
            if person_id is not None:
                commands.append(UseSeat(licence_id=licence.id, person_id=person_id, import_id=choices.import_id))
        day = licence.expires_on.isoformat() if licence.expires_on else ""
        product = f"{licence.product}\n{licence.publisher}".rstrip()
        shown = (product, "" if seats is None else str(seats), day, text_of(row, "user"))
        rows.append(PreviewRow(row.line, verdict, shown, tuple(problems), row.changes))
    steps = in_steps(LICENCES.name, table, choices, rows, commands)
    return ImportPreview(table.sheet, table.columns, tuple(rows), steps)


def _licence(row: JudgedRow, choices: ImportChoices, seats: int | None, *, is_user_known: bool) -> AddLicence:
    """A user whom the directory does not know stands in the notes, so that nothing of the file is lost."""
    product, key = normal_name(text_of(row, "product")), text_of(row, "key")
    user, email = text_of(row, "user"), text_of(row, "email")
    used_by = "" if is_user_known else f"{user} <{email}>" if email else user
    return AddLicence(
        id=derive_id("imported_licence", choices.customer_id, product.casefold(), key),
        customer_id=choices.customer_id,
        product=product,
        publisher=text_of(row, "publisher"),
        key=key,
        seats=seats,
        expires_on=day_of(row.values["expires_on"]),
        supplier=text_of(row, "supplier"),
        contract_number=text_of(row, "contract_number"),
        notes="\n\n".join(filter(None, (text_of(row, "notes"), used_by))),
        import_id=choices.import_id,
    )


LICENCES = ImportKind(
    "licences",
    N_("Licences"),
    row_type=Licence,
    fields=_FIELDS,
    shown=(N_("Product"), N_("Seats"), N_("Expires on"), N_("Used by")),
    of_customer=True,
    look_up=_look_up,
    judge=_judge,
)
