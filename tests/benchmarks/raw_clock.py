"""The least that due times cost: prefix sums in plain lists of seconds, one function, no summer time to speak of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate


class RawClock:
    """Working time from the openings and closings of a calendar, in seconds since 1970 UTC."""

    def __init__(self, windows: list[tuple[int, int]]) -> None:
        self.opens = [opens for opens, _closes in windows]
        self.closes = [closes for _opens, closes in windows]
        self.sums = list(accumulate((closes - opens for opens, closes in windows), initial=0))

    def until(self, at: int) -> int:
        place = bisect_right(self.opens, at)
        if place == 0:
            return 0
        closes = self.closes[place - 1]
        return self.sums[place - 1] + (min(closes, at)) - self.opens[place - 1]

    def reached(self, worked: int) -> int:
        place = bisect_left(self.sums, worked)
        return self.opens[place - 1] + worked - self.sums[place - 1]

    def due(self, begins: int, promised: int, pauses: list[tuple[int, int]]) -> int:
        worked = self.until(begins) + promised
        due = self.reached(worked)
        last = begins
        for pause_begins, pause_ends in sorted(pauses):
            since = max(pause_begins, last)
            if pause_ends <= since:
                continue
            if since >= due:
                break
            worked += self.until(pause_ends) - self.until(since)
            due = self.reached(worked)
            last = pause_ends
        return due
