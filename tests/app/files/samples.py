"""Files as people have them, and some that only say so."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from app.files import intake
from app.files.commands import AttachFile
from app.files.intake import TakenIn, take_in
from app.files.transfers import queue_upload
from app.files.vault import Vault
from app.foundation.ids import new_id
from app.storage.runner import CommandRunner
from app.storage.store import Store
from app.storage.units import UnitOfWork

KEY = bytes(range(32))


def picture(
    form: str = "JPEG", *, size: tuple[int, int] = (640, 480), colour: str = "red", orientation: int = 1
) -> bytes:
    """A picture of one colour; `orientation` is what EXIF says of how the camera was held."""
    kept = io.BytesIO()
    image = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(kept, form, **({"exif": exif} if form == "JPEG" else {}))
    return kept.getvalue()


def zipped(*names: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return kept.getvalue()


PROGRAM = b"MZ\x90\0" + bytes(60) + b"PE\0\0" + bytes(400)
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def taken_in(vault: Vault, content: bytes, name: str = "photo.jpg") -> TakenIn:
    return take_in(vault, io.BytesIO(content), name)


def attaching(taken: TakenIn, customer_id: str, about: tuple[str, str], **fields: Any) -> AttachFile:
    """The command that attaches a file that was taken in to a record (its table and its id)."""
    return replace(intake.attaching(taken, new_id(), customer_id, *about), **fields)


def a_vault(folder: Path) -> Vault:
    return Vault(folder / "files", KEY)


def attach(store: Store, runner: CommandRunner, command: AttachFile) -> str:
    """Attach and remember to upload, as the window does; returns the id of the attachment."""

    def work(unit: UnitOfWork) -> None:
        runner.run_in(unit, command)
        queue_upload(unit, command, runner.clock.now())

    store.write(work)
    return command.id
