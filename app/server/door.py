"""Where laptops come in: a socket that is ours, encrypted unless nobody on the way can read along."""

from __future__ import annotations

import errno
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.sync.trust import is_this_machine

declare(
    {
        "port_in_use": N_(
            "Another program already listens on {host}:{port}. Stop it, or choose another port with --port."
        ),
        "port_not_allowed": N_("It is not possible to listen on {host}:{port} ({detail}). Choose another with --port."),
        "certificate_unreadable": N_(
            "The server's certificate {path} cannot be used with its key ({detail}). Give both as PEM files that "
            "belong together, with --certificate and --key."
        ),
        "certificate_needed": N_(
            "On {host} laptops would send their passwords and their work unencrypted. Give a certificate with "
            "--certificate and --key, or name the proxy in front of this server with --trusted-proxy."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Door:
    """How the server is reached. What `trusted_proxies` say of who they speak for is believed, of nobody else."""

    certificate: Path | None = None
    key: Path | None = None
    trusted_proxies: tuple[str, ...] = ()

    @property
    def scheme(self) -> str:
        """How an address of this server begins."""
        return "https" if self.certificate else "http"

    def open(self, host: str, port: int) -> socket.socket:
        """A socket that listens; port 0 takes a free one.

        :raises Trouble: ``certificate_needed``, ``certificate_unreadable``, ``port_in_use``, ``port_not_allowed``
        """
        if self.certificate:
            self._check_certificate(self.certificate)
        elif not self.trusted_proxies and not is_this_machine(host):
            raise Trouble("certificate_needed", host=host)
        return listen(host, port)

    def options(self) -> dict[str, Any]:
        """For uvicorn."""
        return {
            "ssl_certfile": self.certificate,
            "ssl_keyfile": self.key,
            "proxy_headers": bool(self.trusted_proxies),
            "forwarded_allow_ips": list(self.trusted_proxies),
        }

    def _check_certificate(self, certificate: Path) -> None:
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, self.key, _no_password)
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            detail = getattr(error, "reason", None) or error.strerror if isinstance(error, OSError) else str(error)
            raise Trouble("certificate_unreadable", path=str(certificate), detail=detail) from error


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one.

    It says that it is TCP: only then does asyncio send each piece of an answer at once (TCP_NODELAY), instead of
    holding back the second one for 40 ms until the first one was acknowledged.

    :raises Trouble: ``port_in_use``, ``port_not_allowed``
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise cannot_listen(error, host, port) from error
    return listener


def cannot_listen(error: OSError, host: str, port: int) -> Trouble:
    """What is said where a port cannot be listened on."""
    code = "port_in_use" if error.errno == errno.EADDRINUSE else "port_not_allowed"
    return Trouble(code, host=host, port=port, detail=error.strerror)


def _no_password() -> str:
    raise ValueError("the key is protected by a password")
