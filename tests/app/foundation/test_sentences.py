from __future__ import annotations

import pickle
import re

import pytest

import app.bootstrap
import app.cli.main  # noqa: F401 - importing the program declares its sentences
import ui.pages.files.opening
import ui.pages.label_formats.logo_field
import ui.pages.labels.at_once
import ui.pages.labels.dialog
import ui.printers.system  # noqa: F401 - the window too
from app.foundation import sentences
from app.foundation.errors import PaigongError, Rejection, Trouble
from app.foundation.sentences import declare, declared_codes, sentence, sentence_for


def test_a_sentence_names_its_parameters() -> None:
    assert "“Town Hall”" in sentence(Rejection("name_taken", name="Town Hall"))


def test_a_parameter_that_is_missing_is_left_open() -> None:
    assert sentence_for("name_taken", {}).startswith("There is already one with the name “…”.")


def test_several_values_are_listed() -> None:
    assert "“A, B”" in sentence_for("name_taken", {"name": ["A", "B"]})


def test_braces_in_what_people_typed_are_left_alone() -> None:
    assert "“{number}”" in sentence_for("name_taken", {"name": "{number}"})


def test_a_code_without_a_sentence_is_told_with_its_code() -> None:
    assert "(surprise)" in sentence(Trouble("surprise"))


def test_a_code_has_one_sentence_only() -> None:
    with pytest.raises(ValueError, match="name_taken"):
        declare({"name_taken": "Something else."})
    assert sentence_for("name_taken", {"name": "A"}).startswith("There is already one")


@pytest.mark.parametrize("code", sorted(declared_codes()))
def test_every_sentence_is_complete_english(code: str) -> None:
    said = sentence_for(code, {})
    assert re.match(r"[A-Z“…]", said)
    assert re.search(r"[.:…]$", said)
    assert "  " not in said
    assert re.fullmatch(r"[a-z][a-z0-9_]*", code)


def test_refusals_and_troubles_survive_being_sent_to_another_process() -> None:
    for error in (Rejection("name_taken", name="A"), Trouble("disk_full", path="/x")):
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 - made a moment ago
        assert type(again) is type(error)
        assert (again.code, again.params) == (error.code, error.params)


def test_an_error_shows_its_code_and_parameters_in_a_log() -> None:
    assert str(Rejection("name_taken", name="A")) == "name_taken(name='A')"
    assert issubclass(Rejection, PaigongError)
    assert not issubclass(Trouble, Rejection)
    assert sentences.declared_codes() == declared_codes()
