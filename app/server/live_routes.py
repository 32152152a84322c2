"""Where laptops listen: an event stream that stays open, and a question that is answered when there is news.

Both wait in the event loop, so that thousands of them need no thread; only the database is asked in one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from app.accounts.users import grants_of
from app.server.authority import Server
from app.server.doorbell import Doorbell
from app.server.replies import Body, attempted, known_device, message_of, reply
from app.sync.live.server import Listener, news_for
from app.sync.live.wire import ANYTHING, HEARTBEAT, HEARTBEAT_SECONDS, News, WaitRequest, event_of
from app.sync.pull.server import DeviceScopes
from app.sync.wire import PROTOCOL, PROTOCOL_HEADER, STREAM_TYPE, check_protocol

T = TypeVar("T")


class HungUp(Exception):
    """The server lets go of whoever listens."""


class Mailbox:
    """Carries news from the doorbell's thread to one listener in the event loop; what he has not taken yet is one."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._something = asyncio.Event()
        self._news: News | None = None
        self._is_hung_up = False

    def hear(self, news: News | None) -> None:
        """Put something in, in any thread; None is the end. Where the loop has ended already nobody waits any more."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._put, news)

    async def take(self, seconds: float) -> News | None:
        """The next news; None where there are none for so long.

        :raises HungUp: nothing more will come
        """
        try:
            async with asyncio.timeout(seconds):
                await self._something.wait()
        except TimeoutError:
            return None
        if self._is_hung_up:
            raise HungUp
        self._something.clear()
        news, self._news = self._news, None
        return news

    def _put(self, news: News | None) -> None:
        self._is_hung_up = self._is_hung_up or news is None
        self._news = news
        self._something.set()


def add_live_routes(application: FastAPI, server: Server) -> None:
    """Let laptops listen, and begin to ring for them."""
    doorbell, store = server.doorbell, server.store
    doorbell.start()

    @application.get("/v1/live")
    async def live(request: Request) -> Response:
        check_protocol(request.headers.get(PROTOCOL_HEADER, PROTOCOL))
        caller = await _asked(lambda: _caller(server, request))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_stream(doorbell, *caller), headers=headers, media_type=STREAM_TYPE)

    @application.post("/v1/wait")
    async def wait(request: Request, body: Body) -> Response:
        message = message_of(request, body, WaitRequest)
        device_id, scopes = await _asked(lambda: _caller(server, request))
        with _listening(doorbell, device_id, scopes) as mailbox:
            news = await _asked(lambda: news_for(store, scopes, message))
            if not news.topics and message.seconds:
                try:
                    news = await mailbox.take(message.seconds) or news
                except HungUp:  # and may get other rows by now
                    news = doorbell.stamped.news([ANYTHING])
        return reply(request, news)


async def _asked(question: Callable[[], T]) -> T:
    """What the database says, asked in a thread."""
    return await run_in_threadpool(attempted, question)


def _caller(server: Server, request: Request) -> tuple[str, DeviceScopes]:
    """The device that wants to listen, and what it gets."""
    device, user = known_device(server, request)
    with server.store.read() as reader:
        return device.id, DeviceScopes(grants_of(reader, user.id), user.person_id)


@contextmanager
def _listening(doorbell: Doorbell, device_id: str, scopes: DeviceScopes) -> Iterator[Mailbox]:
    mailbox = Mailbox()
    listener = Listener(device_id, scopes, mailbox.hear)
    doorbell.listeners.join(listener)
    try:
        yield mailbox
    finally:
        doorbell.listeners.leave(listener)


async def _stream(doorbell: Doorbell, device_id: str, scopes: DeviceScopes) -> AsyncIterator[bytes]:
    """Says at once how far the server is: whoever listens anew may have missed something."""
    with _listening(doorbell, device_id, scopes) as mailbox:
        yield event_of(doorbell.stamped.news())
        try:
            while True:
                news = await mailbox.take(HEARTBEAT_SECONDS)
                yield event_of(news) if news else HEARTBEAT
        except HungUp:
            return
