"""Every text that a person sees is there in every language."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from app.foundation.sentences import declared_codes
from app.foundation.translation import LANGUAGES, Language
from installer import catalogue


def test_every_text_is_translated_and_compiled(capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogue.main(["--check"]) == 0, capsys.readouterr().err


def test_every_language_but_english_has_a_catalogue() -> None:
    assert set(catalogue.languages()) == set(Language) - {"en"}


def test_a_language_that_the_window_speaks_has_every_text_and_another_one_what_customers_read() -> None:
    assert set(catalogue.ONLY) == set(Language) - set(LANGUAGES)
    for language in Language:
        wanted = {message.id for message in catalogue.collected(language) if message.id}
        assert "Your call {number}: {title}" in wanted
        assert ("Log the order" in wanted) == (language in LANGUAGES)


@pytest.mark.parametrize("language", catalogue.languages())
def test_a_translation_names_the_same_parameters(language: str) -> None:
    with catalogue.po_file(language).open("rb") as file:
        texts = read_po(file, locale=language)
    for message in texts:
        if message.id:
            source = message.id if isinstance(message.id, str) else message.id[-1]
            for form in catalogue._forms(message):
                assert parameters(form) == parameters(source), source


def test_no_text_is_translated_inside_an_f_string() -> None:
    """Babel does not see it there before Python 3.12, so it would never reach the catalogue."""
    sources = [path for room in ("app", "ui") for path in (catalogue.PROJECT / room).rglob("*.py")]
    assert len(sources) > 100
    hidden = [str(path) for path in sources if re.search(r"""f"[^"\n]*\{_\(['"]""", path.read_text(encoding="utf-8"))]
    assert not hidden


def parameters(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name}


def test_there_are_sentences() -> None:
    import app.bootstrap  # noqa: F401 - declares those of all rooms

    assert len(declared_codes()) > 40
