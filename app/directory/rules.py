"""What is right in the directory."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from itertools import count

from app.foundation.pinyin import pinyin_of_name
from app.foundation.sentences import declare
from app.foundation.translation import N_

LONGEST_DEPARTMENT_CODE = 6


class PersonKind(StrEnum):
    """What somebody is to the service."""

    ENGINEER = "engineer"
    DISPATCHER = "dispatcher"
    MANAGER = "manager"
    TECHNICAL_MANAGER = "technical_manager"
    BUSINESS_MANAGER = "business_manager"
    CHANGE_MANAGER = "change_manager"
    DIRECTOR = "director"
    BOARD_MEMBER = "board_member"
    CONTACT = "contact"


PERSON_KIND_NAMES = {
    PersonKind.ENGINEER: N_("Engineer"),
    PersonKind.DISPATCHER: N_("Dispatcher"),
    PersonKind.MANAGER: N_("Manager"),
    PersonKind.TECHNICAL_MANAGER: N_("Technical manager"),
    PersonKind.BUSINESS_MANAGER: N_("Business manager"),
    PersonKind.CHANGE_MANAGER: N_("Change manager"),
    PersonKind.DIRECTOR: N_("Director"),
    PersonKind.BOARD_MEMBER: N_("Board member"),
    PersonKind.CONTACT: N_("Contact"),
}


def normal_name(name: str) -> str:
    """A name as it is kept: no spaces around it, none doubled, composed characters."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def department_code(text: str) -> str:
    """A department's code as it is kept: full-width letters made narrow, capitals."""
    return unicodedata.normalize("NFKC", text).strip().upper()


def is_department_code(code: str) -> bool:
    """Whether this can be the first part of an asset code (`domain.md` §2): 1 to 6 capitals or digits."""
    return re.fullmatch(r"[A-Z0-9]{1,6}", code) is not None


def proposed_department_code(name: str, taken: frozenset[str]) -> str:
    """A free code for a department that came without one: its initials, then counted on."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z0-9]+", ascii_name)).upper()
    stem = initials[:LONGEST_DEPARTMENT_CODE] or "DEP"
    if stem not in taken:
        return stem
    counted = (f"{stem[: LONGEST_DEPARTMENT_CODE - len(str(count))]}{count}" for count in range(2, 100_000))
    return next(code for code in counted if code not in taken)


def account_name(text: str) -> str:
    """A user name as it is kept: full-width letters made narrow."""
    return unicodedata.normalize("NFKC", text).strip()


def is_account_name(text: str) -> bool:
    """Whether computers take this for a user name: up to 60 letters, digits, dots, hyphens and underscores."""
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}", text) is not None


def proposed_account_name(name: str, department_code: str, is_taken: Callable[[str], bool]) -> str:
    """A free user name for somebody: the pinyin of his name and his department's code (`domain.md` §2).

    Empty where his name has no letter that is known.
    """
    stem = pinyin_of_name(name)
    return free_account_name(stem + department_code, department_code, is_taken) if stem else ""


def free_account_name(wanted: str, department_code: str, is_taken: Callable[[str], bool]) -> str:
    """The wanted user name, or where it is taken the next one that is not: zhangshanKJC, zhangshan2KJC."""
    stem = wanted.removesuffix(department_code)
    code = wanted[len(stem) :]
    counted = (f"{stem}{number}{code}" for number in count(2))
    return wanted if not is_taken(wanted) else next(name for name in counted if not is_taken(name))


declare(
    {
        "account_name_invalid": N_(
            "“{account_name}” cannot be a user name: use letters from a to z, digits, dots, hyphens and underscores."
        ),
        "account_name_taken": N_("{name} already has the user name {account_name}. Choose another one."),
        "name_taken": N_("There is already one with the name “{name}”. Use that one, or choose another name."),
        "department_code_invalid": N_(
            "“{code}” cannot be a department's code: use 1 to 6 letters or digits, such as KJC."
        ),
        "customer_unknown": N_("There is no customer called “{name}”. Check the name."),
        "department_code_taken": N_("The code {code} already belongs to the department {name}. Choose another code."),
    }
)
