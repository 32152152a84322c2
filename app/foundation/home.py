"""Where a workspace lives on disk: one folder with the database, its key, settings and drafts."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.foundation.errors import Trouble
from app.foundation.files import write_atomically
from app.foundation.sentences import declare
from app.foundation.translation import N_

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one workspace, or of one team server; `key` is held once a password has opened it."""

    folder: Path
    key: bytes | None = field(default=None, repr=False, compare=False)

    @staticmethod
    def default() -> Home:
        """The user's own: ``$PAIGONG_HOME`` or the customary place of the system."""
        if named := os.environ.get("PAIGONG_HOME"):
            return Home(Path(named))
        from platformdirs import user_data_path

        return Home(user_data_path("Paigong", appauthor=False))

    @property
    def database(self) -> Path:
        """The SQLCipher file."""
        return self.folder / "workspace.db"

    @property
    def key_file(self) -> Path:
        """The raw key of the database, readable by its owner only."""
        return self.folder / "workspace.key"

    @property
    def protection_file(self) -> Path:
        """The key wrapped by a password, where the workspace has one; it takes the place of the key file."""
        return self.folder / "workspace.protection"

    @property
    def secret_file(self) -> Path:
        """The half of the protection that a keyring keeps, where there is no keyring."""
        return self.folder / "workspace.secret"

    @property
    def is_protected(self) -> bool:
        """Whether a password opens this workspace."""
        return self.protection_file.exists()

    @property
    def journal_file(self) -> Path:
        """A second copy of what the server does not have yet."""
        return self.folder / "workspace.journal"

    @property
    def backups_folder(self) -> Path:
        """Copies of the database, encrypted with the same key."""
        return self.folder / "backups"

    @property
    def checked_file(self) -> Path:
        """Its time is that of the last whole check."""
        return self.folder / "workspace.checked"

    @property
    def damage_file(self) -> Path:
        """What a check has found; it is there until the workspace was made whole again."""
        return self.folder / "workspace.damaged"

    @property
    def ballast_file(self) -> Path:
        """Room that is given up when the disk is full."""
        return self.folder / "workspace.ballast"

    @property
    def lock_file(self) -> Path:
        """Where the programs that have the workspace open know of each other."""
        return self.folder / "workspace.lock"

    @property
    def exchange_file(self) -> Path:
        """Names the database that takes the place of the present one, until that is done."""
        return self.folder / "workspace.exchange"

    @property
    def shredded_file(self) -> Path:
        """Says when the keys of this workspace were destroyed."""
        return self.folder / "workspace.shredded"

    @property
    def aside_folder(self) -> Path:
        """What was damaged, or taken out of use, as it was: nothing in it is ever removed by the program."""
        return self.folder / "aside"

    @property
    def settings_file(self) -> Path:
        """Language, theme and the like."""
        return self.folder / "settings.json"

    @property
    def files_folder(self) -> Path:
        """The contents of photos and documents, sealed."""
        return self.folder / "files"

    @property
    def opened_folder(self) -> Path:
        """What lies open for other programs to show, until the window closes."""
        return self.files_folder / "opened"

    @property
    def snapshots_folder(self) -> Path:
        """What a server has prepared for first loads; it may be emptied at any time."""
        return self.folder / "snapshots"

    @property
    def exists(self) -> bool:
        """Whether a workspace was made here."""
        return self.database.exists()

    def prepare(self) -> None:
        """Make the folder, for its owner only.

        :raises Trouble: ``workspace_not_writable``
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise Trouble("workspace_not_writable", path=str(self.folder), detail=str(error)) from error

    def unlocked(self, key: bytes) -> Home:
        """The same home with the key that a password has brought to light."""
        return replace(self, key=key)

    def read_key(self) -> bytes:
        """The key of the database that is here.

        :raises Trouble: ``workspace_locked`` where a password opens it, ``workspace_key_missing``,
            ``workspace_key_wrong`` where the file holds something else.
        """
        if self.key is not None:
            return self.key
        if self.is_protected:
            raise Trouble("workspace_locked", path=str(self.folder))
        try:
            key = bytes.fromhex(self.key_file.read_text(encoding="ascii").strip())
        except FileNotFoundError as error:
            raise Trouble("workspace_key_missing", path=str(self.database)) from error
        except (OSError, ValueError) as error:
            raise Trouble("workspace_key_wrong", path=str(self.database), detail=str(error)) from error
        if len(key) != KEY_BYTES:
            raise Trouble("workspace_key_wrong", path=str(self.database), detail="length")
        return key

    def make_key(self) -> bytes:
        """A new random key, on disk before any database is made with it.

        A key that is here already is used again: it may belong to a database that somebody moves back.
        """
        self.prepare()
        if self.key_file.exists() or self.is_protected:
            return self.read_key()
        key = secrets.token_bytes(KEY_BYTES)
        self.write_key(key)
        return key

    def write_key(self, key: bytes) -> None:
        """Put the key into its file, for its owner only.

        :raises Trouble: ``disk_full``, ``file_not_writable``
        """
        write_atomically(self.key_file, key.hex().encode("ascii"), mode=0o600)


declare(
    {
        "workspace_exists": N_("There is a workspace in {path} already. Open that one, or choose another folder."),
        "workspace_locked": N_("The workspace in {path} is protected by a password. Enter it, and do it again."),
        "workspace_missing": N_("There is no workspace in {path} yet. Start Paigong once to make one."),
    }
)
