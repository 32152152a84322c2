"""What people may enter: how long texts are, how large numbers; broken limits are refused on both sides.

What nobody can see, or what turns the direction of writing, is left out of every text (`visible`).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

from msgspec import Meta

Name = Annotated[str, Meta(pattern=r"\S", max_length=200)]
"""A name or a title: never empty or blank, at most 200 characters."""
ShortText = Annotated[str, Meta(max_length=500)]
"""A line or two."""
RequiredShortText = Annotated[str, Meta(pattern=r"\S", max_length=500)]
"""A line or two, but not nothing and not only spaces: a reason."""
LongText = Annotated[str, Meta(max_length=20_000)]
"""As much as somebody types."""
RequiredLongText = Annotated[str, Meta(pattern=r"\S", max_length=20_000)]
"""As much as somebody types, but not nothing and not only spaces."""
Code = Annotated[str, Meta(max_length=60)]
"""A number or a code that people read."""
Word = Annotated[str, Meta(pattern=r"^\S+\Z", max_length=60)]
"""A code that stands among others, with a space between them."""
Count = Annotated[int, Meta(ge=0, le=10**12)]
"""A number of things, or an amount in hundredths of a currency."""
Difference = Annotated[int, Meta(ge=-(10**9), le=10**9)]
"""How many things more there are, or fewer."""
Instant = Annotated[datetime, Meta(tz=True)]
"""An instant, which says what its clock differs from UTC."""

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)


def visible(text: str) -> str:
    """`text` with one kind of line end, without control characters, invisible ones and marks that turn the direction.

    The joiners that some scripts and pictures need stay.
    """
    if text.isprintable():  # nearly every text: none of its characters is one of those
        return text
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
