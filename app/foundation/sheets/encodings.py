"""Which characters the bytes of a text file stand for: decided by what they can be, never by the computer's own habit.

A byte order mark decides. Without one, zero bytes mean UTF-16, else the bytes must be valid UTF-8, else valid and
plausible GB18030 or Big5, else Western text whose letters with accents stand alone among plain ones. A file that is
none of these is refused with its first bad line: better than an import of garbage.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from app.foundation.errors import Trouble
from app.foundation.sheets.sheet import TextEncoding

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, TextEncoding.UTF_8_WITH_BOM),
    (codecs.BOM_UTF16_LE, TextEncoding.UTF_16_LE),
    (codecs.BOM_UTF16_BE, TextEncoding.UTF_16_BE),
)
_CODECS = {
    TextEncoding.UTF_8: "utf-8",
    TextEncoding.UTF_8_WITH_BOM: "utf-8",
    TextEncoding.UTF_16_LE: "utf-16-le",
    TextEncoding.UTF_16_BE: "utf-16-be",
    TextEncoding.GB18030: "gb18030",
}
_FREQUENT_LEADS = {"gb2312": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7)}
"""First bytes of the characters that both standards put first because they are the frequent ones."""
_CLEARLY = 0.2
_CHINESE_SHARE, _WESTERN_SHARE = 0.8, 0.9
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_HIGH = re.compile(rb"[\x80-\xff]")
_WESTERN_MARKS = frozenset("–—’‘“”€£§°·…«»")
_NEVER_IN_TEXT = "\0\uffff"
_SAMPLE_CHARACTERS = 50_000
_TABLE_MARKS = ',;\t\r\n" '
_LAYING_OUT = frozenset("\t\n\v\f\r\x85")
_SENSELESS_CATEGORIES = frozenset({"Cc", "Cn", "Co"})


def decode(name: str, data: bytes) -> tuple[str, TextEncoding]:
    """The text of the file `name` without its byte order mark, free of NUL and U+FFFF, and how it was encoded.

    Raises `Trouble`: `file_encoding_unknown` with the first bad line, or `file_not_a_table` for what is no text at all.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _refuse_binary(name, _strictly(name, data[len(mark) :], encoding)), encoding
    if 0 in data:
        return _utf_16(name, data)
    try:
        return _refuse_binary(name, data.decode("utf-8")), TextEncoding.UTF_8
    except UnicodeDecodeError as error:
        return _without_unicode(name, data, error.start)


def _without_unicode(name: str, data: bytes, first_bad_utf_8: int) -> tuple[str, TextEncoding]:
    """Simplified or traditional Chinese, whichever is made of frequent characters; else Western; else as GB18030."""
    big5 = _decoded(data, "big5")
    share = _frequent_share(big5, "big5")
    if share >= _CHINESE_SHARE and share > _frequent_share(_decoded(data, "gb18030"), "gb2312") + _CLEARLY:
        return _refuse_binary(name, big5), TextEncoding.BIG5
    try:
        return _gb18030(name, data, first_bad_utf_8), TextEncoding.GB18030
    except Trouble:
        if not _is_likely_western(data):
            raise
        return _refuse_binary(name, data.decode("cp1252")), TextEncoding.WESTERN


def _decoded(data: bytes, codec: str) -> str:
    """The text; empty where the bytes are none in this encoding."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return ""


def _frequent_share(text: str, codec: str) -> float:
    """Which share of the letters that are not plain ones is among the frequent characters of Chinese."""
    letters = [each for each in text[:_SAMPLE_CHARACTERS] if not each.isascii() and each.isalpha()]
    encoded = (each.encode(codec, "ignore") for each in letters)
    return sum(1 for code in encoded if code[:1] and code[0] in _FREQUENT_LEADS[codec]) / max(1, len(letters))


def _is_likely_western(data: bytes) -> bool:
    """Whether nearly every byte that is no plain letter stands alone: a letter with an accent, or a usual mark."""
    high = _HIGH.findall(data)
    text = _decoded(data, "cp1252")
    usual = all(each.isascii() or each.isalpha() or each in _WESTERN_MARKS for each in text)
    return bool(text) and usual and len(_ALONE.findall(data)) >= _WESTERN_SHARE * len(high)


def _strictly(name: str, data: bytes, encoding: TextEncoding) -> str:
    try:
        return data.decode(_CODECS[encoding])
    except UnicodeDecodeError as error:
        readable = data[: error.start].decode(_CODECS[encoding])
        raise Trouble("file_encoding_unknown", name=name, line=_line_after(readable)) from error


def _utf_16(name: str, data: bytes) -> tuple[str, TextEncoding]:
    """UTF-16 without a mark: of the two byte orders, the one in which there are more separators and line ends."""
    encoding = max((TextEncoding.UTF_16_LE, TextEncoding.UTF_16_BE), key=lambda order: _marks(data, order))
    try:
        text = data.decode(_CODECS[encoding])
    except UnicodeDecodeError as error:
        raise Trouble("file_not_a_table", name=name) from error
    if _has_stray_zeros(data, text):
        raise Trouble("file_not_a_table", name=name)
    return _refuse_binary(name, text), encoding


def _has_stray_zeros(data: bytes, as_utf_16: str) -> bool:
    """Whether this is rather UTF-8 with a few zero bytes in it: such a file is damaged or no table.

    UTF-16 with few zero bytes is Chinese, and then of common characters; other bytes turn into anything.
    """
    sample = as_utf_16[:_SAMPLE_CHARACTERS]
    common = len(sample.encode("gb2312", "ignore").decode("gb2312"))
    if data.count(0) * 4 >= len(data) or common * 2 >= len(sample):
        return False
    try:
        return _makes_sense(data.replace(b"\0", b"").decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _marks(data: bytes, encoding: TextEncoding) -> tuple[int, int]:
    text = data[: 2 * _SAMPLE_CHARACTERS].decode(_CODECS[encoding], "ignore")
    return sum(text.count(mark) for mark in _TABLE_MARKS), sum(1 for character in text if character.isascii())


def _gb18030(name: str, data: bytes, first_bad_utf_8: int) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        readable = data[: max(error.start, first_bad_utf_8)].decode("gb18030", "replace")
        raise Trouble("file_encoding_unknown", name=name, line=_line_after(readable)) from error
    if not _is_likely_chinese(text):
        readable = data[:first_bad_utf_8].decode("utf-8")
        raise Trouble("file_encoding_unknown", name=name, line=_line_after(readable))
    return _refuse_binary(name, text)


def _is_likely_chinese(text: str) -> bool:
    """Whether the two-byte characters are mostly those of GB2312, which covers nearly all that is written in Chinese.

    Western one-byte text happens to be valid GB18030, but turns into rare characters only.
    """
    foreign = "".join(character for character in text[:_SAMPLE_CHARACTERS] if not character.isascii())
    common = len(foreign.encode("gb2312", "ignore"))
    return common * 2 >= len(foreign.encode("gbk", "ignore"))


def _refuse_binary(name: str, text: str) -> str:
    """The same text, unless it has what no text has or makes no sense."""
    if any(character in text for character in _NEVER_IN_TEXT) or not _makes_sense(text):
        raise Trouble("file_not_a_table", name=name)
    return text


def _makes_sense(text: str) -> bool:
    """Whether at least nineteen of twenty characters mean something."""
    sample = text[:_SAMPLE_CHARACTERS]
    return sum(1 for character in sample if _is_senseless(character)) * 20 <= len(sample)


def _is_senseless(character: str) -> bool:
    """Control characters that lay out no text, unassigned and private characters."""
    return character not in _LAYING_OUT and unicodedata.category(character) in _SENSELESS_CATEGORIES


def _line_after(text: str) -> int:
    """The number of the line on which the character after `text` stands, whatever ends the lines."""
    return 1 + text.count("\n") + text.count("\r") - text.count("\r\n")
