"""Steps by minutes, promise and level; reports that are owed; suppliers who do not answer; and what notices say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.directory.rules import PersonKind
from app.foundation.sentences import sentence_for
from app.foundation.translation import set_language
from app.messages.tables import Notice
from app.sla.commands import AddPolicy, StepTerms
from app.sla.contract_commands import AddContract
from app.sla.rules.escalation import Measure, Told
from app.sla.rules.promises import Metric
from app.storage.commands import disclose
from app.workorders.answer_commands import CallSupplier, TakeBackFromSupplier
from app.workorders.commands import AssignOrder, LogOrder
from app.workorders.report_commands import ReportVisit
from app.workorders.rules import EventKind, PauseReason
from app.workorders.tables import Deadline, WorkOrder
from app.workorders.visit_commands import PauseWork, ResolveVisit, StartWork
from app.workorders.warning_commands import commands_due
from tests.app.workorders.test_clocks import POLICY, desk, later, target
from tests.app.workorders.test_warnings import look, said
from tests.workspaces import OWNER_ID, Workspace

__all__ = ["desk", "later"]

STEPPED = replace(
    POLICY,
    id="stepped",
    code="stepped",
    targets=(*POLICY.targets, target("P1", Metric.REPORT, 8)),
    thresholds=(),
    steps={
        "soon": StepTerms(
            amount=15, measure=Measure.BEFORE, metrics=(Metric.RESPONSE,), levels=("P1",), tells=(Told.DESK,)
        ),
        "other level": StepTerms(amount=50, measure=Measure.BEFORE, levels=("P3",), tells=(Told.DESK,)),
        "makers": StepTerms(amount=50, metrics=(Metric.RESTORE,), tells=(Told.MAKER, Told.TECHNICAL_MANAGER)),
        "director": StepTerms(
            amount=30, measure=Measure.AFTER, metrics=(Metric.REPORT, Metric.RESTORE), tells=(Told.DIRECTOR,)
        ),
        "waits": StepTerms(amount=90, measure=Measure.PAUSED, tells=(Told.TECHNICAL_MANAGER,)),
    },
    chase_minutes=60,
)


@pytest.fixture
def stepped(desk: Workspace) -> Workspace:
    """An urgent order about a printer, a technical manager and a director of our own."""
    for kind in (PersonKind.TECHNICAL_MANAGER, PersonKind.DIRECTOR):
        desk.add_person(str(kind), kind, id=str(kind))
    customer = desk.add_customer("Stepped")
    desk.add_person("Another director", PersonKind.CONTACT, customer_id=customer)
    contract = AddContract(
        id="s", customer_id=customer, number="2", name="S", policy_id="stepped", begins_on=date(2026, 1, 1)
    )
    desk.run(STEPPED, contract)
    printer = desk.add_asset(customer, "PRN", maker="HP")
    desk.run(LogOrder(id="x", customer_id=customer, title="No mail", priority=1, asset_id=printer))
    return desk


def notices(workspace: Workspace, person_id: str) -> list[str]:
    found = sorted(workspace.all(Notice, person_id=person_id), key=lambda notice: notice.created_at)
    return [sentence_for(notice.code, notice.facts) for notice in found]


def test_a_step_in_minutes_is_for_its_promise_and_level(stepped: Workspace, later: Callable[..., None]) -> None:
    later(0.74)
    look(stepped)
    assert said(stepped) == []
    later(0.01)
    look(stepped)
    look(stepped)
    assert said(stepped) == [(EventKind.WARNED, "Response: 0:15 left")]
    number = stepped.get(WorkOrder, "x").number
    assert notices(stepped, OWNER_ID) == [f"{number} No mail: 0:15 left for “Response”."]
    set_language("zh_CN")
    assert notices(stepped, OWNER_ID) == [f"{number} No mail：“响应”还剩 0:15。"]
    set_language("en")


def test_the_third_line_is_called_in_by_the_desk_and_a_director_hears_of_what_is_overdue(
    stepped: Workspace, later: Callable[..., None]
) -> None:
    later(1)
    look(stepped)
    number = stepped.get(WorkOrder, "x").number
    assert f"{number} No mail: call in HP, the third line." in notices(stepped, OWNER_ID)
    assert notices(stepped, "technical_manager") == [f"{number} No mail: 1:00 left for “Service restored”."]
    later(1.5)
    look(stepped)
    assert notices(stepped, "director") == [f"{number} No mail: “Service restored” was missed, overdue by 0:30."]


def test_a_pause_that_goes_on_is_told_to_whom_a_step_names(stepped: Workspace, later: Callable[..., None]) -> None:
    engineer = stepped.add_person()
    stepped.run(AssignOrder(order_id="x", visit_id="v", engineer_id=engineer))
    stepped.run(StartWork(visit_id="v"), PauseWork(visit_id="v", reason=PauseReason.PARTS), by=engineer)
    later(1.5)
    look(stepped)
    assert (EventKind.ESCALATED, "paused for 1:30: Waiting for parts") in said(stepped)
    assert any("waiting for 90 minutes" in notice for notice in notices(stepped, "technical_manager"))


def test_a_report_that_is_owed_is_warned_of_after_the_work_is_done(
    stepped: Workspace, later: Callable[..., None]
) -> None:
    engineer = stepped.add_person()
    stepped.run(AssignOrder(order_id="x", visit_id="v", engineer_id=engineer))
    stepped.run(StartWork(visit_id="v"), ResolveVisit(visit_id="v", resolution="Yes"), by=engineer)
    deadline = stepped.get(Deadline, "x")
    assert (deadline.due_at, deadline.wake_at) == (None, stepped.clock.now() + timedelta(hours=8, microseconds=1))
    later(24.5)
    look(stepped)
    assert [text for _kind, text in said(stepped)] == ["Handling report: overdue by 0:30"]
    stepped.run(ReportVisit(visit_id="v"), by=engineer)
    assert stepped.get(Deadline, "x").wake_at is None


def test_a_supplier_is_chased_when_he_promised_an_answer_and_again_until_he_gives_it(
    stepped: Workspace, later: Callable[..., None]
) -> None:
    at = stepped.clock.now()
    stepped.run(CallSupplier(order_id="x", supplier="Canon", reference="M-7", answer_by=at + timedelta(hours=30)))
    deadline = stepped.get(Deadline, "x")
    assert deadline.supplier_due_at == at + timedelta(hours=30)

    def chased() -> list[str]:
        look(stepped)
        return [text for _kind, text in said(stepped) if "Canon" in text or "HP" in text]

    later(29)
    assert chased() == []
    later(1)
    assert chased() == ["no answer yet from the supplier Canon M-7"]
    assert f"{stepped.get(WorkOrder, 'x').number} No mail: no answer from Canon M-7. Chase the supplier." in notices(
        stepped, OWNER_ID
    )
    assert len(chased()) == 1, "not before another hour of work has passed"
    later(1)
    assert len(chased()) == 2
    stepped.run(CallSupplier(order_id="x", supplier="HP", note="Nobody answers at Canon"))
    later(0.5)
    assert len(chased()) == 2
    later(0.5)
    assert chased()[-1] == "no answer yet from the supplier HP"
    stepped.run(TakeBackFromSupplier(order_id="x", note="A new roller"))
    assert stepped.get(Deadline, "x").supplier_due_at is None
    later(3)
    assert len(chased()) == 3


def test_without_a_contract_a_supplier_is_chased_too(desk: Workspace, later: Callable[..., None]) -> None:
    customer = desk.add_customer("No contract")
    desk.run(LogOrder(id="y", customer_id=customer, title="Jam"), CallSupplier(order_id="y", supplier="HP"))
    later(8)
    look(desk)
    assert said(desk, "y") == [(EventKind.WARNED, "no answer yet from the supplier HP")]
    with desk.store.read() as reader:
        assert not [one for one in commands_due(reader, desk.clock.now()) if one.order_id == "y"]


def test_a_policy_that_an_older_program_made_keeps_its_steps() -> None:
    body = {
        "id": "p",
        "code": "p",
        "name": "P",
        "targets": [],
        "steps": {"last": {"percent": 90, "tells": ["manager"]}},
    }
    command = disclose("sla.add_policy", body, 1)[1]
    assert isinstance(command, AddPolicy)
    assert command.steps == {"last": StepTerms(amount=90, tells=(Told.MANAGER,))}
    assert body["steps"] == {"last": {"percent": 90, "tells": ["manager"]}}
