"""The server's routes: each hands a message to the server's half of a protocol step."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app.accounts.sign_in import device_of_token
from app.accounts.tables import Device, User
from app.foundation.errors import PaigongError, Rejection, Trouble
from app.server.authority import Server
from app.sync.enrolment.server import enrol
from app.sync.enrolment.wire import EnrolRequest
from app.sync.leases.server import lease
from app.sync.leases.wire import LeaseRequest
from app.sync.pull.server import answer
from app.sync.pull.wire import PullRequest
from app.sync.push.server import receive
from app.sync.push.wire import PushRequest
from app.sync.wire import MEDIA_TYPE, Message, MessageT, Refusal, pack, unpack

LARGEST_REQUEST = 16 * 1024 * 1024
"""Bytes of a request, as it comes and after decompression."""

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


def make_server(server: Server) -> FastAPI:
    """The application that serves the protocol on this server's store."""
    store, perform, clock = server.store, server.runner.perform, server.clock
    application = FastAPI(title="Paigong", version="1", docs_url=None, redoc_url=None, openapi_url=None)
    application.add_exception_handler(PaigongError, _refuse)
    application.add_exception_handler(HTTPException, _refuse_path)
    application.add_exception_handler(ClientDisconnect, _forget)

    def device(request: Request) -> tuple[Device, User]:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer":
            raise Trouble("device_unknown")
        with store.read() as reader:
            return device_of_token(reader, token)

    def step(path: str, message_type: type[MessageT], half: Callable[[MessageT, tuple[Device, User]], Message]) -> None:
        @application.post(path)
        def route(request: Request, body: Body) -> Response:
            def reply() -> Message:
                known = device(request)
                return half(_message(request, body, message_type), known)

            return _answered(request, reply)

    @application.get("/v1/health")
    def health() -> dict[str, str]:
        with store.read():
            return {"status": "ok"}

    @application.post("/v1/enrol")
    def enrol_route(request: Request, body: Body) -> Response:
        return _answered(request, lambda: enrol(store, _message(request, body, EnrolRequest), clock.now()))

    step("/v1/push", PushRequest, lambda message, known: receive(store, perform, *known, message, clock.now()))
    step("/v1/pull", PullRequest, lambda message, known: answer(store, *known, message))
    step("/v1/leases", LeaseRequest, lambda message, known: lease(store, *known, message))
    return application


def _answered(request: Request, half: Callable[[], Message]) -> Response:
    """What a half of the protocol replies; our own mistakes are for our log, the laptop is told that we failed."""
    try:
        return _reply(request, half())
    except PaigongError:
        raise
    except Exception:  # noqa: BLE001 - whatever it was, the laptop keeps everything and tries again
        _log.exception("%s failed", request.url.path)
        raise Trouble("server_failed") from None


def _message(request: Request, body: bytes, message_type: type[MessageT]) -> MessageT:
    return unpack(body, request.headers.get("Content-Encoding", ""), message_type, LARGEST_REQUEST)


def _reply(request: Request, message: Message, status: int = HTTPStatus.OK) -> Response:
    zstd = "zstd" in request.headers.get("Accept-Encoding", "")
    headers = {"Content-Encoding": "zstd" if zstd else "gzip"}
    return Response(pack(message, zstd=zstd), status, headers, MEDIA_TYPE)


def _refuse(request: Request, error: Exception) -> Response:
    """A rule says no, or the message is none; what our disk or database does wrong is ours and not told."""
    assert isinstance(error, PaigongError)  # noqa: S101 - Starlette calls it for nothing else
    status = _STATUS.get(error.code, HTTPStatus.UNPROCESSABLE_ENTITY if isinstance(error, Rejection) else None)
    if status is None:
        if error.code != "server_failed":
            _log.error("%s failed: %s", request.url.path, error)
        return _reply(request, Refusal(code="server_failed", params={}), HTTPStatus.INTERNAL_SERVER_ERROR)
    params = {name: str(value) for name, value in error.params.items() if name != "detail"}
    return _reply(request, Refusal(code=error.code, params=params), status)


def _refuse_path(request: Request, error: Exception) -> Response:
    """A step that we do not have belongs to another version of the protocol; elsewhere there is nothing of ours."""
    assert isinstance(error, HTTPException)  # noqa: S101 - Starlette calls it for nothing else
    if not request.url.path.startswith("/v1/"):
        return Response(status_code=error.status_code)
    return _reply(request, Refusal(code="protocol_unknown", params={}), error.status_code)


def _forget(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette hands both over
    """Whoever hung up in the middle of his message will send it again."""
    return Response(status_code=HTTPStatus.BAD_REQUEST)
