"""Each answer tells what time it is here, so that a laptop can measure how its own clock goes."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.foundation.clock import Clock
from app.storage.columns import instant_to_stored
from app.sync.clocks.wire import TIME_HEADER


class TellingTime:
    """ASGI middleware: the time is that of the answer's beginning."""

    def __init__(self, app: ASGIApp, clock: Clock) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[TIME_HEADER] = str(instant_to_stored(self._clock.now()))
            await send(message)

        await self._app(scope, receive, telling)
