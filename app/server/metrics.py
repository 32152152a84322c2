"""Figures of a running server, for Prometheus. Each server has a registry of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sized
from contextlib import contextmanager

import sqlalchemy as sa
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, start_http_server

from app.foundation.errors import PaigongError
from app.server.door import cannot_listen
from app.storage.commands import all_commands
from app.storage.schema import columns_of, spec_of
from app.storage.store import Store
from app.storage.units import Changes
from app.sync.files.server import FileUpload
from app.sync.push.server import JudgedCommand

_JUDGED = spec_of(JudgedCommand).name
_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86_400.0
_AGES = (1.0, 5.0, 15.0, _MINUTE, 10 * _MINUTE, _HOUR, 8 * _HOUR, _DAY, 7 * _DAY, 30 * _DAY)
_HERE = "127.0.0.1"
_DURATIONS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)


class Metrics:
    """What is counted and measured; labels come from lists of ours only, never from what somebody sent."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "paigong_requests", "Requests by step and status", ["step", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "paigong_request_seconds", "Time to answer a request", ["step"], buckets=_DURATIONS, registry=self.registry
        )
        self._bytes = Counter(
            "paigong_reply_bytes", "Bytes of replies, compressed, without headers", ["step"], registry=self.registry
        )
        self._rows = Counter("paigong_pulled_rows", "Rows sent by pulls, or reported gone", registry=self.registry)
        self._compared = Counter("paigong_compared_rows", "Rows compared by checks", registry=self.registry)
        self._differences = Counter(
            "paigong_check_differences", "Rows that a laptop held otherwise, as checks found", registry=self.registry
        )
        self._commands = Counter(
            "paigong_commands", "Commands judged, by name and verdict", ["name", "verdict"], registry=self.registry
        )
        self._ages = Histogram(
            "paigong_command_age_seconds",
            "How long a command waited in a laptop's outbox, by the laptop's clock",
            buckets=_AGES,
            registry=self.registry,
        )
        self._streams = Gauge("paigong_live_streams", "Who listens for news just now", registry=self.registry)
        self._uploads = Gauge(
            "paigong_unfinished_uploads", "Uploads of files that are not finished", registry=self.registry
        )
        self._uploaded = Gauge(
            "paigong_unfinished_upload_bytes",
            "Bytes that they have sent so far",
            registry=self.registry,
        )
        self._last_tick = Gauge(
            "paigong_last_tick_seconds",
            "When the ticker last did its work, in seconds since 1970",
            registry=self.registry,
        )

    def watch(self, store: Store, listeners: Sized) -> None:
        """Count the commands that this process judges in this store, who listens to it, and what is being uploaded."""
        self._streams.set_function(lambda: len(listeners))
        self._uploads.set_function(lambda: len(_uploads(store)))
        self._uploaded.set_function(lambda: sum(upload.received for upload in _uploads(store)))

        def heard(changes: Changes) -> None:
            if judged := changes.ids.get(_JUDGED):
                self._count_commands(store, judged)

        store.listen(heard)

    def answered(self, step: str, status: int, seconds: float, size: int, counts: Mapping[str, object]) -> None:
        """A request to a step was answered."""
        self._requests.labels(step, str(status)).inc()
        self._seconds.labels(step).observe(seconds)
        self._bytes.labels(step).inc(size)
        figures = {"rows": self._rows, "compared": self._compared, "differences": self._differences}
        for name, counter in figures.items():
            count = counts.get(name)
            if isinstance(count, int):
                counter.inc(count)

    def ticked(self) -> None:
        """The ticker has done its work."""
        self._last_tick.set_to_current_time()

    def exposed(self) -> bytes:
        """All figures in Prometheus' text form."""
        return generate_latest(self.registry)

    @contextmanager
    def shown_on(self, port: int) -> Iterator[int]:
        """Show the figures on a port of this machine, to nobody else; 0 takes a free one. Yields the port.

        :raises Trouble: ``port_in_use``, ``port_not_allowed``
        """
        try:
            server, thread = start_http_server(port, _HERE, self.registry)
        except OSError as error:
            raise cannot_listen(error, _HERE, port) from error
        try:
            yield server.server_port
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def _count_commands(self, store: Store, judged: frozenset[str]) -> None:
        known = {spec.name for spec in all_commands()}
        column = columns_of(JudgedCommand)
        query = sa.select(column.name, column.verdict, column.judged_at, column.occurred_at)
        with store.read() as reader:
            commands = reader.connection.execute(query.where(column.id.in_(judged))).all()
        for name, verdict, judged_at, occurred_at in commands:
            self._commands.labels(name if name in known else "unknown", verdict.value).inc()
            self._ages.observe(max(0.0, (judged_at - occurred_at).total_seconds()))


def _uploads(store: Store) -> list[FileUpload]:
    """The uploads that are not finished; none where the database does not answer, which other figures tell."""
    try:
        with store.read() as reader:
            return reader.find(FileUpload)
    except PaigongError:
        return []
