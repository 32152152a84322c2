"""Running the server that laptops agree with. FastAPI is loaded only when it is served."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from app.bootstrap import open_server
from app.foundation.errors import Trouble
from app.foundation.logging import log_as_json
from app.foundation.sentences import declare
from app.foundation.translation import N_, _
from app.messages.settings import read_message_settings
from app.server.ticker import TICK_SECONDS

declare(
    {
        "server_packages_missing": N_(
            "The server's packages are not installed here ({detail}). Install Paigong with its server part."
        ),
    }
)


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    serve = commands.add_parser("serve", help=_("run the server that laptops agree with"))
    name_database(serve)
    name_files_place(serve)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8460)
    serve.add_argument(
        "--tick", type=seconds, default=TICK_SECONDS, help=_("seconds between two looks at what has fallen due")
    )
    serve.add_argument(
        "--metrics-port",
        type=int,
        metavar="PORT",
        help=_("show figures for Prometheus on this port, to this machine only"),
    )
    serve.add_argument("--certificate", type=Path, help=_("file with the server's certificate and its chain (PEM)"))
    serve.add_argument("--key", type=Path, help=_("file with the key of the certificate (PEM)"))
    serve.add_argument(
        "--trusted-proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help=_("of a proxy that speaks TLS with laptops and names them truly; may be repeated"),
    )
    serve.add_argument(
        "--messages",
        type=Path,
        metavar="FILE",
        help=_("tell callers by e-mail and SMS what happens to their orders, by the settings in this file (JSON)"),
    )
    serve.set_defaults(run=_serve)


def name_database(parser: argparse.ArgumentParser) -> None:
    """Let a command of the server be told where its database is."""
    parser.add_argument("--database", default="", help=_("postgresql+psycopg://… instead of a file in the folder"))


def name_files_place(parser: argparse.ArgumentParser) -> None:
    """Let a command of the server be told where it keeps the contents of files."""
    parser.add_argument(
        "--files",
        default="",
        metavar="PLACE",
        help=_("keep the contents of files in this folder or s3://bucket/prefix"),
    )


def seconds(text: str) -> float:
    """A time to wait that somebody wrote, longer than none.

    :raises ValueError: it is none; the parser makes a sentence of it
    """
    duration = float(text)
    if not 0 < duration < float("inf"):
        raise ValueError(text)
    return duration


def _serve(arguments: argparse.Namespace) -> int:
    try:
        from app.server.door import Door
        from app.server.serve import serve
    except ModuleNotFoundError as error:
        raise Trouble("server_packages_missing", detail=error.name) from error

    log_as_json(sys.stderr)
    messages = read_message_settings(arguments.messages) if arguments.messages else None
    door = Door(arguments.certificate, arguments.key, tuple(arguments.trusted_proxy))
    listener = door.open(arguments.host, arguments.port)
    server = open_server(arguments.home, arguments.database, files=arguments.files, messages=messages)
    address = "{}://{}:{}".format(door.scheme, *listener.getsockname()[:2])

    def started(metrics_port: int | None) -> None:
        print(_("Serving on {address}").format(address=address), flush=True)
        if metrics_port is not None:
            print(_("Figures are on {address}").format(address=f"http://127.0.0.1:{metrics_port}/metrics"), flush=True)

    serve(
        server,
        listener,
        started,
        door=door,
        tick_seconds=arguments.tick,
        metrics_port=arguments.metrics_port,
        messages=messages,
    )
    return 0
