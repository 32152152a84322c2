"""An IMAP server on loopback: a real one (pymap), which keeps its mails in memory."""

from __future__ import annotations

import asyncio
import imaplib
import ssl
import threading
from argparse import Namespace
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pysasl.hashing import BuiltinHash

LOGIN, PASSWORD = "desk", "pass word"


@dataclass
class ImapHost:
    """One mailbox with its INBOX, on a thread of its own. With `tls` it is spoken with inside of that only."""

    tls: ssl.SSLContext | None = None
    starttls: ssl.SSLContext | None = None
    port: int = 0
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(self._start())
        self.port = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def deliver(self, *mails: bytes, at: datetime) -> None:
        """Let these mails come, at an aware instant."""
        client = self._client()
        for mail in mails:
            status, _said = client.append("INBOX", "", imaplib.Time2Internaldate(at), mail)
            assert status == "OK"
        client.logout()

    def kept(self) -> list[bytes]:
        """What a person would see of each mail in the mailbox: its marks."""
        client = self._client()
        client.select("INBOX", readonly=True)
        _status, told = client.fetch("1:*", "(FLAGS)")
        client.logout()
        return [each for each in told if isinstance(each, bytes)]

    def _client(self) -> imaplib.IMAP4:
        if self.tls:
            trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
            client: imaplib.IMAP4 = imaplib.IMAP4_SSL("127.0.0.1", self.port, ssl_context=trusting, timeout=30)
        else:
            client = imaplib.IMAP4("127.0.0.1", self.port, timeout=30)
        client.login(LOGIN, PASSWORD)
        return client

    async def _start(self) -> asyncio.Server:
        arguments = Namespace(
            host=["127.0.0.1"],
            port="0",
            cert=None,
            key=None,
            tls=self.starttls is not None,
            debug=False,
            proxy_protocol=None,
            passlib_cfg=None,
            demo_data=False,
            demo_user=LOGIN,
            demo_password=PASSWORD,
        )
        quick = BuiltinHash(rounds=1)
        backend, config = await DictBackend.init(
            arguments, hash_context=quick, ssl_context=self.starttls, secure_auth=self.starttls is not None
        )
        config.apply_context()
        taken = ProxyProtocolReader(ProxyProtocolVersion.get(None)).get_callback(IMAPServer(backend.login, config))

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            await taken(reader, writer)

        return await asyncio.start_server(serve, "127.0.0.1", self.port, ssl=self.tls)

    async def _stop(self) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()
