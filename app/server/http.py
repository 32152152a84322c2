"""The server's routes: each hands a message to the server's half of a protocol step."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, FastAPI, Request, Response

from app.accounts.sign_in import device_of_token
from app.accounts.tables import Device, User
from app.foundation.clock import Clock
from app.foundation.errors import PaigongError, Rejection, Trouble
from app.storage.store import Store
from app.sync.enrolment.server import enrol
from app.sync.enrolment.wire import EnrolRequest
from app.sync.leases.server import lease
from app.sync.leases.wire import LeaseRequest
from app.sync.pull.server import answer
from app.sync.pull.wire import PullRequest
from app.sync.push.server import Perform, receive
from app.sync.push.wire import PushRequest
from app.sync.wire import MEDIA_TYPE, PROTOCOL, Message, MessageT, Refusal, pack, unpack

LARGEST_REQUEST = 16 * 1024 * 1024
"""Bytes of a compressed request."""

_STATUS = {
    "device_unknown": HTTPStatus.UNAUTHORIZED,
    "message_malformed": HTTPStatus.BAD_REQUEST,
    "protocol_unknown": HTTPStatus.UPGRADE_REQUIRED,
    "sign_in_failed": HTTPStatus.UNPROCESSABLE_ENTITY,
}

_log = logging.getLogger(__name__)


async def _body(request: Request) -> bytes:
    """The request's body, refused as soon as it grows too large."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_REQUEST:
            raise Trouble("message_malformed", detail="too large")
    return bytes(content)


Body = Annotated[bytes, Depends(_body)]


def make_server(store: Store, perform: Perform, clock: Clock) -> FastAPI:
    """The application that serves the protocol on this store."""
    application = FastAPI(title="Paigong", version="1", docs_url=None, redoc_url=None)

    def device(request: Request) -> tuple[Device, User]:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer":
            raise Trouble("device_unknown")
        with store.read() as reader:
            return device_of_token(reader, token)

    def step(path: str, message_type: type[MessageT], half: Callable[[MessageT, tuple[Device, User]], Message]) -> None:
        @application.post(path)
        def route(request: Request, body: Body) -> Response:
            known = device(request)
            return _reply(request, half(_message(request, body, message_type), known))

    @application.get("/v1/health")
    def health() -> dict[str, str]:
        with store.read():
            return {"status": "ok"}

    @application.post("/v1/enrol")
    def enrol_route(request: Request, body: Body) -> Response:
        return _reply(request, enrol(store, _message(request, body, EnrolRequest), clock.now()))

    step("/v1/push", PushRequest, lambda message, known: receive(store, perform, *known, message, clock.now()))
    step("/v1/pull", PullRequest, lambda message, known: answer(store, *known, message))
    step("/v1/leases", LeaseRequest, lambda message, known: lease(store, *known, message))

    @application.exception_handler(PaigongError)
    def refuse(request: Request, error: PaigongError) -> Response:
        return _refused(request, error)

    @application.exception_handler(Exception)
    def fail(request: Request, error: Exception) -> Response:
        _log.error("%s failed", request.url.path, exc_info=error)
        return _refused(request, Trouble("server_failed"))

    return application


def _message(request: Request, body: bytes, message_type: type[MessageT]) -> MessageT:
    message = unpack(body, request.headers.get("Content-Encoding", ""), message_type)
    if getattr(message, "protocol", PROTOCOL) != PROTOCOL:
        raise Trouble("protocol_unknown", protocol=PROTOCOL)
    return message


def _reply(request: Request, message: Message, status: int = HTTPStatus.OK) -> Response:
    zstd = "zstd" in request.headers.get("Accept-Encoding", "")
    headers = {"Content-Encoding": "zstd" if zstd else "gzip"}
    return Response(pack(message, zstd=zstd), status, headers, MEDIA_TYPE)


def _refused(request: Request, error: PaigongError) -> Response:
    fallback = HTTPStatus.UNPROCESSABLE_ENTITY if isinstance(error, Rejection) else HTTPStatus.INTERNAL_SERVER_ERROR
    params = {name: str(value) for name, value in error.params.items() if name not in {"detail", "path"}}
    return _reply(request, Refusal(code=error.code, params=params), _STATUS.get(error.code, fallback))
