"""The device says that it has a visit: the desk sees that it has come where its engineer sees it."""

from __future__ import annotations

from app.accounts.queries import held_grants
from app.accounts.rules import Permission
from app.storage.facts import PERSON_ID, fact
from app.storage.runner import CommandRunner
from app.storage.store import Store
from app.storage.units import Reader
from app.workorders.rules import VisitState
from app.workorders.tables import Visit
from app.workorders.visit_commands import ReceiveVisit


def receive_visits(store: Store, runner: CommandRunner) -> bool:
    """Tell of every visit that was sent to the person at this workspace and has come; whether there was any.

    :raises Trouble: the workspace cannot be written to
    """
    with store.read() as reader:
        arrived = _arrived(reader)
    if arrived:
        runner.run(*(ReceiveVisit(visit_id=visit.id) for visit in arrived))
    return bool(arrived)


def _arrived(reader: Reader) -> list[Visit]:
    grants = held_grants(reader)
    sent = reader.having(Visit, "id", engineer_id=fact(reader, PERSON_ID), state=VisitState.SENT)
    return [visit for visit in sent if grants.may(Permission.WORK_ON_VISITS, visit.customer_id)]
