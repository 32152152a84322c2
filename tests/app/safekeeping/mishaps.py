"""What befalls files on a disk."""

from __future__ import annotations

import random
from pathlib import Path

from app.foundation.home import Home

PAGE = 4096


def flip(path: Path, at: int) -> None:
    """One bit of the file is another one."""
    content = bytearray(path.read_bytes())
    content[at] ^= 0x10
    path.write_bytes(content)


def flip_pages(home: Home, seed: int, pages: int = 3, spare: int = 1) -> None:
    """Damage some pages of the database, none of the first `spare` ones."""
    chance = random.Random(seed)
    count = home.database.stat().st_size // PAGE
    for page in chance.sample(range(spare, count), min(pages, count - spare)):
        flip(home.database, page * PAGE + chance.randrange(PAGE))


def scribble_over(path: Path, begin: int, end: int) -> None:
    """A stretch of the file holds something else."""
    content = bytearray(path.read_bytes())
    content[begin:end] = b"\xa5" * (min(end, len(content)) - begin)
    path.write_bytes(content)
