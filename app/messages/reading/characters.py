"""Bytes of a mail as text, whatever they claim to be."""

from __future__ import annotations

import binascii
import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header

from app.foundation.texts import visible

_LARGER = {
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "euc-cn"), "gb18030"),
    **dict.fromkeys(("us-ascii", "ascii", "iso-8859-1", "latin-1"), "cp1252"),
    "big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
}
"""What programs write that name the smaller set: one of these is meant."""
_CHARSETS = re.compile(
    r"utf-(?:8|16|16-le|16-be)|ascii|gb(?:2312|k|18030)|hz|big5(?:hkscs)?|cp[0-9]+|iso8859-[0-9]+|iso2022_(?:jp|kr)\w*"
    r"|euc_(?:jp|kr)|shift_jis\w*|johab|koi8-[rtu]|mac-\w+|tis-620"
)
"""Python's names of those that mails are written in; others are none, or take long over what a stranger wrote."""
_LONGEST_NAME = 40
_PROBED = ("utf-8", "gb18030")
_SURROGATES = re.compile("[\ud800-\udfff]")


def decoded(content: bytes, charset: str) -> str:
    """The text that bytes stand for; where they are not what `charset` says, what they look like."""
    named = charset.strip().strip("\"'").lower()
    claimed = _LARGER.get(named, named)
    if not claimed or _is_of_mails(claimed):
        for errors in ("strict",) if claimed in ("", "cp1252") else ("strict", "replace"):
            try:
                text = content.decode(claimed or "utf-8", errors)
            except (LookupError, UnicodeError):
                continue
            if claimed != "cp1252" or content.isascii() or _probed(content) is None:
                return plain(text)
    return plain(_probed(content) or content.decode("cp1252", "replace"))


def header_text(value: str) -> str:
    """What a header says to a reader: one line, its encoded words decoded, raw bytes in it guessed."""
    try:
        parts = decode_header(_unescaped(value))
    except (HeaderParseError, binascii.Error, ValueError):
        parts = [(_unescaped(value), None)]
    words = [part if isinstance(part, str) else decoded(part, charset or "utf-8") for part, charset in parts]
    return " ".join(plain("".join(words)).split())


def plain(text: str) -> str:
    """`text` as it can be kept: with one kind of line end, without what nobody can see, and without half characters."""
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", visible(text))


def _is_of_mails(charset: str) -> bool:
    try:
        return len(charset) <= _LONGEST_NAME and bool(_CHARSETS.fullmatch(codecs.lookup(charset).name))
    except (LookupError, ValueError):
        return False


def _probed(content: bytes) -> str | None:
    for charset in _PROBED:
        try:
            return content.decode(charset)
        except UnicodeDecodeError:
            continue
    return None


def _unescaped(value: str) -> str:
    """A header with the bytes that stand raw in it, which the parser keeps as half characters, as text."""
    if not _SURROGATES.search(value):
        return value
    raw = value.encode("utf-8", "surrogateescape")
    return _probed(raw) or raw.decode("cp1252", "replace")
