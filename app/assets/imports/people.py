"""Importing the people of a customer, Snipe-IT's list of users among others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.assets.imports.belongings import Belongings
from app.directory.commands import AddPerson
from app.directory.imports import ImportChoices, ImportKind, in_steps, text_of
from app.directory.queries import contacts_of, departments_of
from app.directory.rules import PersonKind, account_name, is_account_name, normal_name
from app.directory.tables import Department, Person
from app.foundation.errors import Trouble
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.sheets.columns import Field, FieldLabel
from app.foundation.sheets.preview import FirstLines, ImportPreview, PreviewRow, UnderstoodTable, Verdict, verdict_of
from app.foundation.sheets.rows import JudgedRow, RowProblem
from app.foundation.translation import N_
from app.storage.units import Reader

_FIELDS = (
    Field("name", N_("Name"), synonyms=("Full Name", "Person", "姓名", "人员姓名", "名字", "员工姓名")),
    Field("first_name", N_("First name"), synonyms=("Given name", "Forename", "名")),
    Field("last_name", N_("Last name"), synonyms=("Family name", "Surname", "姓")),
    Field(
        "account_name",
        N_("User name"),
        synonyms=("Username", "Login", "Account", "用户名", "账号", "登录名"),
        longest=60,
    ),
    Field("department", N_("Department"), synonyms=("Company", "Unit", "部门", "科室", "所属部门", "单位")),
    Field(
        "email", N_("E-mail"), synonyms=("Email", "E-mail address", "Mail", "邮箱", "电子邮箱", "电子邮件"), longest=500
    ),
    Field(
        "phone", N_("Phone"), synonyms=("Telephone", "Mobile", "Phone number", "电话", "手机", "联系电话"), longest=500
    ),
)


@dataclass(frozen=True, slots=True)
class _Known:
    """The people of a customer who are there already: their e-mails, names with phones, and user names, all folded."""

    emails: frozenset[str]
    named: frozenset[tuple[str, str]]
    account_names: Mapping[str, str]
    departments: tuple[Department, ...]
    sites: Mapping[str, str]


def _look_up(reader: Reader, _table: UnderstoodTable, choices: ImportChoices) -> _Known:
    people = contacts_of(reader, choices.customer_id)
    return _Known(
        frozenset(person.email.casefold() for person in people) - {""},
        frozenset((person.name.casefold(), person.phone) for person in people),
        {person.account_name.casefold(): person.name for person in people if person.account_name},
        tuple(departments_of(reader, choices.customer_id)),
        {},
    )


def _judge(table: UnderstoodTable, known: _Known, choices: ImportChoices) -> ImportPreview:
    """Two people may share a name: who has another e-mail, or another phone, is somebody else."""
    if not table.column_of("name", "first_name", "last_name"):
        raise Trouble("columns_missing", columns=(FieldLabel(N_("Name")),))
    lines, names = FirstLines(), FirstLines()
    belongings = Belongings(known, choices, {})
    rows: list[PreviewRow] = []
    commands: list[AddPerson] = []
    for row in table.rows:
        person = _person(row, choices)
        email = person.email.casefold()
        here = email in known.emails if email else (person.name.casefold(), person.phone) in known.named
        problems = list(row.problems)
        if not person.name:
            problems.append(RowProblem("value_missing", table.column_of("name", "first_name", "last_name"), ""))
        elif (first := lines.of(person.id, row.line)) != row.line:
            problems.append(RowProblem("row_repeated", "", person.name, line=first))
        elif person.account_name and not here:
            problems += _of_account_name(person.account_name, row, table, known, names)
        verdict, department = verdict_of(problems, here=here), text_of(row, "department")
        if verdict is Verdict.NEW:
            department_id = belongings.department(department)[0] if department else None
            commands.append(replace(person, department_id=department_id))
        shown = (person.name, person.account_name, department, f"{person.email}\n{person.phone}".strip())
        rows.append(PreviewRow(row.line, verdict, shown, tuple(problems), row.changes))
    steps = in_steps(PEOPLE.name, table, choices, rows, commands, first=belongings.commands)
    return ImportPreview(table.sheet, table.columns, tuple(rows), steps, belongings.additions)


def _of_account_name(
    name: str, row: JudgedRow, table: UnderstoodTable, known: _Known, names: FirstLines
) -> list[RowProblem]:
    """What is wrong with a user name: no two people have the same."""
    column = table.column_of("account_name")
    if not is_account_name(name):
        return [RowProblem("account_name_not_one", column, name)]
    if (first := names.of(name.casefold(), row.line)) != row.line:
        return [RowProblem("code_repeated", column, name, line=first)]
    holder = known.account_names.get(name.casefold())
    return [RowProblem("account_name_of_another", column, name, others=(holder, ""))] if holder else []


def _person(row: JudgedRow, choices: ImportChoices) -> AddPerson:
    given, family = text_of(row, "first_name"), text_of(row, "last_name")
    name = normal_name(text_of(row, "name") or _put_together(given, family))
    email, phone = text_of(row, "email"), text_of(row, "phone")
    key = ("email", email.casefold()) if email else ("named", name.casefold(), phone)
    return AddPerson(
        id=derive_id("imported_person", choices.customer_id, *key),
        name=name[:200],
        kind=PersonKind.CONTACT,
        customer_id=choices.customer_id,
        phone=phone,
        email=email,
        import_id=choices.import_id,
        account_name=account_name(text_of(row, "account_name")),
    )


def _put_together(given: str, family: str) -> str:
    """A name as its script puts it: 张伟 has no space, and begins with the family's."""
    if given and family and not (given + family).isascii() and given[0] >= "\u3400" and family[0] >= "\u3400":
        return family + given
    return f"{given} {family}"


PEOPLE = ImportKind(
    "people",
    N_("People of a customer"),
    row_type=Person,
    fields=_FIELDS,
    shown=(N_("Name"), N_("User name"), N_("Department"), N_("E-mail")),
    of_customer=True,
    look_up=_look_up,
    judge=_judge,
)

declare(
    {
        "account_name_not_one": N_(
            "“{value}” in “{column}” cannot be a user name: use letters from a to z, digits, dots, hyphens and "
            "underscores."
        ),
        "account_name_of_another": N_("{first} already has the user name “{value}”. Choose another one."),
    }
)
