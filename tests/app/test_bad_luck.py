"""Wrong keys, newer databases, full disks, ports in use, nonsense of servers: a sentence, and nothing is lost."""

from __future__ import annotations

import errno
import http.server
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.bootstrap import create_empty_workspace, create_workspace, open_server, open_workspace
from app.directory.commands import AddCustomer
from app.directory.tables import Customer
from app.foundation.errors import Trouble
from app.foundation.files import write_atomically
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.foundation.sentences import declared_codes, sentence
from app.foundation.settings import Settings, read_settings, write_settings
from app.server.door import listen
from app.storage.units import UnitOfWork
from app.sync.enrolment.laptop import enrol
from app.sync.transport import Transport
from app.workspace import Workspace
from tests.fakes import FakeClock


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "工作区")


@contextmanager
def opened(workspace: Workspace) -> Iterator[Workspace]:
    try:
        yield workspace
    finally:
        workspace.close()


def a_workspace_with_a_customer(home: Home, clock: FakeClock) -> None:
    with opened(create_workspace(home, "王建国", clock)) as workspace:
        workspace.runner.run(AddCustomer(id=new_id(), name="师范大学"))


def customers(home: Home) -> list[str]:
    with opened(open_workspace(home)) as workspace, workspace.store.read() as reader:
        return [customer.name for customer in reader.find(Customer)]


def says(trouble: Trouble, code: str) -> bool:
    """It is this trouble, and there is a sentence for it that leaves no parameter open."""
    return trouble.code == code and code in declared_codes() and "…" not in sentence(trouble)


def refused(action: Callable[[], object]) -> Trouble:
    with pytest.raises(Trouble) as caught:
        action()
    return caught.value


def test_a_wrong_key_is_said_and_changes_nothing(home: Home, clock: FakeClock) -> None:
    a_workspace_with_a_customer(home, clock)
    right, stored = home.key_file.read_text(), home.database.read_bytes()
    home.key_file.write_text("00" * 32)
    assert says(refused(lambda: open_workspace(home)), "workspace_key_wrong")
    assert home.database.read_bytes() == stored
    home.key_file.write_text(right)
    assert customers(home) == ["师范大学"]


@pytest.mark.parametrize("content", ["", "not hexadecimal", "00ff"])
def test_a_key_file_that_holds_something_else_is_said(home: Home, clock: FakeClock, content: str) -> None:
    a_workspace_with_a_customer(home, clock)
    home.key_file.write_text(content)
    assert says(refused(lambda: open_workspace(home)), "workspace_key_wrong")


def test_a_missing_key_is_said_and_none_is_made_in_its_place(home: Home, clock: FakeClock) -> None:
    a_workspace_with_a_customer(home, clock)
    home.key_file.unlink()
    assert says(refused(lambda: open_workspace(home)), "workspace_key_missing")
    assert says(refused(lambda: open_server(home)), "workspace_key_missing")
    assert not home.key_file.exists()


def test_the_key_is_for_its_owner_only(home: Home, clock: FakeClock) -> None:
    a_workspace_with_a_customer(home, clock)
    assert home.key_file.stat().st_mode & 0o777 == 0o600
    assert b"SQLite format 3" not in home.database.read_bytes()[:100]
    assert "师范大学".encode() not in home.database.read_bytes()


def test_a_database_of_a_newer_version_is_left_alone(home: Home, clock: FakeClock) -> None:
    with opened(create_workspace(home, "王建国", clock)) as workspace:
        writer = workspace.store.engine.execution_options(paigong_writer=True)
        with writer.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    stored = home.database.read_bytes()
    assert says(refused(lambda: open_workspace(home)), "workspace_newer")
    assert home.database.read_bytes() == stored


def test_a_file_that_is_no_database_is_left_alone(home: Home) -> None:
    home.make_key()
    home.database.write_bytes(b"this is a letter to my aunt, not a database" * 100)
    assert says(refused(lambda: open_workspace(home)), "workspace_key_wrong")
    assert home.database.read_bytes().startswith(b"this is a letter")


def test_there_is_no_second_workspace_on_top_of_the_first(home: Home, clock: FakeClock) -> None:
    a_workspace_with_a_customer(home, clock)
    assert says(refused(lambda: create_workspace(home, "赵敏", clock)), "workspace_exists")
    assert customers(home) == ["师范大学"]


def test_opening_where_there_is_nothing_makes_nothing(home: Home) -> None:
    assert says(refused(lambda: open_workspace(home)), "workspace_missing")
    assert not home.folder.exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert says(refused(lambda: create_empty_workspace(Home(tmp_path / "file" / "home"))), "workspace_not_writable")


def test_a_database_that_cannot_be_written_is_said(home: Home, clock: FakeClock) -> None:
    with opened(create_workspace(home, "王建国", clock)) as workspace:

        def work(unit: UnitOfWork) -> None:
            unit.connection.exec_driver_sql("PRAGMA query_only = ON")
            unit.put(Customer(id=new_id(), name="x", staff_count=None))

        assert says(refused(lambda: workspace.store.write(work)), "workspace_not_writable")


def test_a_full_disk_is_said_and_what_was_saved_before_is_there(home: Home, clock: FakeClock) -> None:
    with opened(create_workspace(home, "王建国", clock)) as workspace:
        workspace.runner.run(AddCustomer(id=new_id(), name="师范大学"))

        def fill(unit: UnitOfWork) -> None:
            pages = unit.connection.exec_driver_sql("PRAGMA page_count").scalar()
            unit.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            for number in range(10_000):
                unit.put(Customer(id=new_id(), name=f"{number} {'x' * 200}", staff_count=None))

        assert says(refused(lambda: workspace.store.write(fill)), "disk_full")
    assert customers(home) == ["师范大学"]


def test_a_file_is_written_whole_or_not_at_all_when_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "settings.json"
    target.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert says(refused(lambda: write_atomically(target, b"new and much longer")), "disk_full")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("content", [b'{"language": ', b'{"language": "\xe6"}'])
def test_damaged_settings_are_the_defaults_and_stay_on_disk(home: Home, content: bytes) -> None:
    home.prepare()
    home.settings_file.write_bytes(content)
    assert read_settings(home) == Settings()
    assert home.settings_file.read_bytes() == content
    write_settings(home, Settings(language="zh_CN", theme="dark"))
    assert read_settings(home) == Settings(language="zh_CN", theme="dark")


def test_a_port_in_use_is_said() -> None:
    taken = listen("127.0.0.1", 0)
    port = taken.getsockname()[1]
    assert says(refused(lambda: listen("127.0.0.1", port)), "port_in_use")
    taken.close()


@contextmanager
def server_that_answers(status: int, content_type: str, content: bytes) -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "content_type", "content", "code"),
    [
        (200, "text/html", b"<html>Please accept the terms of this hotel</html>", "server_nonsense"),
        (302, "text/html", b"", "server_nonsense"),
        (200, "application/vnd.paigong+json", b"", "server_nonsense"),
        (200, "application/vnd.paigong+json", b"{}", "server_nonsense"),
        (200, "application/vnd.paigong+json", b"\xff\xfe\x00garbage", "server_nonsense"),
        (200, "application/vnd.paigong+json", b'{"device_id": 5}', "server_nonsense"),
        (404, "text/plain", b"not found", "server_nonsense"),
        (502, "text/html", b"bad gateway", "server_failed"),
    ],
)
def test_a_server_that_answers_nonsense_is_said(
    home: Home, status: int, content_type: str, content: bytes, code: str
) -> None:
    with opened(create_empty_workspace(home)) as workspace, server_that_answers(status, content_type, content) as url:
        transport = Transport(url)
        trouble = refused(lambda: enrol(workspace.store, transport, "li", "password", "laptop"))
        assert says(trouble, code)
        transport.close()


@pytest.mark.parametrize("url", ["", "paigong", "ftp://example.org", "https://", "https://example.org/?q=1"])
def test_an_address_that_is_none_is_said(url: str) -> None:
    assert refused(lambda: Transport(url)).code == "server_address_invalid"


def test_a_server_that_is_not_there_is_said(home: Home) -> None:
    free = listen("127.0.0.1", 0)
    port = free.getsockname()[1]
    free.close()
    with opened(create_empty_workspace(home)) as workspace:
        transport = Transport(f"http://127.0.0.1:{port}")
        trouble = refused(lambda: enrol(workspace.store, transport, "li", "password", "laptop"))
        assert says(trouble, "server_unreachable")
        transport.close()


def test_a_database_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    free = listen("127.0.0.1", 0)
    port = free.getsockname()[1]
    free.close()
    url = f"postgresql+psycopg://paigong:secret@127.0.0.1:{port}/paigong"
    trouble = refused(lambda: open_server(Home(tmp_path), url))
    assert says(trouble, "database_unreachable")
    assert "secret" not in str(trouble.params["path"])


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the names in a folder by itself")
def test_a_file_that_took_the_place_of_another_has_it_after_a_power_cut_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))
    write_atomically(tmp_path / "key", b"what everything else hangs on")
    assert synced == [(tmp_path / "key").stat().st_ino, tmp_path.stat().st_ino]
