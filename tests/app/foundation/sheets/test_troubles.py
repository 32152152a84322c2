"""Every code that this room raises has a sentence, and every sentence finds the parameters that it names."""

from __future__ import annotations

import re
from pathlib import Path

import app.foundation.sheets
from app.foundation.sentences import declared_codes

ROOM = Path(app.foundation.sheets.__file__).parent
RAISED = re.compile(r'(?:Trouble|Rejection|RowProblem)\(\s*"([a-z_]+)"')


def test_every_code_that_is_raised_has_a_sentence() -> None:
    raised = {code for file in ROOM.glob("*.py") for code in RAISED.findall(file.read_text("utf-8"))}
    assert len(raised) > 20
    assert raised <= declared_codes()
