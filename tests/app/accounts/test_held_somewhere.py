from __future__ import annotations

import pytest

from app.accounts.rules import EVERYTHING, Grant, Grants, Permission, Role


@pytest.mark.parametrize(
    ("grants", "held"),
    [
        (Grants.of([]), False),
        (Grants.of([Grant(Role.ENGINEER, None)]), False),
        (Grants.of([Grant(Role.ENGINEER, "c1"), Grant(Role.MANAGER, "c2")]), True),
        (EVERYTHING, True),
    ],
)
def test_what_is_held_for_any_customer_is_offered(grants: Grants, held: bool) -> None:
    assert grants.may_somewhere(Permission.PLAN_MAINTENANCE) is held
