"""Which rows a device gets that are not simply its customers'."""

from __future__ import annotations

import pytest

from app.accounts.rules import Grant, Grants, Role
from app.storage.schema import queue_scope
from app.sync.pull.server import DeviceScopes


@pytest.mark.parametrize(
    ("role", "customer_id", "known", "stranger"),
    [
        (Role.DESK_AGENT, None, True, True),
        (Role.DISPATCHER, "c", True, False),
        (Role.DESK_AGENT, "d", False, False),
        (Role.ENGINEER, None, False, False),
        (Role.ENGINEER, "c", False, False),
        (Role.APPROVER, "c", False, False),
    ],
)
def test_mails_that_wait_come_to_the_desk_of_their_customer(
    role: Role, customer_id: str | None, known: bool, stranger: bool
) -> None:
    scopes = DeviceScopes(Grants.of([Grant(role, customer_id)]), "me")
    assert scopes.include(queue_scope("c")) is known
    assert scopes.include(queue_scope("")) is stranger
