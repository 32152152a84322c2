"""Checks the licences of everything installed: permissive, MPL, LGPL and OFL only (`python -m installer.licences`).

Where a package offers a choice (`LGPL-3.0-only OR GPL-3.0-only`) one acceptable licence is enough: that is the one
under which we use it. Where several apply (`AND`, or a list) each must be acceptable.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys

from installer.environment import script

ACCEPTABLE = {
    "0BSD",
    "Apache Software License",
    "Apache-2.0",
    "BSD License",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "GNU Lesser General Public License v3 or later (LGPLv3+)",
    "ISC",
    "ISC License (ISCL)",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "MIT",
    "MIT License",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)",
    "OFL-1.1",
    "PSF-2.0",
    "Python Software Foundation License",
    "Zlib",
}
NO_LICENCE = {"DFSG approved", "OSI Approved"}  # classifiers that stand beside licences and are none
# what a package says of itself in no words that can be read, and what its licence file says
READ_BY_US = {
    ("pypdfium2", "BSD-3-Clause, Apache-2.0, dependency licenses"): "BSD-3-Clause AND Apache-2.0",
    ("qrcode", "BSD License; Other/Proprietary License"): "BSD-3-Clause",
    ("sqlcipher3", "UNKNOWN"): "Zlib",
}


def is_acceptable(said: str) -> bool:
    """Whether a licence field lets us ship the package: a name, an SPDX expression, or a list divided by semicolons."""
    parts = [part.strip() for part in said.split(";")]
    return all(part in ACCEPTABLE or _holds(part) for part in parts if part not in NO_LICENCE)


def main() -> int:
    """Name every package whose licence we may not ship."""
    found = subprocess.run(
        [script("pip-licenses"), "--from=mixed", "--format=json", "--with-system", "--ignore-packages=paigong"],
        stdout=subprocess.PIPE,
        check=True,
    )
    refused = [
        f"{package['Name']} {package['Version']}: {package['License']!r}"
        for package in json.loads(found.stdout)
        if not is_acceptable(READ_BY_US.get((package["Name"], package["License"]), package["License"]))
    ]
    print("\n".join(refused) or "every licence is acceptable")
    return 1 if refused else 0


def _holds(expression: str) -> bool:
    """An SPDX expression: OR binds weakest, then AND, then WITH, whose exception only ever allows more."""
    words = re.findall(r"[()]|[^\s()]+", expression)
    holds = _any(words)
    return holds and not words


def _any(words: list[str]) -> bool:
    holds = _all(words)
    while words[:1] == ["OR"]:
        del words[0]
        holds = _all(words) or holds
    return holds


def _all(words: list[str]) -> bool:
    holds = _one(words)
    while words[:1] == ["AND"]:
        del words[0]
        holds = _one(words) and holds
    return holds


def _one(words: list[str]) -> bool:
    if not words:
        return False
    word = words.pop(0)
    if word == "(":
        holds = _any(words)
        return words[:1] == [")"] and bool(words.pop(0)) and holds
    if words[:1] == ["WITH"]:
        del words[:2]
    return word in ACCEPTABLE


if __name__ == "__main__":
    sys.exit(main())
