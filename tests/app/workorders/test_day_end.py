"""The callers whom the desk tells at the end of its day how it stands, and the figures on the command line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.bootstrap import create_workspace
from app.cli.main import run
from app.directory.commands import AddCustomer
from app.directory.rules import PersonKind
from app.foundation.home import Home
from app.foundation.translation import Language
from app.messages.rules import Moment
from app.messages.wording import ready_text
from app.workorders.answer_commands import AnswerCaller, SkipUpdate
from app.workorders.commands import AssignOrder, LogOrder
from app.workorders.day_end import CallerUpdate, callers_to_update
from app.workorders.desk_commands import ResolveOrder
from app.workorders.queries.detail import order_detail
from app.workorders.rules import AnswerWay, Channel, EventKind
from app.workorders.tables import OrderEvent
from tests.app.workorders.test_clocks import desk, later
from tests.fakes import FakeClock
from tests.workspaces import Workspace

__all__ = ["desk", "later"]

SHANGHAI = ZoneInfo("Asia/Shanghai")


def updates(desk: Workspace) -> list[CallerUpdate]:
    with desk.store.read() as reader:
        return callers_to_update(reader, desk.clock.now())


def text_of(update: CallerUpdate, language: Language) -> str:
    return ready_text(Moment.DAY_END, None, language, update.told(SHANGHAI))


def test_whoever_waits_is_told_when_it_should_be_done(desk: Workspace, later: Callable[..., None]) -> None:
    planned_at = datetime(2026, 3, 10, 2, tzinfo=UTC)
    desk.run(AssignOrder(order_id="o", visit_id="v", engineer_id=desk.add_person(), planned_at=planned_at))
    later(8)
    (update,) = updates(desk)
    assert text_of(update, Language.ENGLISH) == (
        "We could not finish W26-000001, “Printer jams”, today, and go on with it. 张三 takes care of it. "
        "We expect to be done by 2026-03-10 11:00."
    ), "a visit takes an hour"
    assert "预计 2026-03-10 11:00 前处理完毕" in text_of(update, Language.CHINESE)


def test_by_when_it_works_again_is_expected_whatever_else_is_due_before(
    desk: Workspace, later: Callable[..., None]
) -> None:
    later(1)
    (update,) = updates(desk)
    assert update.expected_at == datetime(2026, 3, 9, 9, tzinfo=UTC), "not the response, which is due at one"
    with desk.store.read() as reader:
        detail = order_detail(reader, "o", desk.clock.now())
    assert detail is not None
    assert detail.due_at == datetime(2026, 3, 9, 5, tzinfo=UTC)
    assert detail.expected_at == update.expected_at


def test_what_was_promised_for_earlier_is_expected_by_nobody(desk: Workspace, later: Callable[..., None]) -> None:
    later(30)
    (update,) = updates(desk)
    assert update.expected_at is None
    assert text_of(update, Language.ENGLISH).endswith("We will tell you as soon as we know more.")


def test_nobody_is_told_of_what_is_done_or_that_he_did_not_report_or_twice(
    desk: Workspace, later: Callable[..., None]
) -> None:
    customer = desk.add_customer("Other")
    desk.run(LogOrder(id="d", customer_id=customer, title="Disk full", channel=Channel.DETECTED))
    desk.run(LogOrder(id="r", customer_id=customer, title="Done"), ResolveOrder(order_id="r", resolution="Yes"))
    later(7)
    assert [update.order.id for update in updates(desk)] == ["o"]
    desk.run(AnswerCaller(order_id="o", way=AnswerWay.PHONE, text="Tomorrow at ten"))
    assert updates(desk) == []
    later(3)
    assert [update.order.id for update in updates(desk)] == ["o"], "an answer at noon is no update in the evening"
    desk.run(SkipUpdate(order_id="o", reason="Is on holiday"))
    assert updates(desk) == []
    assert desk.all(OrderEvent, order_id="o", kind=EventKind.UPDATE_SKIPPED)[0].note == "Is on holiday"


def test_whom_the_directory_knows_is_reached_by_what_stands_there(desk: Workspace, later: Callable[..., None]) -> None:
    customer = desk.add_customer("Nordby", language=Language.NORWEGIAN)
    kari = desk.add_person("Kari", PersonKind.CONTACT, customer_id=customer, email="kari@example.org")
    desk.add_order(customer, id="k", caller_id=kari)
    later(1)
    (update,) = (each for each in updates(desk) if each.order.id == "k")
    assert (update.caller, update.customer, update.language) == ("Kari", "Nordby", "nb")
    assert update.ways == (AnswerWay.PHONE, AnswerWay.MAIL)


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_the_command_line_prints_both_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = Home(tmp_path / "home")
    workspace = create_workspace(home, "Li", FakeClock())
    order = LogOrder(id="o", customer_id="c", title="Printer jams", caller_name="=Wu", caller_phone="138")
    workspace.runner.run(AddCustomer(id="c", name="Council"), order)
    workspace.close()
    assert run(["desk", "end-of-day", "--zone", "Asia/Shanghai"], home, "en") == 0
    (line,) = printed(capsys)
    assert (line["customer"], line["phone"], line["expected"]) == ("Council", "138", "")
    assert line["caller"] == "'=Wu", "no cell becomes a formula"
    assert "Printer jams" in line["text_en"]
    assert run(["sla", "charge", "--month", "2026-11"], home, "en") == 0
    assert printed(capsys) == []
    assert run(["sla", "charge", "--month", "November"], home, "en") == 1
    assert capsys.readouterr().err
