"""Whoever speaks to the server without being a laptop of ours gets a refusal in our words, and nothing breaks."""

from __future__ import annotations

import gzip
import logging
import socket
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
import zstandard

from app.accounts.rules import Role
from app.sync.check.wire import CheckRequest
from app.sync.enrolment.wire import EnrolRequest
from app.sync.leases.wire import LeaseRequest
from app.sync.pull.wire import PullRequest
from app.sync.push.wire import LARGEST_PUSH, PushRequest
from app.sync.tokens.wire import TokenRequest
from app.sync.wire import PROTOCOL
from tests.app.server.conftest import STEPS, Stranger, fields_of
from tests.app.sync.conftest import PASSWORD

SOUND: dict[str, dict[str, Any]] = {
    "enrol": fields_of(EnrolRequest(protocol=PROTOCOL, login="li", password="x", device_name="x", settled_sequence=0)),
    "push": fields_of(PushRequest(protocol=PROTOCOL, epoch="x", commands=[])),
    "pull": fields_of(PullRequest(protocol=PROTOCOL, epoch="x", cursor=0, scopes="", settled_sequence=0)),
    "leases": fields_of(LeaseRequest(protocol=PROTOCOL, series=[])),
    "tokens": fields_of(TokenRequest(protocol=PROTOCOL, token="x")),
    "check": fields_of(CheckRequest(protocol=PROTOCOL, epoch="x", cursor=0, scopes="", table="x", columns=[])),
}
ENVELOPE = {
    "command_id": "c1",
    "sequence": 1,
    "name": "directory.add_team",
    "version": 1,
    "body": {"id": "t1", "name": "North"},
    "occurred_at": 0,
}
NESTED = b"[" * 100_000 + b"]" * 100_000
ODD_WORDS = ["a\0b", "x" * 100_000, 7, None, ["x"], {}]
TELLING = {"protocol": "protocol_unknown", "password": "sign_in_failed"}
"""Fields that may be any text, and what is then said of it."""
ODD_NUMBERS = [-1, 2**63, 10**30, "1", 1.5, None, True]


@pytest.mark.parametrize("step", STEPS[1:])
def test_without_a_token_that_we_gave_nobody_gets_in(stranger: Stranger, step: str) -> None:
    body = msgspec.json.encode(SOUND[step])
    for authorization in (
        "",
        "Bearer",
        "Bearer ",
        f"Basic {stranger.token}",
        f"Bearer {stranger.token}x",
        stranger.token,
        "Bearer é\xff",
        "B" * 9000,
    ):
        answer = stranger.send(step, body, Authorization=authorization)
        assert (answer.status, answer.code) == (401, "device_unknown"), authorization
    assert stranger.send(step, body).code == "device_unknown"
    assert stranger.send(step, b"nonsense").code == "device_unknown"
    sound = {**SOUND[step], "token": stranger.token} if step == "tokens" else SOUND[step]
    assert stranger.say(step, sound, token=stranger.token).status == 200


@pytest.mark.parametrize("step", STEPS)
def test_what_is_no_message_is_refused_in_our_words(stranger: Stranger, step: str) -> None:
    sound = msgspec.json.encode(SOUND[step])
    bomb = b"[" + b" " * 20_000_000
    for content, encoding in [
        (b"", ""),
        (b"{}", ""),
        (b"[]", ""),
        (b"null", ""),
        (b"\xff\xfe\0", ""),
        (sound[:-1], ""),
        (sound.replace(PROTOCOL.encode(), b"\\ud800"), ""),
        (sound.replace(PROTOCOL.encode(), b"\xff"), ""),
        (NESTED, ""),
        (b'{"a":' * 100_000, ""),
        (b'{"protocol":' + NESTED + b"}", ""),
        (b'{"commands":[{"body":' + NESTED + b"}]}", ""),
        (sound, "gzip"),
        (sound, "zstd"),
        (gzip.compress(sound)[:-9], "gzip"),
        (gzip.compress(sound)[:12] + b"\xff" * 40, "gzip"),
        (zstandard.compress(sound)[:-2], "zstd"),
        (gzip.compress(bomb, 1), "gzip"),
        (zstandard.compress(bomb, 1), "zstd"),
        (gzip.compress(sound), "br"),
        (gzip.compress(sound), ""),
        (b" " * 17_000_000, ""),
    ]:
        answer = stranger.send(step, content, token=stranger.token, encoding=encoding)
        assert (answer.status, answer.code) == (400, "message_malformed"), (content[:60], encoding)


@pytest.mark.parametrize("step", STEPS)
def test_a_message_with_a_field_that_is_none_is_refused(stranger_at_postgres: Stranger, step: str) -> None:
    stranger = stranger_at_postgres
    for name, value in SOUND[step].items():
        if value is None or isinstance(value, dict):
            continue  # these may be left out, and are no single value
        odd: list[Any] = ODD_NUMBERS if isinstance(value, int) else ODD_WORDS
        if isinstance(value, list):
            odd = ["x", None, {}, [7], [None], [{}], [["x"]], ["a\0b"], ["x" * 100_000], ["W26"] * 10_000]
        for instead in odd:
            answer = stranger.say(step, {**SOUND[step], name: instead}, token=stranger.token)
            expected = TELLING.get(name, "message_malformed") if isinstance(instead, str) else "message_malformed"
            assert answer.code in {expected, "message_malformed"}, (name, instead)
            assert 400 <= answer.status < 500
    assert stranger.say(step, {**SOUND[step], "more": 1}, token=stranger.token).code == "message_malformed"
    older = stranger.say(step, {**SOUND[step], "protocol": "2020-01-01"}, token=stranger.token)
    assert (older.status, older.code) == (426, "protocol_unknown")


def test_an_envelope_that_is_none_is_refused(stranger_at_postgres: Stranger) -> None:
    stranger = stranger_at_postgres
    odd: dict[str, list[Any]] = {
        "command_id": [*ODD_WORDS, "", "a|b", "a b", "命令"],
        "sequence": [0, *ODD_NUMBERS],
        "name": [*ODD_WORDS, "", "Directory.AddTeam\n"],
        "version": [0, *ODD_NUMBERS],
        "occurred_at": [2**63, 10**30, -(10**30), "1", None, 253_402_300_800_000_000],
        "body": ["x", None, 7, [], {"a": {"b": {"c": {"d": {}}}}}],
    }
    for name, values in odd.items():
        for value in values:
            answer = stranger.say(
                "push", {**SOUND["push"], "commands": [{**ENVELOPE, name: value}]}, token=stranger.token
            )
            assert (answer.status, answer.code) == (400, "message_malformed"), (name, value)


def test_too_many_commands_at_once_are_refused(stranger: Stranger) -> None:
    answer = stranger.say("push", {**SOUND["push"], "commands": [ENVELOPE] * (LARGEST_PUSH + 1)}, token=stranger.token)
    assert (answer.status, answer.code) == (400, "message_malformed")


@pytest.mark.parametrize("path", ["nonsense", "openapi.json", "%00", "PUSH"])
def test_a_step_that_is_none_is_of_another_protocol(stranger: Stranger, path: str) -> None:
    assert stranger.send(path, b"{}").code == "protocol_unknown"


def test_there_is_nothing_but_the_steps(stranger: Stranger) -> None:
    for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS"):
        for path in ("/v1/push", "/", "/elsewhere/v1/push", "/docs", "/redoc", "/v1/../etc/passwd"):
            response = stranger.session.request(method, stranger.headquarters.url + path)
            assert 400 <= response.status_code < 500, (method, path)
            assert (b"protocol_unknown" in response.content) is (path == "/v1/push")


def test_an_unknown_name_and_a_wrong_password_are_told_alike(stranger: Stranger) -> None:
    stranger.headquarters.add_user("zhang", Role.ENGINEER)
    answers = [
        stranger.say("enrol", {**SOUND["enrol"], "login": login, "password": password})
        for login, password in [
            ("li", "wrong"),
            ("nobody", "wrong"),
            ("", ""),
            ("Li", PASSWORD),
            ("li' OR 1=1 --", "x"),
        ]
    ]
    assert {(answer.status, answer.text) for answer in answers} == {(422, '{"code":"sign_in_failed","params":{}}')}


def test_nothing_secret_is_logged(stranger: Stranger, expected_log: pytest.LogCaptureFixture) -> None:
    expected_log.set_level(logging.DEBUG)
    stranger.say("enrol", {**SOUND["enrol"], "password": PASSWORD + "x"})
    fresh = stranger.enrol("li")
    stranger.say("pull", SOUND["pull"], token=fresh)
    stranger.say("pull", {**SOUND["pull"], "cursor": -1}, token=fresh)
    assert fresh not in expected_log.text
    assert PASSWORD not in expected_log.text


def test_a_laptop_that_hangs_up_in_the_middle_harms_nobody(stranger: Stranger) -> None:
    port = urlsplit(stranger.headquarters.url).port
    for spoken in (
        b"",
        b"POST /v1/push HT",
        b"POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
        b"POST /v1/push HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
    ):
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(spoken)
    assert stranger.say("pull", SOUND["pull"], token=stranger.token).status == 200
