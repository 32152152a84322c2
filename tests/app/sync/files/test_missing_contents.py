"""A server whose store was put back from an older copy finds out what it lacks, and laptops send it again."""

from __future__ import annotations

import csv
import io
import sys

import pytest

from app.cli.main import run
from app.files.contents import content_name
from app.files.rules import Whereabouts
from app.server.missing_contents import missing_contents, take_back
from app.sync.files.server import FileDesk
from tests.app.sync.files.conftest import Desk


def test_what_the_store_has_lost_is_found_and_sent_again(desk: Desk) -> None:
    kept, lost = desk.attach(b"kept", "kept.txt"), desk.attach(b"lost", "lost.txt")
    desk.synchronise()
    server = desk.headquarters.server
    files = FileDesk(server.store, server.contents)
    server.contents.remove(content_name(lost))
    missing = missing_contents(files)
    assert [receipt.digest for receipt in missing] == [lost]
    take_back(files, missing)
    assert desk.receipts() == {(desk.customer_id, kept)}
    desk.laptop.synchronise()
    desk.headquarters.clock.advance(minutes=2)
    desk.synchronise()
    assert desk.whereabouts() == [Whereabouts.HERE_AND_THERE] * 2
    assert desk.held_by_server(lost) == b"lost"
    assert missing_contents(files) == []


def test_what_has_come_meanwhile_stays_received(one_desk: Desk) -> None:
    digest = one_desk.attach(b"text")
    one_desk.synchronise()
    server = one_desk.headquarters.server
    files = FileDesk(server.store, server.contents)
    server.contents.remove(content_name(digest))
    missing = missing_contents(files)
    server.contents.put(content_name(digest), [b"text"])
    take_back(files, missing)
    assert one_desk.receipts() == {(one_desk.customer_id, digest)}


def test_the_command_lists_what_is_missing_and_asks_only_when_it_is_told_to(
    one_desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = one_desk.attach(b"text", "report.txt")
    one_desk.synchronise()
    one_desk.headquarters.server.contents.remove(content_name(digest))
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    command = ["admin", "missing-files"]
    assert run(command, one_desk.headquarters.home, "en") == 0
    (listed,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (listed["customer"], listed["file"], listed["digest"]) == ("第一人民医院", "report.txt", digest)
    assert (listed["about"], listed["record"]) == ("work_orders", one_desk.order_id)
    assert one_desk.receipts() == {(one_desk.customer_id, digest)}
    assert run([*command, "--ask-again"], one_desk.headquarters.home, "en") == 0
    assert capsys.readouterr().out.startswith("1 content is asked for again.")
    assert one_desk.receipts() == set()
