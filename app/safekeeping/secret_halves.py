"""The half of a key's protection that nobody types: a secret in the system's keyring, or in a file of its owner.

A password that is guessed opens nothing on another computer, where that secret is not.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import Literal, Protocol

from app.foundation.errors import Trouble
from app.foundation.files import destroy, write_atomically
from app.foundation.home import Home
from app.foundation.sentences import declare
from app.foundation.translation import N_

SECRET_BYTES = 32
_SERVICE = "Paigong"

declare(
    {
        "keyring_silent": N_(
            "The keyring of this computer does not give its half of the workspace's key ({detail}). Nothing was "
            "changed. Log in to your desktop, unlock its keyring, and try again."
        ),
        "secret_missing": N_(
            "The file {path} is missing: it holds one half of the workspace's key. Nothing was changed. Put it back "
            "from your backup."
        ),
    }
)


class SecretHalf(Protocol):
    """Keeps secrets by name."""

    kind: Literal["keyring", "file"]

    def keep(self, name: str, secret: bytes) -> bool:
        """Keep a secret; tells whether this place is to be had here at all."""

    def read(self, name: str) -> bytes:
        """The secret of this name.

        :raises Trouble: ``keyring_silent``, ``secret_missing``
        """

    def forget(self, name: str) -> None:
        """Keep the secret no longer; one that is not there is no trouble."""


class KeyringHalf:
    """The system's keyring. Whether one is to be had is known once it gave back what it was given."""

    kind: Literal["keyring", "file"] = "keyring"

    def keep(self, name: str, secret: bytes) -> bool:
        """Keep a secret; tells whether there is a keyring that keeps it."""
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(_SERVICE, name, secret.hex())
            return keyring.get_password(_SERVICE, name) == secret.hex()
        except (KeyringError, OSError, RuntimeError):
            return False

    def read(self, name: str) -> bytes:
        """The secret of this name.

        :raises Trouble: ``keyring_silent``
        """
        import keyring
        from keyring.errors import KeyringError

        try:
            found = keyring.get_password(_SERVICE, name)
            return bytes.fromhex(found or "")
        except (KeyringError, OSError, RuntimeError, ValueError) as error:
            raise Trouble("keyring_silent", detail=type(error).__name__) from error

    def forget(self, name: str) -> None:
        """Keep the secret no longer, where the keyring still has it."""
        import keyring
        from keyring.errors import KeyringError

        with suppress(KeyringError, OSError, RuntimeError):
            keyring.delete_password(_SERVICE, name)


class FileHalf:
    """A file beside the workspace, readable by its owner only: where there is no keyring."""

    kind: Literal["keyring", "file"] = "file"

    def __init__(self, home: Home) -> None:
        self._home = home

    def keep(self, name: str, secret: bytes) -> bool:  # noqa: ARG002 - a home has one such file
        """Keep the secret."""
        write_atomically(self._home.secret_file, secret.hex().encode("ascii"), mode=0o600)
        return True

    def read(self, name: str) -> bytes:  # noqa: ARG002
        """The secret that was kept.

        :raises Trouble: ``secret_missing``
        """
        try:
            return bytes.fromhex(self._home.secret_file.read_text(encoding="ascii"))
        except (OSError, ValueError) as error:
            raise Trouble("secret_missing", path=str(self._home.secret_file)) from error

    def forget(self, name: str) -> None:  # noqa: ARG002
        """Keep the secret no longer."""
        destroy(self._home.secret_file)


def new_secret() -> bytes:
    """A random secret."""
    return secrets.token_bytes(SECRET_BYTES)
