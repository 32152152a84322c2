"""Around every request: an id that stands in all its log lines, one line when it is answered, and its figures."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.foundation.ids import new_id
from app.foundation.logging import log_event, logging_about
from app.server.metrics import Metrics

_log = logging.getLogger(__name__)


class Observing:
    """ASGI middleware. A path that is none of `paths` is counted as one: paths come from whoever asks."""

    def __init__(self, app: ASGIApp, metrics: Metrics, paths: Iterable[str]) -> None:
        self._app = app
        self._metrics = metrics
        self._paths = frozenset(paths)
        self._folders = frozenset(path.partition("/{")[0] for path in self._paths if "{" in path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        step = self._step_of(scope["path"])
        status, size, request_id, begun = 0, 0, new_id(), time.perf_counter()
        is_told = False

        def tell() -> None:
            nonlocal is_told
            seconds = time.perf_counter() - begun
            self._metrics.answered(step, status, seconds, size, about)
            log_event(_log, "answered", status=status, milliseconds=round(seconds * 1000, 1), bytes=size)
            is_told = True

        async def sending(message: Message) -> None:
            """Whoever has got the whole answer finds it told: the last piece goes out after that."""
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            size += len(message.get("body", b""))
            if message["type"] == "http.response.body" and not message.get("more_body"):
                tell()
            await send(message)

        with logging_about(request_id=request_id, step=step) as about:
            try:
                await self._app(scope, receive, sending)
            finally:
                if not is_told:
                    tell()

    def _step_of(self, path: str) -> str:
        """What a path is counted as; the last part of one such as ``/v1/contents/{digest}`` is left out."""
        known = path if path in self._paths else path.rpartition("/")[0]
        return known.removeprefix("/v1/") if known in self._paths | self._folders else "unknown"
