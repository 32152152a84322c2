from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.translation import Language
from app.messages.rules import Occasion
from app.messages.wording import WORDINGS, written

VALUES = {
    "number": "W26-004711",
    "title": "Printer jams",
    "service": "Service desk",
    "caller": "Kay Olsen",
    "text": "A new roller.\nIt works.",
}
EVERY = list(product(Occasion, Language))


@pytest.mark.parametrize(("occasion", "language"), EVERY)
def test_every_occasion_names_the_order_in_every_language(occasion: Occasion, language: Language) -> None:
    said = written(occasion, language, VALUES)
    assert all("W26-004711" in part for part in (said.subject, said.text, said.short))
    assert "{" not in said.subject + said.text + said.short
    assert "Kay Olsen" in said.text
    assert len(said.short) <= 160


@pytest.mark.parametrize("language", list(Language))
def test_each_language_says_it_in_words_of_its_own(language: Language) -> None:
    said = [written(occasion, each, VALUES).text for occasion in Occasion for each in Language]
    assert len(set(said)) == len(said)
    assert set(WORDINGS) == set(Occasion)


def test_what_was_done_keeps_its_lines() -> None:
    assert "A new roller.\nIt works." in written(Occasion.SOLVED, Language.ENGLISH, VALUES).text


def test_whoever_has_no_name_is_greeted_too() -> None:
    said = written(Occasion.LOGGED, Language.ENGLISH, {**VALUES, "caller": ""})
    assert said.text.startswith("Hello,\n")


@given(title=st.text(), caller=st.text(), text=st.text())
def test_whatever_was_written_is_plain_text_and_begins_no_header(title: str, caller: str, text: str) -> None:
    said = written(Occasion.PROGRESS, Language.NORWEGIAN, {**VALUES, "title": title, "caller": caller, "text": text})
    assert len(said.subject.splitlines()) == 1
    assert len(said.text.split("\n")[0].splitlines()) == 1
    assert len(said.short.splitlines()) == 1
    assert text.strip() in said.text


@pytest.mark.parametrize("title", ["{number.__class__}", "{0}", "%s", "<b>x</b>", "=cmd()"])
def test_what_is_filled_in_is_never_read_as_a_wording(title: str) -> None:
    assert title in written(Occasion.LOGGED, Language.CHINESE, {**VALUES, "title": title}).subject
