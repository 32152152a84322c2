"""What people may enter: how long texts are, how large numbers; broken limits are refused on both sides."""

from __future__ import annotations

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
Count = Annotated[int, Meta(ge=0, le=10**12)]
"""A number of things, or an amount in hundredths of a currency."""
Instant = Annotated[datetime, Meta(tz=True)]
"""An instant, which says what its clock differs from UTC."""
