"""Mail servers prove who they are, and nothing leaves this machine that others could read."""

from __future__ import annotations

import ssl
from pathlib import Path

from app.foundation.errors import Trouble
from app.messages.settings import MailServer, Security
from app.sync.trust import is_this_machine, read_authority, tls_context


def encryption(server: MailServer) -> ssl.SSLContext | None:
    """What a mail server has to prove; None where nothing leaves this machine.

    :raises Trouble: ``mail_server_insecure``, ``authority_unreadable``
    """
    if server.security is Security.NONE:
        if not is_this_machine(server.host):
            raise Trouble("mail_server_insecure", host=server.host)
        return None
    return tls_context(read_authority(Path(server.authority)) if server.authority else "")
