"""What operators see of a running server: its log, its health, its figures; and nothing secret in any of them."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from app.files import folder
from app.foundation.errors import Trouble
from app.foundation.logging import JsonLines, log_event, logging_about
from app.server.health import health_of
from app.server.metrics import Metrics
from app.sync.enrolment.wire import EnrolRequest
from app.sync.wire import PROTOCOL
from tests.app.server.conftest import STEPS, Stranger
from tests.app.server.test_strangers import ENVELOPE, SOUND
from tests.app.sync.conftest import PASSWORD

NOBODYS_PASSWORD = "nobody's 9f3e secret"
NAME = "Ада Лавлейс 李雷"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the server would write."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger("app")
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def answered(log: io.StringIO, step: str) -> list[dict[str, object]]:
    return [line for line in lines(log) if line["event"] == "answered" and line.get("step") == step]


def test_no_secret_that_any_route_was_told_is_in_the_log(
    stranger: Stranger, log: io.StringIO, expected_log: pytest.LogCaptureFixture
) -> None:
    expected_log.set_level(logging.DEBUG)
    fresh = stranger.enrol("li")
    stolen = "stolen-token-4711"
    for step in STEPS:
        for token in (fresh, stolen):
            stranger.say(step, {**SOUND[step], "password": NOBODYS_PASSWORD, "login": NAME}, token=token)
            stranger.send(step, f"{NAME} {NOBODYS_PASSWORD}".encode(), token=token, encoding=NOBODYS_PASSWORD)
    stranger.say("enrol", {**SOUND["enrol"], "login": NAME, "password": NOBODYS_PASSWORD})
    body = {"id": "t9", "name": NAME}
    for name in ("directory.add_team", "directory.add_person", "nonsense"):
        command = {**ENVELOPE, "command_id": name.replace(".", "_"), "name": name, "body": body}
        stranger.say("push", {**SOUND["push"], "commands": [command]}, token=fresh)
    for path in (f"/v1/health?token={stolen}", f"/metrics?{stolen}", f"/v1/{stolen}", f"/{stolen}", "/openapi.json"):
        stranger.session.get(stranger.headquarters.url + path, headers={"Cookie": f"session={stolen}"})
    written = log.getvalue()
    assert answered(log, "pull")
    for secret in (fresh, stolen, PASSWORD, NOBODYS_PASSWORD, NAME):
        assert secret not in written
        assert json.dumps(secret)[1:-1] not in written


def test_an_answer_is_logged_with_what_it_was_about(stranger: Stranger, log: io.StringIO) -> None:
    request = EnrolRequest(protocol=PROTOCOL, login="li", password=PASSWORD, device_name="x", settled_sequence=0)
    enrolled = stranger.session.post(f"{stranger.headquarters.url}/v1/enrol", data=msgspec.json.encode(request)).json()
    stranger.say("pull", SOUND["pull"], token=enrolled["token"])
    stranger.say("push", SOUND["push"], token="stolen")
    (pulled,) = answered(log, "pull")
    (pushed,) = answered(log, "push")
    assert pulled["device_id"] == enrolled["device_id"]
    assert pulled["status"] == 200
    assert {"time", "level", "request_id", "milliseconds", "bytes", "rows"} <= pulled.keys()
    assert (pushed["status"], pushed["code"]) == (401, "device_unknown")
    assert "device_id" not in pushed
    assert pulled["request_id"] != pushed["request_id"]


def test_an_error_is_logged_by_its_class_and_its_places_but_never_by_its_words(log: io.StringIO) -> None:
    logger = logging.getLogger("app.test")
    logger.setLevel(logging.DEBUG)
    with logging_about(request_id="r1"):
        try:
            int(PASSWORD)
        except ValueError:
            logger.info("it failed", exc_info=True)
        log_event(logger, "counted", rows=3)
    failed, counted = lines(log)
    assert PASSWORD not in log.getvalue()
    assert failed["error"] == "ValueError"
    assert failed["places"][0].startswith("tests/app/server/test_watching.py:")  # type: ignore[index]  # a list
    assert (counted["event"], counted["rows"], counted["request_id"]) == ("counted", 3, "r1")


def test_health_says_what_is_wrong(stranger: Stranger, expected_log: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    url = f"{stranger.headquarters.url}/v1/health"
    whole = {"status": "ok", "database": "ok", "migrations": "ok", "disk": "ok", "files": "ok"}
    assert stranger.session.get(url).json() == whole
    assert stranger.session.get(f"{url}/live").json() == {"status": "ok"}
    full = health_of(stranger.headquarters.server, lambda _folder: 1000)
    assert full.as_json() == {**whole, "status": "failing", "disk": "full"}


def test_a_server_whose_database_was_written_by_another_version_is_not_ready(stranger_at_postgres: Stranger) -> None:
    stranger = stranger_at_postgres
    engine = stranger.headquarters.server.store.engine
    for revision, said in (("9999", "ahead"), ("0000", "behind")):
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = %s", (revision,))
        response = stranger.session.get(f"{stranger.headquarters.url}/v1/health")
        assert (response.status_code, response.json()["migrations"]) == (503, said)


def test_requests_commands_and_rows_are_counted(stranger_at_postgres: Stranger) -> None:
    stranger = stranger_at_postgres
    epoch = stranger.session.post(f"{stranger.headquarters.url}/v1/enrol", data=msgspec.json.encode(_sign_in())).json()[
        "epoch"
    ]
    command = {**ENVELOPE, "body": {"id": "t1", "name": "North"}}
    odd = {**ENVELOPE, "command_id": "c2", "sequence": 2, "name": "made.up"}
    stranger.say("push", {**SOUND["push"], "epoch": epoch, "commands": [command, odd]}, token=stranger.token)
    stranger.say("pull", SOUND["pull"], token=stranger.token)
    shown = stranger.headquarters.figures()
    assert 'paigong_requests_total{status="200",step="push"} 1.0' in shown
    assert 'paigong_commands_total{name="directory.add_team",verdict="applied"} 1.0' in shown
    assert 'paigong_commands_total{name="unknown",verdict="rejected"} 1.0' in shown
    assert "paigong_command_age_seconds_count 2.0" in shown
    assert "paigong_pulled_rows_total 0.0" not in shown


def _sign_in() -> EnrolRequest:
    return EnrolRequest(protocol=PROTOCOL, login="li", password=PASSWORD, device_name="x", settled_sequence=0)


def test_paths_that_strangers_invent_make_no_figures_of_their_own(stranger: Stranger) -> None:
    for path in ("/v1/teleport", "/secret", "/v1/push/x"):
        stranger.session.get(stranger.headquarters.url + path)
    shown = stranger.headquarters.figures()
    assert "teleport" not in shown
    assert 'step="unknown"' in shown


def test_figures_are_shown_on_a_port_of_their_own_and_nowhere_else(stranger: Stranger) -> None:
    assert stranger.session.get(f"{stranger.headquarters.url}/metrics").status_code == 404
    metrics = Metrics()
    metrics.answered("pull", 200, 0.1, 10, {"rows": 3})
    with metrics.shown_on(0) as port:
        shown = stranger.session.get(f"http://127.0.0.1:{port}/metrics").text
        with pytest.raises(Trouble, match="port_in_use"), metrics.shown_on(port):
            pass
    assert "paigong_pulled_rows_total 3.0" in shown


def test_a_store_for_files_that_fails_is_told_while_laptops_are_served_all_the_same(
    stranger: Stranger, expected_log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"{stranger.headquarters.url}/v1/health"
    monkeypatch.setattr(folder, "LEAST_FREE_BYTES", 2**62)
    full = stranger.session.get(url)
    assert (full.status_code, full.json()["status"], full.json()["files"]) == (200, "limited", "full")
    monkeypatch.setattr("app.files.folder.os.access", lambda *_asked: False)
    assert stranger.session.get(url).json()["files"] == "unreachable"
    assert len(expected_log.records) >= 2


def test_two_servers_in_one_process_count_for_themselves() -> None:
    one, other = Metrics(), Metrics()
    one.answered("pull", 200, 0.1, 10, {"rows": 3})
    one.ticked()
    assert b"paigong_pulled_rows_total 3.0" in one.exposed()
    assert b"paigong_pulled_rows_total 0.0" in other.exposed()
    assert b"paigong_last_tick_seconds 0.0" in other.exposed()
    assert b"paigong_last_tick_seconds 0.0" not in one.exposed()
