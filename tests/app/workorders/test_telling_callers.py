from __future__ import annotations

import pytest

from app.directory.rules import PersonKind
from app.foundation.errors import Rejection
from app.foundation.translation import Language
from app.messages.rules import MessageState, MessageWay, Occasion
from app.messages.settings import MailServer, MessageSettings, SmsGateway
from app.messages.tables import Notice, OutgoingMessage
from app.workorders.answer_commands import AnswerCaller
from app.workorders.commands import CancelOrder, CloseOrder
from app.workorders.desk_commands import ResolveOrder
from app.workorders.rules import AnswerWay
from app.workorders.tables import OrderEvent
from app.workorders.telling_callers import TellingCallers
from tests.workspaces import OWNER_ID, Workspace

SETTINGS = MessageSettings(
    address="desk@service.example",
    service="服务台",
    language=Language.CHINESE,
    smtp=MailServer(host="smtp.service.example"),
    sms=SmsGateway(url="https://sms.example/send"),
)


@pytest.fixture
def telling(workspace: Workspace) -> Workspace:
    """A workspace that tells callers, as a server does."""
    workspace.reactions.connect(OrderEvent, TellingCallers(SETTINGS).react)
    return workspace


@pytest.fixture
def customer_id(telling: Workspace) -> str:
    return telling.add_customer()


@pytest.fixture
def caller_id(telling: Workspace, customer_id: str) -> str:
    return telling.add_person("Kay", PersonKind.CONTACT, customer_id=customer_id, email="kay@northvale.example")


def messages(workspace: Workspace) -> list[OutgoingMessage]:
    return sorted(workspace.all(OutgoingMessage), key=lambda message: message.created_at)


def test_a_caller_is_told_from_logging_to_closing(telling: Workspace, customer_id: str, caller_id: str) -> None:
    order_id = telling.add_order(customer_id, caller_id=caller_id)
    for command in (
        AnswerCaller(order_id=order_id, way=AnswerWay.MAIL, text="A part is on its way."),
        ResolveOrder(order_id=order_id, resolution="New roller"),
        CloseOrder(order_id=order_id),
    ):
        telling.clock.advance(minutes=1)
        telling.run(command)
    told = messages(telling)
    assert [message.occasion for message in told] == [
        Occasion.LOGGED,
        Occasion.PROGRESS,
        Occasion.SOLVED,
        Occasion.CLOSED,
    ]
    assert {(message.way, message.recipient, message.state) for message in told} == {
        (MessageWay.MAIL, "kay@northvale.example", MessageState.QUEUED)
    }
    assert "A part is on its way." in told[1].text
    assert "New roller" in told[2].text
    assert told[0].text.startswith("Kay，您好！")


def test_the_customers_language_goes_before_the_services(telling: Workspace) -> None:
    customer_id = telling.add_customer("Oslo", language=Language.NORWEGIAN)
    telling.add_order(customer_id, caller_name="Kari", caller_phone="91234567")
    (message,) = messages(telling)
    assert (message.way, message.recipient) == (MessageWay.SMS, "91234567")
    assert "din henvendelse" in message.text


@pytest.mark.parametrize("way", [AnswerWay.PHONE, AnswerWay.IN_PERSON])
def test_whoever_has_heard_it_is_not_written_to(
    telling: Workspace, customer_id: str, caller_id: str, way: AnswerWay
) -> None:
    order_id = telling.add_order(customer_id, caller_id=caller_id)
    telling.run(AnswerCaller(order_id=order_id, way=way, text="On its way."))
    assert [message.occasion for message in messages(telling)] == [Occasion.LOGGED]


def test_an_answer_that_reaches_nobody_is_told_to_its_author(telling: Workspace, customer_id: str) -> None:
    order_id = telling.add_order(customer_id)
    telling.run(AnswerCaller(order_id=order_id, way=AnswerWay.MAIL, text="On its way."))
    assert messages(telling) == []
    (notice,) = telling.all(Notice)
    assert (notice.code, notice.person_id) == ("notice_caller_unreachable", OWNER_ID)


def test_a_cancelled_order_and_one_without_a_caller_tell_nobody(
    telling: Workspace, customer_id: str, caller_id: str
) -> None:
    telling.run(CancelOrder(order_id=telling.add_order(customer_id)))
    assert messages(telling) == []


def test_what_is_refused_tells_nobody(telling: Workspace, customer_id: str, caller_id: str) -> None:
    order_id = telling.add_order(customer_id, caller_id=caller_id)
    with pytest.raises(Rejection):
        telling.run(CloseOrder(order_id=order_id))
    assert len(messages(telling)) == 1


def test_a_laptop_leaves_it_to_its_server(telling: Workspace, customer_id: str, caller_id: str) -> None:
    telling.connect()
    telling.add_order(customer_id, caller_id=caller_id)
    assert messages(telling) == []
