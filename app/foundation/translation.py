"""One catalogue of translations for everything: window, papers, pages, command line (gettext, filled with Babel).

Texts are English in the code and are translated when they are shown, so that a change of language needs no restart.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path

LOCALE_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "locale"
LANGUAGES = {"en": "English", "zh_CN": "中文"}
"""Those that the window, the papers and the command line speak."""


class Language(StrEnum):
    """Those that customers are written to in: also some that the window does not speak."""

    ENGLISH = "en"
    CHINESE = "zh_CN"
    NORWEGIAN = "nb"


LANGUAGE_NAMES = {Language.CHINESE: "中文", Language.ENGLISH: "English", Language.NORWEGIAN: "Norsk bokmål"}
"""Each in its own words, so they are not translated."""
WRITTEN_LANGUAGES = {language.partition("_")[0]: name for language, name in LANGUAGE_NAMES.items()}
"""The same by the codes under which texts for callers and announcements are kept."""

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"
_spoken: ContextVar[tuple[str, gettext.NullTranslations] | None] = ContextVar("spoken", default=None)
"""What is spoken for a while in one thread, whichever language is shown (`speaking`)."""


def set_language(language: str) -> None:
    """Show everything in `language` (a key of `LANGUAGES`) from now on."""
    global _catalogue, _language  # noqa: PLW0603 - one process speaks one language at a time
    if language not in LANGUAGES:
        raise ValueError(language)
    _language = language
    _catalogue = _catalogue_of(language)


def language() -> str:
    """The language shown now, a key of `LANGUAGES`; while another one is spoken, that."""
    spoken = _spoken.get()
    return spoken[0] if spoken else _language


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language for a while in this thread alone: a paper for a customer, while a window shows another one."""
    before = _spoken.set((language, _catalogue_of(language)))
    try:
        yield
    finally:
        _spoken.reset(before)


def text_in(language: Language, text: str) -> str:
    """`text` in a language, whichever this process speaks; only what `installer.catalogue` lists for it is there."""
    return _catalogue_of(language).gettext(text)


def _catalogue_of(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("paigong", LOCALE_FOLDER, [language])


def _(text: str) -> str:
    """`text` in the language shown now."""
    return _current().gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """`one` or `many`, as the language shown now counts."""
    return _current().ngettext(one, many, count)


def _current() -> gettext.NullTranslations:
    spoken = _spoken.get()
    return spoken[1] if spoken else _catalogue


def N_(text: str) -> str:  # noqa: N802 - gettext's customary mark for "translate later"
    """Mark `text` for the catalogue; it is translated where it is shown."""
    return text
