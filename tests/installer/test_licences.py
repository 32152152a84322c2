"""Which licences of dependencies we may ship."""

from __future__ import annotations

import pytest

from installer.licences import is_acceptable


@pytest.mark.parametrize(
    "said",
    [
        "MIT",
        "BSD License",
        "Mozilla Public License 2.0 (MPL 2.0)",
        "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
        "GPL-3.0-only OR MIT",
        "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
        "(GPL-3.0-only OR Apache-2.0) AND MIT",
        "Apache-2.0 WITH LLVM-exception",
        "DFSG approved; MIT License",
    ],
)
def test_what_lets_us_ship_is_accepted(said: str) -> None:
    assert is_acceptable(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "UNKNOWN",
        "Other/Proprietary License",
        "GPL-3.0-only",
        "AGPL-3.0-or-later OR GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "(MIT OR GPL-3.0-only",
        "(GPL-3.0-only OR Apache-2.0) AND AGPL-3.0-only",
        "GPL-2.0-only WITH Classpath-exception-2.0",
        "MIT License; GNU General Public License v3 (GPLv3)",
        "MIT GPL-3.0-only",
    ],
)
def test_what_does_not_is_refused(said: str) -> None:
    assert not is_acceptable(said)
