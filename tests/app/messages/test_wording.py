from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.translation import Language
from app.messages.rules import MessageWay, Moment, Occasion
from app.messages.wording import WORDINGS, Told, ready_text, sentences, written

TOLD = Told(
    number="W26-004711",
    title="Printer jams",
    service="Service desk",
    caller="Kay Olsen",
    text="A new roller.\nIt works.",
    expected="18:00",
    engineer="Li Gong",
)
EVERY = list(product(Occasion, Language))


@pytest.mark.parametrize(("occasion", "language"), EVERY)
def test_every_occasion_names_the_order_in_every_language(occasion: Occasion, language: Language) -> None:
    said = written(occasion, language, TOLD)
    assert all("W26-004711" in part for part in (said.subject, said.text, said.short))
    assert "{" not in said.subject + said.text + said.short
    assert "Kay Olsen" in said.text
    assert len(said.short) <= 160


@pytest.mark.parametrize("language", list(Language))
def test_each_language_says_it_in_words_of_its_own(language: Language) -> None:
    said = [written(occasion, each, TOLD).text for occasion in Occasion for each in Language]
    assert len(set(said)) == len(said)
    assert set(WORDINGS) == set(Occasion)


def test_what_was_done_keeps_its_lines() -> None:
    assert "A new roller.\nIt works." in written(Occasion.SOLVED, Language.ENGLISH, TOLD).text


def test_whoever_has_no_name_is_greeted_too() -> None:
    said = written(Occasion.LOGGED, Language.ENGLISH, replace(TOLD, caller=""))
    assert said.text.startswith("Hello,\n")


@given(title=st.text(), caller=st.text(), text=st.text())
def test_whatever_was_written_is_plain_text_and_begins_no_header(title: str, caller: str, text: str) -> None:
    said = written(Occasion.PROGRESS, Language.NORWEGIAN, replace(TOLD, title=title, caller=caller, text=text))
    assert len(said.subject.splitlines()) == 1
    assert len(said.text.split("\n")[0].splitlines()) == 1
    assert len(said.short.splitlines()) == 1
    assert text.strip() in said.text


@pytest.mark.parametrize("title", ["{number.__class__}", "{0}", "%s", "<b>x</b>", "=cmd()"])
def test_what_is_filled_in_is_never_read_as_a_wording(title: str) -> None:
    assert title in written(Occasion.LOGGED, Language.CHINESE, replace(TOLD, title=title)).subject


@pytest.mark.parametrize(("moment", "way", "language"), list(product(Moment, (None, *MessageWay), Language)))
def test_what_the_desk_tells_is_ready_in_every_language(
    moment: Moment, way: MessageWay | None, language: Language
) -> None:
    text = ready_text(moment, way, language, replace(TOLD, title="{打印机} 卡纸"))
    assert "W26-004711" in text
    assert "{打印机} 卡纸" in text or way is MessageWay.SMS
    tells_time = {Moment.PROGRESS, Moment.DAY_END} | ({Moment.LOGGED} if way is None else set())
    assert ("18:00" in text) == (moment in tells_time)


def test_what_is_not_known_is_left_out() -> None:
    bare = Told("W26-004711", "Paper jam")
    english = Language.ENGLISH
    logged = "We have logged your call about “Paper jam”. Its number is W26-004711."
    assert ready_text(Moment.LOGGED, None, english, bare) == logged
    assert sentences(Moment.END, english, bare).startswith("W26-004711, “Paper jam”, is solved. If it is not")
    assert ready_text(Moment.END, MessageWay.SMS, english, bare).startswith("The service desk: ")


@pytest.mark.parametrize(("moment", "occasion"), [(Moment.LOGGED, Occasion.LOGGED), (Moment.END, Occasion.SOLVED)])
def test_the_desk_sends_by_hand_what_the_server_sends(moment: Moment, occasion: Occasion) -> None:
    sent = written(occasion, Language.NORWEGIAN, TOLD)
    assert ready_text(moment, MessageWay.MAIL, Language.NORWEGIAN, TOLD) == f"{sent.subject}\n\n{sent.text}".rstrip()
