from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.foundation.translation import LANGUAGES, N_, _, language, ngettext, set_language


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    set_language("en")


def test_english_is_what_the_code_says() -> None:
    set_language("en")
    assert _("In progress") == "In progress"
    assert [ngettext("one order", "{count} orders", count) for count in (0, 1, 2)] == [
        "{count} orders",
        "one order",
        "{count} orders",
    ]


def test_the_language_switches_at_run_time_and_back() -> None:
    set_language("zh_CN")
    assert language() == "zh_CN"
    assert set(LANGUAGES) == {"en", "zh_CN"}
    set_language("en")
    assert language() == "en"


def test_a_text_without_a_translation_stays_as_it_is() -> None:
    set_language("zh_CN")
    assert _("nobody ever wrote this") == "nobody ever wrote this"


def test_a_mark_changes_nothing() -> None:
    set_language("zh_CN")
    assert N_("In progress") == "In progress"


def test_a_language_that_we_do_not_speak_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="nb"):
        set_language("nb")
    assert language() == "en"
