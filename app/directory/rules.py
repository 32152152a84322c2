"""What is right in the directory."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

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


declare(
    {
        "name_taken": N_("There is already one with the name “{name}”. Use that one, or choose another name."),
        "department_code_invalid": N_(
            "“{code}” cannot be a department's code: use 1 to 6 letters or digits, such as KJC."
        ),
        "customer_unknown": N_("There is no customer called “{name}”. Check the name."),
        "department_code_taken": N_("The code {code} already belongs to the department {name}. Choose another code."),
    }
)
