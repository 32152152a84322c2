"""Yes and no as people write them in English, Chinese and Norwegian."""

from __future__ import annotations

import unicodedata

from app.foundation.errors import Rejection

_YES = frozenset({"yes", "y", "true", "t", "1", "on", "ja", "j", "sant", "是", "有", "对", "真", "√", "✓", "✔"})
_NO = frozenset({"no", "n", "false", "f", "0", "off", "nei", "usant", "否", "无", "没有", "错", "假", "×", "✗", "✘"})


def parse_flag(text: str) -> bool:
    """Whether `text` says yes; raises `Rejection("flag_not_understood")` where it says neither yes nor no."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise Rejection("flag_not_understood", value=text)
