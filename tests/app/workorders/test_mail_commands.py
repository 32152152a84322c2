from __future__ import annotations

import pytest

from app.accounts.rules import Grant, Grants, Role
from app.foundation.errors import Rejection
from app.messages.rules import MailKind, MailState
from app.messages.tables import IncomingMail
from app.workorders.commands import LogOrder
from app.workorders.desk_commands import ResolveOrder
from app.workorders.mail_commands import FileMail, ReceiveMail, SetMailAside
from app.workorders.rules import EventKind, OrderState
from app.workorders.tables import OrderEvent, WorkOrder
from tests.workspaces import OWNER_ID, Workspace


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


@pytest.fixture
def order_id(workspace: Workspace, customer_id: str) -> str:
    return workspace.add_order(customer_id)


def receive(workspace: Workspace, customer_id: str | None, mail_id: str = "m") -> None:
    workspace.run(
        ReceiveMail(
            id=mail_id,
            kind=MailKind.MESSAGE,
            customer_id=customer_id,
            sender="kay@northvale.example",
            subject="Printer",
            received_at=workspace.clock.now(),
        )
    )


def test_a_mail_stays_with_its_customer(workspace: Workspace, customer_id: str, order_id: str) -> None:
    receive(workspace, workspace.add_customer("Southdale"))
    for command in (
        FileMail(mail_id="m", order_id=order_id),
        LogOrder(id="n", customer_id=customer_id, title="Printer", mail_id="m"),
    ):
        with pytest.raises(Rejection, match="mail_of_another_customer"):
            workspace.run(command)
    assert workspace.get(IncomingMail, "m").state is MailState.WAITING
    assert len(workspace.all(WorkOrder)) == 1


def test_a_mail_of_nobody_knows_whom_is_for_who_triages_for_everybody(
    workspace: Workspace, customer_id: str, order_id: str
) -> None:
    receive(workspace, None)
    workspace.grants = Grants.of([Grant(Role.DESK_AGENT, customer_id)])
    for command in (
        FileMail(mail_id="m", order_id=order_id),
        LogOrder(id="n", customer_id=customer_id, title="Printer", mail_id="m"),
    ):
        with pytest.raises(Rejection, match="not_permitted"):
            workspace.run(command)
    workspace.grants = Grants.of([Grant(Role.DESK_AGENT, None)])
    workspace.run(FileMail(mail_id="m", order_id=order_id))


def test_of_two_who_deal_with_a_mail_the_second_is_told(workspace: Workspace, order_id: str) -> None:
    receive(workspace, None)
    workspace.run(SetMailAside(mail_id="m"))
    with pytest.raises(Rejection, match="mail_settled"):
        workspace.run(FileMail(mail_id="m", order_id=order_id))
    assert workspace.get(IncomingMail, "m").settled_by_id == OWNER_ID


def test_a_word_on_what_is_solved_is_a_fact_and_changes_no_state(workspace: Workspace, order_id: str) -> None:
    workspace.run(ResolveOrder(order_id=order_id, resolution="New roller"))
    receive(workspace, None)
    workspace.run(FileMail(mail_id="m", order_id=order_id))
    assert workspace.get(WorkOrder, order_id).state is OrderState.RESOLVED
    (heard,) = workspace.all(OrderEvent, kind=EventKind.HEARD)
    assert (heard.note, heard.facts["sender"]) == ("Printer", "kay@northvale.example")


@pytest.mark.parametrize("named", [True, False])
def test_what_a_mail_names_is_its_customers(workspace: Workspace, order_id: str, named: bool) -> None:
    other_id = workspace.add_customer("Southdale")
    mail = ReceiveMail(
        id="m",
        kind=MailKind.RATING,
        customer_id=other_id,
        order_id=order_id if named else None,
        sender="a@b.example",
        received_at=workspace.clock.now(),
    )
    with pytest.raises(Rejection, match="record_unknown"):
        workspace.run(mail)
