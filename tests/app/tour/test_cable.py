from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from app.tour.cable import Cable


class Echo:
    """A server that says what it hears."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while True:
            connection, _address = self._listener.accept()
            with connection:
                while heard := connection.recv(100):
                    if heard == b"enough":
                        return
                    connection.sendall(heard)

    def close(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(b"enough")
            self._thread.join()
        self._listener.close()


@pytest.fixture
def echo() -> Iterator[Echo]:
    made = Echo()
    yield made
    made.close()


@pytest.fixture
def cable(echo: Echo) -> Iterator[Cable]:
    made = Cable(echo.port)
    yield made
    made.close()


def connect(cable: Cable) -> socket.socket:
    host, port = cable.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=10)


def said_back(connection: socket.socket, text: bytes) -> bytes:
    """What comes back; nothing where the connection is cut."""
    try:
        connection.sendall(text)
        return connection.recv(100)
    except OSError:
        return b""


def test_what_is_said_at_one_end_is_heard_at_the_other(cable: Cable) -> None:
    with connect(cable) as connection:
        assert said_back(connection, b"hello") == b"hello"
        assert said_back(connection, b"again") == b"again"


def test_unplugging_cuts_living_connections_and_lets_no_new_one_through(cable: Cable) -> None:
    with connect(cable) as living:
        assert said_back(living, b"hello") == b"hello"
        cable.unplug()
        assert said_back(living, b"still there?") == b""
    with connect(cable) as late:
        assert said_back(late, b"anybody?") == b""


def test_plugged_in_again_it_carries_at_the_same_address(cable: Cable) -> None:
    before = cable.url
    cable.unplug()
    cable.plug()
    assert cable.url == before
    with connect(cable) as connection:
        assert said_back(connection, b"hello") == b"hello"


def test_a_server_that_is_gone_cuts_the_laptop_off(echo: Echo) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    cable = Cable(listener.getsockname()[1])
    listener.close()
    with connect(cable) as connection:
        assert said_back(connection, b"hello") == b""
    cable.close()


def test_nothing_of_it_runs_on_once_it_is_closed(echo: Echo) -> None:
    cable = Cable(echo.port)
    with connect(cable) as connection:
        assert said_back(connection, b"hello") == b"hello"
        cable.close()
        assert said_back(connection, b"hello") == b""
    assert not [thread for thread in threading.enumerate() if thread.name == "cable"]
