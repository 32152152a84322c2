"""Keeping the one catalogue of translations: ``python -m installer.catalogue``.

It collects every text marked in the code, carries it into the catalogue of each language, keeps what is translated
already, and compiles what `app.foundation.translation` loads. Texts that are no longer used are left out. With
``--check`` nothing is written: the exit status is 1 where a text is missing, not translated, or not compiled.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parents[1]
LOCALES = PROJECT / "resources" / "locale"
DOMAIN = "paigong"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
ONLY = {
    "nb": frozenset(
        {
            "app/messages/wording.py",
            *(
                "app/documents/fault_report.py",
                "app/documents/service_report.py",
                "app/documents/sheets.py",
                "app/documents/stand_ins.py",
            ),
            *("app/checklists/presets.py", "app/checklists/rules.py"),
            *("app/workorders/rules/kinds.py", "app/workorders/rules/parts.py"),
            *("app/workorders/telling_parts.py", "app/workorders/telling_clocks.py"),
            *("app/sla/rules/promises.py", "app/sla/rules/clock.py", "app/sla/rules/faults.py"),
        }
    )
}
"""Languages that are not spoken everywhere, and the files whose texts they have: what customers read."""


def collected(language: str) -> Catalog:
    """Every text that the code marks for a language."""
    catalogue = Catalog(project="Paigong", charset="utf-8")
    for place, line, message, comments, context in _marked():
        if place in ONLY.get(language, {place}):
            catalogue.add(message, None, [(place, line)], auto_comments=comments, context=context)
    return catalogue


@cache
def _marked() -> list[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    """Every text that the code marks: file, line, text, comments, context; reading all of the code takes seconds."""
    return [
        (f"{room}/{file}", line, message, comments, context)
        for room in ("app", "ui")
        for file, line, message, comments, context in extract_from_dir(
            PROJECT / room, [("**.py", "python")], keywords=KEYWORDS, strip_comment_tags=True
        )
    ]


def updated(language: str) -> Catalog:
    """The catalogue of a language with exactly its texts, translated as far as they were."""
    path = po_file(language)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, domain=DOMAIN)
    catalogue.update(collected(language), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def missing(catalogue: Catalog) -> Iterator[Message]:
    """The texts that are not translated."""
    return (message for message in catalogue if message.id and not all(_forms(message)))


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a file that people edit and review."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, sort_output=True, omit_header=False, include_lineno=False)
    return buffer.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as the program loads it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(path.name for path in LOCALES.iterdir() if po_file(path.name).exists())


def po_file(language: str) -> Path:
    """What people edit."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def mo_file(language: str) -> Path:
    """What the program loads."""
    return po_file(language).with_suffix(".mo")


def main(arguments: list[str]) -> int:
    """Bring the catalogues up to date, or check that they are."""
    complete = True
    for language in languages():
        catalogue = updated(language)
        _keep_dates(catalogue, language)
        for message in missing(catalogue):
            complete = False
            print(f"{language}: not translated: {message.id!r}", file=sys.stderr)
        if "--check" in arguments:
            complete = complete and mo_file(language).read_bytes() == compiled(catalogue)
        else:
            po_file(language).write_bytes(written(catalogue))
            mo_file(language).write_bytes(compiled(catalogue))
    return 0 if complete else 1


def _keep_dates(catalogue: Catalog, language: str) -> None:
    """A file that says nothing new must not differ."""
    with po_file(language).open("rb") as file:
        before = read_po(file, locale=language)
    catalogue.creation_date, catalogue.revision_date = before.creation_date, before.revision_date


def _forms(message: Message) -> tuple[str, ...]:
    forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return tuple(form or "" for form in forms)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
