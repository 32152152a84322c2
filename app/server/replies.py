"""Requests and replies over HTTP: what every route of the server does alike."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, TypeVar

from fastapi import Depends, Request, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app.accounts.devices import device_of_token
from app.accounts.rules import NOT_ADMITTED
from app.accounts.tables import Device, User
from app.foundation.errors import PaigongError, Rejection, Trouble
from app.foundation.logging import log_about
from app.server.authority import Server
from app.sync.wire import MEDIA_TYPE, Message, MessageT, Refusal, pack, unpack

T = TypeVar("T")

LARGEST_REQUEST = 16 * 1024 * 1024
"""Bytes of a request, as it comes and after decompression."""

STATUS: dict[str, int] = {
    **dict.fromkeys(NOT_ADMITTED, HTTPStatus.UNAUTHORIZED),
    "message_malformed": HTTPStatus.BAD_REQUEST,
    "protocol_unknown": HTTPStatus.UPGRADE_REQUIRED,
    "snapshot_unknown": HTTPStatus.NOT_FOUND,
    "try_later": HTTPStatus.TOO_MANY_REQUESTS,
    "attachment_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "upload_unknown": HTTPStatus.NOT_FOUND,
    "upload_out_of_step": HTTPStatus.CONFLICT,
    "too_many_uploads": HTTPStatus.TOO_MANY_REQUESTS,
    "chunk_damaged": 460,  # of tus
    "upload_damaged": 460,
    "content_unknown": HTTPStatus.NOT_FOUND,
}
"""The status of a refusal by its code; a rule that says no has 422, and what else went wrong is ours: 500."""

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


def known_device(server: Server, request: Request) -> tuple[Device, User]:
    """The device that sent this request, and its user.

    :raises PaigongError: ``device_unknown``, ``try_later``, ``device_fenced``, ``device_revoked``, ``user_inactive`` …
    """
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer":
        raise Trouble("device_unknown")
    device, user = device_of_token(server.store, token, server.clock.now())
    log_about(device_id=device.id)
    request.app.state.pace.request(device.id)
    return device, user


def message_of(request: Request, body: bytes, message_type: type[MessageT]) -> MessageT:
    """The message that a request carries.

    :raises Trouble: ``message_malformed``, ``protocol_unknown``
    """
    return unpack(body, request.headers.get("Content-Encoding", ""), message_type, LARGEST_REQUEST)


def answered(request: Request, half: Callable[[], Message]) -> Response:
    """What a half of the protocol replies, as a response."""
    return reply(request, attempted(half))


def attempted(half: Callable[[], T]) -> T:
    """What a half of the protocol comes to; our own mistakes are for our log, the laptop is told that we failed."""
    try:
        return half()
    except PaigongError:
        raise
    except Exception:  # noqa: BLE001 - whatever it was, the laptop keeps everything and tries again
        _log.exception("request failed")
        raise Trouble("server_failed") from None


def reply(request: Request, message: Message, status: int = HTTPStatus.OK) -> Response:
    """A message as a response."""
    zstd = "zstd" in request.headers.get("Accept-Encoding", "")
    headers = {"Content-Encoding": "zstd" if zstd else "gzip"}
    return Response(pack(message, zstd=zstd), status, headers, MEDIA_TYPE)


def refuse(request: Request, error: Exception) -> Response:
    """A rule says no, or the message is none; what our disk or database does wrong is ours and not told."""
    assert isinstance(error, PaigongError)  # noqa: S101 - Starlette calls it for nothing else
    log_about(code=error.code)
    status = STATUS.get(error.code, HTTPStatus.UNPROCESSABLE_ENTITY if isinstance(error, Rejection) else None)
    if status is None:
        if error.code != "server_failed":
            _log.error("request failed", exc_info=error)
        return reply(request, Refusal(code="server_failed", params={}), HTTPStatus.INTERNAL_SERVER_ERROR)
    params = {name: str(value) for name, value in error.params.items() if name != "detail"}
    response = reply(request, Refusal(code=error.code, params=params), status)
    if "seconds" in params:
        response.headers["Retry-After"] = params["seconds"]
    return response


def refuse_path(request: Request, error: Exception) -> Response:
    """A step that we do not have belongs to another version of the protocol; elsewhere there is nothing of ours."""
    assert isinstance(error, HTTPException)  # noqa: S101 - Starlette calls it for nothing else
    if not request.url.path.startswith("/v1/"):
        return Response(status_code=error.status_code, headers=error.headers)
    response = reply(request, Refusal(code="protocol_unknown", params={}), error.status_code)
    response.headers.update(error.headers or {})
    return response


def forget(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette hands both over
    """Whoever hung up in the middle of his message will send it again."""
    return Response(status_code=HTTPStatus.BAD_REQUEST)


REFUSALS = {PaigongError: refuse, HTTPException: refuse_path, ClientDisconnect: forget}
"""How each kind of error is answered."""
