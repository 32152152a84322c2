"""A stream over HTTP that the server keeps open, heard chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from app.sync.trust import not_reached

if TYPE_CHECKING:
    import requests

_LARGEST_CHUNK = 16 * 1024


class EventStream:
    """A stream that the server keeps open."""

    def __init__(self, url: str, response: requests.Response, silence_seconds: float) -> None:
        self._url = url
        self._response = response
        self._silence_seconds = silence_seconds

    def __iter__(self) -> Iterator[bytes]:
        """Whatever has come, as soon as it comes.

        :raises Trouble: ``server_unreachable``: it was silent for too long, or broke off
        """
        raw = self._response.raw
        try:
            while chunk := raw.read1(_LARGEST_CHUNK, decode_content=False):
                if raw.connection is not None and raw.connection.sock is not None:
                    raw.connection.sock.settimeout(self._silence_seconds)
                yield chunk
        except broken() as error:
            raise not_reached(self._url, error) from error
        finally:
            self._response.close()

    def hang_up(self) -> None:
        """Hear nothing more, also in another thread that waits for the next word."""
        with suppress(OSError, ValueError, RuntimeError):  # it may end by itself just now
            self._response.raw.shutdown()


def broken() -> tuple[type[Exception], ...]:
    """What is raised where a connection is none, or is none any more."""
    import requests
    import urllib3

    return requests.RequestException, urllib3.exceptions.HTTPError, OSError
