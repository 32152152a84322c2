"""Whoever guesses passwords waits longer and longer; nobody else does, and nobody learns which names exist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.accounts.rules import Role
from app.audit.chain import check, newest
from app.bootstrap import open_server
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.server.door import Door
from app.server.limits import FREE_ATTEMPTS, LONGEST_PAUSE, REQUESTS_AT_ONCE, Pace, pause_after
from tests.app.server.conftest import Answer, Stranger
from tests.app.server.test_strangers import SOUND
from tests.app.sync.conftest import PASSWORD, Headquarters
from tests.fakes import FakeClock

FREE = FREE_ATTEMPTS["login"]
WRONG = "not it"


@pytest.fixture(params=["sqlite", "postgresql"])
def guesser(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[Stranger]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    headquarters = Headquarters(open_server(Home(tmp_path / "server"), url, clock), tmp_path, clock)
    headquarters.add_user("li", Role.DISPATCHER)
    made = Stranger(headquarters)
    made.patience_minutes = 0
    yield made
    made.session.close()
    headquarters.close()


def guess(stranger: Stranger, login: str = "li", password: str = WRONG) -> Answer:
    return stranger.say("enrol", {**SOUND["enrol"], "login": login, "password": password})


def test_a_pause_grows_with_every_attempt_and_has_an_end() -> None:
    pauses = [pause_after(count, 5) for count in range(30)]
    assert pauses[:5] == [timedelta()] * 5
    assert pauses[5:9] == [timedelta(seconds=seconds) for seconds in (1, 2, 4, 8)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE


def test_whoever_guesses_waits_longer_each_time_even_with_the_right_password(guesser: Stranger) -> None:
    clock = guesser.headquarters.clock
    assert {guess(guesser).code for _attempt in range(FREE)} == {"sign_in_failed"}
    for seconds in (1, 2, 4):
        for password in (WRONG, PASSWORD):
            refused = guess(guesser, password=password)
            assert (refused.status, refused.code) == (429, "try_later")
            assert f'"seconds":"{seconds}"' in refused.text
        clock.advance(seconds=seconds)
        assert guess(guesser).code == "sign_in_failed"
    clock.advance(seconds=8)
    assert guess(guesser, password=PASSWORD).status == 200
    assert guess(guesser).code == "sign_in_failed"


def test_the_reply_says_when_to_come_back_in_the_words_of_http(guesser: Stranger) -> None:
    for _attempt in range(FREE + 1):
        response = guesser.session.post(
            f"{guesser.headquarters.url}/v1/enrol", json={**SOUND["enrol"], "password": WRONG}
        )
    assert response.headers["Retry-After"] == "1"


def test_a_name_that_does_not_exist_is_treated_like_one_that_does(guesser: Stranger) -> None:
    def story(login: str) -> list[tuple[int, str]]:
        answers = [guess(guesser, login) for _attempt in range(FREE + 2)]
        return [(answer.status, answer.text) for answer in answers]

    assert story("li") == story("nobody")


def test_another_person_signs_in_meanwhile_until_too_much_comes_from_one_address(guesser: Stranger) -> None:
    guesser.headquarters.add_user("wang", Role.DISPATCHER)
    for _attempt in range(FREE + 1):
        guess(guesser)
    assert guess(guesser, "wang", PASSWORD).status == 200
    for number in range(FREE_ATTEMPTS["address"]):
        guess(guesser, f"guess{number}")
    assert guess(guesser, "wang", PASSWORD).code == "try_later"
    guesser.headquarters.clock.advance(minutes=15)
    assert guess(guesser, "wang", PASSWORD).status == 200


def test_attempts_are_forgotten_after_a_quiet_day(guesser: Stranger) -> None:
    for _attempt in range(FREE):
        guess(guesser)
    guesser.headquarters.clock.advance(days=1, seconds=1)
    assert {guess(guesser).code for _attempt in range(FREE)} == {"sign_in_failed"}


def test_another_process_and_the_next_one_remember_the_attempts(
    postgres_url: str, tmp_path: Path, clock: FakeClock
) -> None:
    for number in range(2):
        headquarters = Headquarters(open_server(Home(tmp_path / "server"), postgres_url, clock), tmp_path, clock)
        stranger = Stranger(headquarters)
        stranger.patience_minutes = 0
        codes = [guess(stranger).code for _attempt in range(FREE - 1)]
        stranger.session.close()
        headquarters.close()
        assert ("try_later" in codes) is bool(number)


def test_refused_sign_ins_stand_in_the_audit_chain_without_the_password(guesser: Stranger) -> None:
    guess(guesser, password="nobody's secret")
    with guesser.headquarters.server.store.read() as reader:
        (entry, *_rest) = newest(reader, 1)
        assert check(reader).broken_at is None
    assert entry.act == "sign_in.refused"
    assert "sign_in_failed" in (entry.content or "")
    assert "secret" not in (entry.content or "")


@pytest.mark.parametrize(("trusted", "counted_apart"), [(("127.0.0.1",), True), ((), False)])
def test_only_a_trusted_proxy_is_believed_who_asks(
    tmp_path: Path, clock: FakeClock, trusted: tuple[str, ...], counted_apart: bool
) -> None:
    door = Door(trusted_proxies=trusted)
    headquarters = Headquarters(open_server(Home(tmp_path / "server"), "", clock), tmp_path, clock, door)
    stranger = Stranger(headquarters)
    codes = set()
    for number in range(FREE_ATTEMPTS["address"] + 5):
        message = {**SOUND["enrol"], "login": f"guess{number}"}
        forwarded = {"X-Forwarded-For": f"203.0.113.{number}"}
        response = stranger.session.post(f"{headquarters.url}/v1/enrol", json=message, headers=forwarded)
        codes.add(response.json()["code"])
    stranger.session.close()
    headquarters.close()
    assert ("try_later" not in codes) is counted_apart


def test_a_device_that_asks_without_a_pause_is_told_to_wait_and_others_are_not() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    for _request in range(int(REQUESTS_AT_ONCE)):
        pace.request("a")
    with pytest.raises(Trouble, match="try_later"):
        pace.request("a")
    pace.request("b")
    now[0] += 1.0
    for _request in range(50):
        pace.request("a")
    with pytest.raises(Trouble, match="try_later"):
        pace.request("a")
