"""The socket that laptops come in at."""

from __future__ import annotations

import asyncio
import socket

from app.server.door import listen


def test_an_answer_is_not_held_back_until_its_beginning_was_acknowledged() -> None:
    async def first_caller() -> int:
        came: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted = writer.get_extra_info("socket")
            came.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(greet, sock=listen("127.0.0.1", 0)) as server:
            _reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            sends_at_once = await came
            writer.close()
            await writer.wait_closed()
        return sends_at_once

    assert asyncio.run(first_caller())
