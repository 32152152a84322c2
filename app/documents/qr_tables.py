"""Symbols as fast as a roll of labels wants them, module for module those of the package `qrcode`.

A symbol of one version and mask is linear over GF(2) in its data bits: error correction, interleaving and placing are
linear, patterns and masks are constant. So a table of what each data byte changes is taken once from `qrcode` itself,
and a symbol is the exclusive or of a few entries (engineering.md, "Labels": 27 times as fast).

A whole symbol is one number here: the module in a row and column is the bit `row * stride + column`. The stride is one
more than the size, so that nothing that is shifted runs from one row into the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import qrcode
from qrcode import base, util

_MASKS = range(8)
_PADDING = (util.PAD0, util.PAD1)


def fast_rows(text: str, error_correction: int) -> tuple[str, ...]:
    """The rows of the symbol of `text` from the top, a character for each module, `1` where it is dark.

    :raises ValueError: `text` is too long for any symbol
    """
    data = util.QRData(text)
    version = _version(data.mode, len(data), error_correction)
    return _tables(version, error_correction).rows(_bytes(data, version, error_correction))


@cache
def _version(mode: int, length: int, error_correction: int) -> int:
    """The smallest version that holds so many characters; each of another mode takes as many bits as the others."""
    maker = qrcode.QRCode(error_correction=error_correction)
    maker.add_data(util.QRData({util.MODE_NUMBER: "0", util.MODE_ALPHA_NUM: "A"}.get(mode, "a") * length))
    return maker.best_fit()


def _bytes(data: util.QRData, version: int, error_correction: int) -> list[int]:
    """The data bytes as they stand before error correction: mode, length, text, and padding to the end."""
    bits = util.BitBuffer()
    bits.put(data.mode, 4)
    bits.put(len(data), util.length_in_bits(data.mode, version))
    data.write(bits)
    room = sum(block.data_count for block in base.rs_blocks(version, error_correction))
    used = min((len(bits) + 4 + 7) // 8, room)  # four bits end the text where there is room for them
    written = [*bits.buffer, *[0] * (used - len(bits.buffer))]
    return written + [_PADDING[place % 2] for place in range(room - used)]


@cache
def _tables(version: int, error_correction: int) -> _Tables:
    return _Tables(version, error_correction)


class _Tables:
    """What each value of each data byte changes in the symbol of one version and level."""

    def __init__(self, version: int, error_correction: int) -> None:
        self._maker = qrcode.QRCode(version=version, error_correction=error_correction)
        self._blocks = base.rs_blocks(version, error_correction)
        size = version * 4 + 17
        self._size, self._stride = size, size + 1
        count = sum(block.data_count for block in self._blocks)
        nothing = [0] * sum(block.total_count for block in self._blocks)
        self._empty = [self._symbol(nothing, mask, is_trial=False) for mask in _MASKS]
        self._trials = [self._symbol(nothing, mask, is_trial=True) for mask in _MASKS]
        self._changes = [self._changes_of(place, count) for place in range(count)]
        self._judge = _Judge(size, self._stride)

    def rows(self, data: Sequence[int]) -> tuple[str, ...]:
        """The rows of a symbol in the mask that reads best."""
        changed = 0
        for changes, byte in zip(self._changes, data, strict=True):
            changed ^= changes[byte]
        mask = min(_MASKS, key=lambda mask: self._judge.penalty(self._trials[mask] ^ changed))
        written = f"{self._empty[mask] ^ changed:0{self._size * self._stride}b}"[::-1]
        return tuple(written[start : start + self._size] for start in range(0, len(written), self._stride))

    def _changes_of(self, place: int, count: int) -> list[int]:
        """By value of the data byte at `place`: what it changes."""
        full = [0xFF] * count  # the package cannot divide a block of zeros
        before = self._symbol_of_data(full)
        bits = [before ^ self._symbol_of_data([*full[:place], 0xFF ^ 1 << bit, *full[place + 1 :]]) for bit in range(8)]
        changes = [0]
        for bit in bits:
            changes += [change ^ bit for change in changes]
        return changes

    def _symbol_of_data(self, data: list[int]) -> int:
        bits = util.BitBuffer()
        bits.buffer, bits.length = data, 8 * len(data)
        return self._symbol(util.create_bytes(bits, self._blocks), 0, is_trial=False)

    def _symbol(self, codewords: list[int], mask: int, *, is_trial: bool) -> int:
        """What the package draws; in a trial, which masks are judged by, it leaves the format out."""
        self._maker.data_cache = codewords
        self._maker.makeImpl(is_trial, mask)
        rows = ("".join("1" if dark else "0" for dark in row)[::-1] for row in self._maker.modules)
        return sum(int(row, 2) << number * self._stride for number, row in enumerate(rows))


class _Judge:
    """The four rules by which the package, after ISO/IEC 18004 section 7.8.3, chooses among masks."""

    def __init__(self, size: int, stride: int) -> None:
        self._size, self._stride = size, stride
        self._all = self._places(size, size)
        self._squares = self._places(size - 1, size - 1)
        self._ways = [
            (1, self._places(size, size - 1), self._places(size, size - 4), self._places(size, size - 10)),
            (stride, self._places(size - 1, size), self._places(size - 4, size), self._places(size - 10, size)),
        ]

    def penalty(self, dark: int) -> int:
        """How badly a symbol reads."""
        light, points, alike = dark ^ self._all, 0, []
        for step, pairs, fives, elevens in self._ways:
            same = ~(dark ^ dark >> step) & pairs  # as dark as the next one
            alike.append(same)
            points += self._long_runs(same, step, fives)
            points += self._finder_likes(dark, light, step, elevens)
        across, down = alike
        points += 3 * (across & across >> self._stride & down & self._squares).bit_count()
        return points + int(abs(dark.bit_count() / self._size**2 * 100 - 50) / 5) * 10

    @staticmethod
    def _long_runs(same: int, step: int, fives: int) -> int:
        """Three points for five alike in a row, one for each that follows."""
        three = same & same >> step
        five = three & three >> 2 * step & fives
        return five.bit_count() + 2 * (five & ~(five << step)).bit_count()

    @staticmethod
    def _finder_likes(dark: int, light: int, step: int, elevens: int) -> int:
        """Forty points for each 1:1:3:1:1 with four light modules before or after it."""
        core = dark & dark >> 2 * step & dark >> 3 * step & dark >> 4 * step & dark >> 6 * step
        core &= light >> step & light >> 5 * step
        two = light & light >> step
        four = two & two >> 2 * step
        return 40 * ((core & four >> 7 * step & elevens).bit_count() + (four & core >> 4 * step & elevens).bit_count())

    def _places(self, rows: int, columns: int) -> int:
        return sum(((1 << columns) - 1) << row * self._stride for row in range(rows))
