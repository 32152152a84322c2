"""A server over TLS, with a certificate of an authority that nobody knows by himself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

from app.accounts.rules import Role
from app.bootstrap import open_server
from app.foundation.home import Home
from app.server.door import Door
from tests.app.sync.conftest import Headquarters
from tests.fakes import FakeClock


def headquarters_over_tls(
    authority: trustme.CA, folder: Path, clock: FakeClock, *, name: str = "127.0.0.1", days: float = 30
) -> Headquarters:
    """A server with a dispatcher named li; its certificate is for `name` and lives for so many days yet."""
    lives_until = datetime.now(UTC) + timedelta(days=days)
    issued = authority.issue_cert(name, not_before=datetime(2020, 1, 1, tzinfo=UTC), not_after=lives_until)
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    issued.private_key_pem.write_to_path(key)
    for at, part in enumerate(issued.cert_chain_pems):
        part.write_to_path(certificate, append=at > 0)
    made = Headquarters(open_server(Home(folder / "server"), "", clock), folder, clock, Door(certificate, key))
    made.add_user("li", Role.DISPATCHER)
    return made
