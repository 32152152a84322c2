"""The report of a tour: what was seen, in which time, and which files were made, as Markdown."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.foundation.errors import PaigongError
from app.foundation.files import write_atomically
from app.foundation.sentences import sentence
from app.foundation.translation import _
from app.storage.outbox import OutboxState
from app.storage.schema import all_specs
from app.tour.stage import Stage
from app.tour.story import StepSeen


@dataclass(frozen=True, slots=True)
class SyncCount:
    """What became of the commands of one laptop."""

    name: str
    applied: int
    refused: int
    waiting: int


@dataclass
class TourReport:
    """What is known of a tour so far. `began_at` is aware; `rows` are counted on the server, by table."""

    began_at: datetime
    steps: list[StepSeen] = field(default_factory=list)
    counts: Sequence[SyncCount] = ()
    rows: dict[str, int] = field(default_factory=dict)
    failure: PaigongError | None = None

    def count(self, stage: Stage) -> None:
        """Count what the laptops and the server hold."""
        self.counts = [
            SyncCount(
                laptop.name,
                laptop.settled(OutboxState.APPLIED),
                laptop.settled(OutboxState.REJECTED),
                laptop.waiting,
            )
            for laptop in stage.laptops
        ]
        with stage.read_server() as reader:
            counted = {spec.name: reader.count(spec.row_type) for spec in all_specs() if spec.scope is not None}
        self.rows = {name: count for name, count in sorted(counted.items()) if count}

    def write(self, out: Path) -> Path:
        """Write ``report.md`` into a folder whose papers and screenshots are made already.

        :raises Trouble: ``file_not_writable``, ``disk_full``
        """
        path = out / "report.md"
        parts = (self._head(), *map(_step_part, self.steps), self._numbers(), _files(out))
        write_atomically(path, "\n\n".join(filter(None, parts)).encode() + b"\n")
        return path

    def _head(self) -> str:
        seconds = sum(step.seconds for step in self.steps)
        outcome = (
            _("**It failed.** {sentence}").format(sentence=sentence(self.failure))
            if self.failure
            else _("Every step held: {steps} steps in {seconds:.0f} seconds.").format(
                steps=len(self.steps), seconds=seconds
            )
        )
        made_with = _("Python {python}, {system}, {time:%Y-%m-%d %H:%M} UTC").format(
            python=platform.python_version(),
            system=platform.platform(terse=True),
            time=self.began_at,
        )
        return _section("#", _("The tour"), f"{made_with}\n\n{outcome}")

    def _numbers(self) -> str:
        if not self.counts:
            return ""
        head = (_("Laptop"), _("Applied"), _("Refused"), _("Waiting"))
        laptops = _table(head, ((one.name, one.applied, one.refused, one.waiting) for one in self.counts))
        rows = _table((_("Table"), _("Rows")), self.rows.items())
        return _section("##", _("Commands of the laptops"), laptops) + "\n\n" + _section("##", _("On the server"), rows)


def _step_part(step: StepSeen) -> str:
    lines = "\n".join(f"- {seen}" for seen in step.seen)
    return _section("##", f"{step.title} ({step.seconds:.1f} s)", lines)


def _files(out: Path) -> str:
    made = [path for folder in ("papers", "screens") for path in sorted((out / folder).glob("*.*"))]
    if not made:
        return ""
    rows = ((f"[{path.name}]({path.relative_to(out).as_posix()})", f"{path.stat().st_size:,}") for path in made)
    return _section("##", _("Files"), _table((_("File"), _("Bytes")), rows))


def _section(rank: str, title: str, body: str) -> str:
    return f"{rank} {title}\n\n{body}"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
