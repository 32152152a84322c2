"""The departments and sites that the rows of a register name: those that are there, and those that must be added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from app.assets.rules import NO_DEPARTMENT
from app.directory.commands import AddDepartment, AddSite
from app.directory.imports import ImportChoices
from app.directory.rules import department_code, is_department_code, normal_name, proposed_department_code
from app.directory.tables import Department
from app.foundation.ids import derive_id
from app.foundation.sheets.preview import Addition
from app.foundation.translation import N_


class KnownPlaces(Protocol):
    """Departments, and the ids of sites by folded name, of a customer."""

    @property
    def departments(self) -> tuple[Department, ...]: ...

    @property
    def sites(self) -> Mapping[str, str]: ...


class Belongings:
    """Finds departments and sites, and remembers the new ones.

    `usual_codes` are those that a department's devices already carry, by its folded name.
    """

    def __init__(self, known: KnownPlaces, choices: ImportChoices, usual_codes: Mapping[str, str]) -> None:
        self._customer_id, self._import_id = choices.customer_id, choices.import_id
        self._usual_codes = usual_codes
        self._by_name = {known.name.casefold(): (known.id, known.code) for known in known.departments}
        self._by_code = {known.code: (known.id, known.code) for known in known.departments}
        self._sites = dict(known.sites)
        self._new_departments: list[AddDepartment] = []
        self._new_sites: list[AddSite] = []

    def department_with_code(self, code: str) -> str | None:
        """The id of the department that has this code, if there is one."""
        department_id, _code = self._by_code.get(code, (None, ""))
        return department_id

    def department(self, text: str) -> tuple[str, str]:
        """Id and code of the department that is called so, or has this code; a new one where there is none."""
        name = normal_name(text)
        known = self._by_name.get(name.casefold()) or self._by_code.get(department_code(text))
        return known or self._new_department(name)

    def site(self, text: str) -> str:
        """The id of the site that is called so; a new one where there is none."""
        name = normal_name(text)
        known = self._sites.get(name.casefold())
        if known is not None:
            return known
        site_id = derive_id("imported_site", self._customer_id, name.casefold())
        self._sites[name.casefold()] = site_id
        self._new_sites.append(AddSite(id=site_id, customer_id=self._customer_id, name=name, import_id=self._import_id))
        return site_id

    @property
    def commands(self) -> tuple[object, ...]:
        """What adds the new ones."""
        return (*self._new_departments, *self._new_sites)

    @property
    def additions(self) -> tuple[Addition, ...]:
        """The new ones, to be shown."""
        departments = tuple(f"{known.name} ({known.code})" for known in self._new_departments)
        sites = tuple(known.name for known in self._new_sites)
        both = (Addition(N_("New departments"), departments), Addition(N_("New sites"), sites))
        return tuple(addition for addition in both if addition.names)

    def _new_department(self, name: str) -> tuple[str, str]:
        code = self._code_for(name)
        department_id = derive_id("imported_department", self._customer_id, name.casefold())
        command = AddDepartment(
            id=department_id, customer_id=self._customer_id, code=code, name=name, import_id=self._import_id
        )
        self._new_departments.append(command)
        self._by_name[name.casefold()] = self._by_code[code] = (department_id, code)
        return department_id, code

    def _code_for(self, name: str) -> str:
        """The code that its devices carry, or that its name is, or else its initials."""
        taken = frozenset(self._by_code) | {NO_DEPARTMENT}
        for code in (self._usual_codes.get(name.casefold(), ""), name):
            if is_department_code(code) and code not in taken:
                return code
        return proposed_department_code(name, taken)


def usual_codes(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By a department's folded name the code that stands first in its devices' codes; from pairs of both."""
    codes: dict[str, str] = {}
    for name, code in pairs:
        codes.setdefault(normal_name(name).casefold(), code)
    return codes
