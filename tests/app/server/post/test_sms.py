from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from app.foundation.ids import new_id
from app.messages.rules import MessageState, MessageWay
from app.messages.settings import SMS_SECRET, SmsGateway
from app.messages.tables import OutgoingMessage
from tests.app.server.post.conftest import Office

KAY = "912 34 567"


@dataclass
class Gateway:
    """Takes texts over HTTP; `statuses` are answers to the next requests in place of 200."""

    statuses: list[int] = field(default_factory=list)
    taken: list[dict[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    url: str = ""


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    monkeypatch.setenv(SMS_SECRET, "s3cret&x")
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._take(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def do_GET(self) -> None:
            self._take(urlsplit(self.path).query)

        def _take(self, query: str) -> None:
            status = gateway.statuses.pop(0) if gateway.statuses else 200
            if status == 200:
                gateway.taken.append({name: values[0] for name, values in parse_qs(query).items()})
                gateway.headers = dict(self.headers)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        gateway.url = f"http://127.0.0.1:{server.server_address[1]}/send"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield gateway
        server.shutdown()
        thread.join()


def by_form(gateway: Gateway) -> SmsGateway:
    return SmsGateway(
        url=gateway.url,
        form={"to": "{number}", "text": "{text}", "ref": "{id}"},
        headers={"Authorization": "Bearer {secret}"},
    )


def test_a_form_carries_number_text_and_the_id_that_tells_a_double(
    new_office: Callable[..., Office], gateway: Gateway
) -> None:
    office = new_office(sms=by_form(gateway))
    office.log(caller_phone=KAY)
    office.postman.go_round()
    message = office.message()
    assert message.way is MessageWay.SMS
    assert message.state is MessageState.SENT
    assert gateway.taken == [{"to": "91234567", "text": message.text, "ref": message.id}]
    assert gateway.headers["Authorization"] == "Bearer s3cret&x"


def test_what_stands_in_an_address_is_quoted(new_office: Callable[..., Office], gateway: Gateway) -> None:
    office = new_office(sms=SmsGateway(url=gateway.url + "?to={number}&text={text}&key={secret}"))
    office.log(caller_phone="+47 912 34 567")
    office.postman.go_round()
    assert gateway.taken == [{"to": "+4791234567", "text": office.message().text, "key": "s3cret&x"}]


def test_only_what_is_a_mobile_phone_gets_a_text(new_office: Callable[..., Office], gateway: Gateway) -> None:
    office = new_office(sms=by_form(gateway))
    for number in ("22 24 90 90", "", "call me", "1881", "912 34 567; drop"):
        office.log(new_id(), caller_phone=number)
    office.postman.go_round()
    assert gateway.taken == []


def test_what_the_gateway_refuses_is_given_up_or_tried_again(
    new_office: Callable[..., Office], gateway: Gateway
) -> None:
    office = new_office(sms=by_form(gateway))
    answers = {400: MessageState.FAILED, 302: MessageState.QUEUED, 429: MessageState.QUEUED, 500: MessageState.QUEUED}
    for status in answers:
        office.log(new_id(), caller_phone=KAY)
        gateway.statuses.append(status)
        office.postman.go_round()
    became = {message.failure: message.state for message in office.all(OutgoingMessage)}
    assert became == {f"HTTP {status}": state for status, state in answers.items()}


def test_a_gateway_that_does_not_let_us_in_is_logged_without_the_secret(
    new_office: Callable[..., Office], gateway: Gateway, expected_log: pytest.LogCaptureFixture
) -> None:
    office = new_office(sms=by_form(gateway))
    office.log(caller_phone=KAY)
    gateway.statuses.append(401)
    office.postman.go_round()
    assert office.message().state is MessageState.QUEUED
    assert "sms cannot be sent just now: 401" in expected_log.text
    assert "s3cret" not in expected_log.text


def test_no_secret_goes_over_the_network_unencrypted(
    new_office: Callable[..., Office], expected_log: pytest.LogCaptureFixture
) -> None:
    office = new_office(sms=SmsGateway(url="http://sms.example/send", form={"to": "{number}"}))
    office.log(caller_phone=KAY)
    office.postman.go_round()
    assert office.message().state is MessageState.QUEUED
    assert "Trouble" in expected_log.text
