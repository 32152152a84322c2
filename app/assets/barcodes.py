"""What is written in the barcodes of labels: ours, those of makers, of other registers, of shops."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from urllib.parse import parse_qsl, unquote, urlsplit

from app.assets.rules import normal_code, parse_code

_SHORTEST, _MOST_PARTS, _LONGEST, _MOST_MEANINGS = 4, 10, 4_000, 20
"""Shorter parts of an address name many things."""
_OURS = re.compile(r"([A-Z][A-Z0-9]{0,5}?)(?P<dash>[^A-Z0-9]?)([A-Z]{3})(?P=dash)([0-9]{4,9})")
"""A code whose dashes are missing, or were typed as something else by a keyboard of another country."""
_IDENTIFIED = re.compile(r"^1?S(?=[0-9A-Z])")
"""Before serial numbers on makers' labels: the data identifiers S and 1S of ANSI MH10.8.2."""
_MACHINE_AND_SERIAL = re.compile(r"^1S[0-9A-Z]{10}([0-9A-Z]{8})$")
"""After 1S some makers print type and model (ten characters) and then the serial number (eight)."""
_NAMED = r"(?:^|[\s,;|&?(\x1d\x1e])(?:{names})\)? ?[:=#] ?([0-9A-Z][0-9A-Z./_-]{{3,}})"
_SERIAL_NAMES = r"S/?N|SER(?:IAL)?\.?(?: ?(?:NUMBER|NO\.?|NR\.?|#))?|SERVICE ?TAG|序列号|出厂编号"
_TAG_NAMES = r"ASSET(?: ?(?:TAG|NUMBER|NO\.?|NR\.?|ID))?|TAG|资产编号|固定资产编号"
_NAMED_SERIAL = re.compile(_NAMED.format(names=_SERIAL_NAMES), re.IGNORECASE)
_NAMED_TAG = re.compile(_NAMED.format(names=_TAG_NAMES), re.IGNORECASE)
_SYMBOLOGY = re.compile(r"^\](?:C1|e0|d2|Q3|J1)")
"""What scanners put before GS1 data, if they are told to (ISO/IEC 15424)."""
_READABLE_GS1 = re.compile(r"(?:\(21\)|/01/[0-9]{14}/(?:[0-9]{2}/[^/]+/)*21/)([^()/?#\x1d]{1,20})")
"""In brackets, as people read it, or as an address of GS1 Digital Link."""
_GS1_LENGTHS = {"00": 18, "01": 14, "02": 14, "11": 6, "12": 6, "13": 6, "15": 6, "16": 6, "17": 6, "20": 2}
"""Element strings of fixed length (GS1 General Specifications); all others end at a separator."""
_GS1_SERIAL = "21"
_SEPARATORS = re.compile(r"[\x1c-\x1e\x04]")
_PRODUCT_DIGITS = frozenset({8, 12, 13, 14})


@dataclass(frozen=True, slots=True)
class Barcode:
    """What was scanned, and what a device would have of it that is registered now: a `code` or a `serial_number`.

    `is_product` tells that it names an article of a shop (UPC, EAN, GTIN), and so no single device.
    """

    text: str
    code: str = ""
    serial_number: str = ""
    is_product: bool = False


def read_barcode(scanned: str) -> Barcode:
    """What a barcode says: our code first, then a serial number, then a number in some register."""
    text = _clean(scanned)
    ours = next((str(code) for meaning in meanings(text) if (code := parse_code(meaning))), "")
    serial_number = "" if ours else next(_serial_numbers(text), "")
    parts = (part for part in _parts_of_address(text) if any(map(str.isdigit, part)))
    other = "" if serial_number else next(chain(_tags(text), parts), "")
    is_product = is_product_number(text)
    unnamed = "" if ours or serial_number or other or is_product else text
    return Barcode(text, ours or other, serial_number or unnamed, is_product)


def meanings(scanned: str) -> Iterator[str]:
    """What may be meant, each once: the text itself, a serial number, our code, a tag, the parts of an address."""
    text = _clean(scanned)
    found = (_serial_numbers(text), _without_identifier(text), _our_code(text), _tags(text), _parts_of_address(text))
    yield from islice(dict.fromkeys(chain([text], *found)), _MOST_MEANINGS)


def is_product_number(text: str) -> bool:
    """Whether this is the number of an article: so many digits, and the last one checks the others."""
    if not (text.isascii() and text.isdigit() and len(text) in _PRODUCT_DIGITS):
        return False
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(text)))
    return weighed % 10 == 0


def _clean(scanned: str) -> str:
    return scanned.encode("utf-8", "ignore").decode()[:_LONGEST].strip()


def _our_code(text: str) -> Iterator[str]:
    match = _OURS.fullmatch(normal_code(text))
    if match and (code := parse_code("-".join(match.group(1, 3, 4)))):
        yield str(code)


def _tags(text: str) -> Iterator[str]:
    """What labels say the number in some register is."""
    yield from _NAMED_TAG.findall(unicodedata.normalize("NFKC", text))


def _serial_numbers(text: str) -> Iterator[str]:
    """What labels of makers say a serial number is, the plainest first.

    An S before a text that stands alone may belong to the number (SGH…, S5H9…): it stays where a device is registered.
    """
    narrow = unicodedata.normalize("NFKC", text)
    yield from _READABLE_GS1.findall(narrow)
    yield from _gs1_serial(narrow)
    yield from _NAMED_SERIAL.findall(narrow)
    parts = _SEPARATORS.split(narrow)
    for part in parts:
        yield from _MACHINE_AND_SERIAL.findall(part)
        if len(parts) > 1:
            yield from _without_identifier(part)


def _without_identifier(text: str) -> Iterator[str]:
    """The serial number after the data identifier S or 1S, if it is one."""
    narrow = unicodedata.normalize("NFKC", text)
    without = _IDENTIFIED.sub("", narrow, count=1)
    if without != narrow and len(without) >= _SHORTEST:
        yield without


def _gs1_serial(text: str) -> Iterator[str]:
    """The serial number among the element strings of GS1; nothing where the text has another form."""
    rest = _SYMBOLOGY.sub("", text)
    if not rest.startswith("01") or not rest[:16].isdigit() or not is_product_number(rest[2:16]):
        return
    while len(rest) > len(_GS1_SERIAL):
        identifier, rest = rest[:2], rest[2:]
        length = _GS1_LENGTHS.get(identifier)
        element, rest = (rest[:length], rest[length:]) if length else rest.partition("\x1d")[::2]
        rest = rest.removeprefix("\x1d")
        if identifier == _GS1_SERIAL and element:
            yield element


def _parts_of_address(text: str) -> Iterator[str]:
    """The parts of an address, the last first; not where other registers count their own rows."""
    if "://" not in text:
        return
    try:
        address = urlsplit(text)
        parts = [unquote(part) for part in (*address.path.split("/"), *address.fragment.split("/"))]
    except ValueError:
        return
    counted = {after for before, after in pairwise(parts) if before == "hardware"}
    parts += [value for _key, value in parse_qsl(address.query)]
    for part in reversed(parts[-_MOST_PARTS:]):
        if len(part) >= _SHORTEST and not (part in counted and part.isdigit()):
            yield part
