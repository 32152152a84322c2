"""Whom a laptop believes to be its server: the system's store of authorities, or the one authority that was chosen.

There is no switch that turns a check off. A token never goes over a plain connection, save to this machine itself.
"""

from __future__ import annotations

import ssl
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

if TYPE_CHECKING:
    import requests
    from requests.adapters import HTTPAdapter

LARGEST_AUTHORITY = 1024 * 1024
"""Bytes of a file of certificates."""

declare(
    {
        "authority_unreadable": N_(
            "{path} holds no certificate of an authority that can be read ({detail}). "
            "Choose the file that your administrator gave you; its name often ends with .pem or .crt."
        ),
        "certificate_refused": N_(
            "What answers at {url} could not prove that it is your server ({detail}). Nothing was sent. If your "
            "organisation has an authority of its own, choose its certificate when you sign in; else tell your "
            "administrator."
        ),
        "server_address_insecure": N_(
            "{url} would carry your password and your work unencrypted. Write the address with https://, or ask your "
            "administrator for it."
        ),
    }
)


def read_authority(path: Path) -> str:
    """The certificates in a PEM file, as they are kept in the workspace; they then take the place of the system's.

    :raises Trouble: ``authority_unreadable``
    """
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_AUTHORITY).decode("ascii")
        _trusting_only(text)
    except (OSError, ValueError, ssl.SSLError) as error:
        raise Trouble("authority_unreadable", path=str(path), detail=_reason(error)) from error
    return text


def trusting(authority: str) -> HTTPAdapter:
    """What `requests` needs to trust the system's authorities, or only `authority` (PEM) where one is given."""
    from requests.adapters import HTTPAdapter

    context = tls_context(authority)

    class Adapter(HTTPAdapter):
        """Checks with our context, whatever bundle `requests` or the user's environment would add to it."""

        def init_poolmanager(self, *args: Any, **options: Any) -> None:
            super().init_poolmanager(*args, **options, ssl_context=context)

        def proxy_manager_for(self, *args: Any, **options: Any) -> Any:
            return super().proxy_manager_for(*args, **options, ssl_context=context)

        def cert_verify(self, *_given: Any) -> None:
            """Add no authorities to the pool: `requests` would add those of certifi."""

        def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
            return super().send(request, **options | {"verify": True})

    return Adapter()


def tls_context(authority: str) -> ssl.SSLContext:
    """Checks who answers: by the system's authorities, or only by `authority` (PEM) where one is given."""
    return _trusting_only(authority) if authority else _trusting_the_system()


def not_reached(url: str, error: Exception) -> Trouble:
    """Why a server could not be asked: it did not prove who it is, or there was no way to it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Trouble("certificate_refused", url=url, detail=_reason(cause))
        cause = cause.__cause__ or cause.__context__
    return Trouble("server_unreachable", url=url, detail=type(error).__name__)


def check_secrecy(url: str) -> None:
    """See to it that nobody on the way can read along.

    :raises Trouble: ``server_address_insecure``
    """
    parts = urlsplit(url)
    if parts.scheme != "https" and not is_this_machine(parts.hostname or ""):
        raise Trouble("server_address_insecure", url=url)


def is_this_machine(host: str) -> bool:
    """Whether an address never leaves the machine."""
    try:
        return host == "localhost" or ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _trusting_only(authority: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=authority)
    return context


def _trusting_the_system() -> ssl.SSLContext:
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _reason(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    return getattr(error, "strerror", None) or type(error).__name__
