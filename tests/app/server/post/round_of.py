"""One round of a postman or a fetcher in a process of its own, which says on its standard output when it may be killed.

usage: python -m tests.app.server.post.round_of postman|fetcher HOME PORT FUNCTION
`FUNCTION` (module:name) is where it stops for good, after the mail was handed over and before that is kept.
"""

from __future__ import annotations

import sys
import threading
from importlib import import_module
from pathlib import Path

from app.bootstrap import open_server
from app.foundation.home import Home
from app.messages.settings import Mailbox, MailServer, MessageSettings, Security
from app.server.post.fetcher import Fetcher
from app.server.post.postman import Postman
from tests.fakes import FakeClock
from tests.imap import LOGIN


def main(who: str, home: str, port: str, stops_in: str) -> None:
    module, _colon, name = stops_in.partition(":")
    setattr(import_module(module), name, _stop)
    smtp = MailServer(host="127.0.0.1", port=int(port), security=Security.NONE)
    imap = Mailbox(host="127.0.0.1", port=int(port), security=Security.NONE, login=LOGIN)
    settings = MessageSettings(address="desk@service.example", service="Service desk", smtp=smtp, imap=imap)
    server = open_server(Home(Path(home)), "", FakeClock(), messages=settings)
    rounds = Postman(server, settings, 3600) if who == "postman" else Fetcher(server, settings, imap, 3600)
    rounds.go_round()


def _stop(*_given: object) -> None:
    print("now", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
