"""A customer with five groups of services, some systems in them, and short ways to close and to break them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.directory.commands import AddSupportedSystem
from app.foundation.ids import new_id
from app.knowledge.closure_commands import AgreeClosure
from app.knowledge.commands import ListSystem, RecordOutage
from app.knowledge.presets import preset_groups
from app.knowledge.rules.closures import ClosureKind
from app.sla.presets import preset_calendars
from tests.workspaces import Workspace

NOW = datetime(2026, 11, 2, tzinfo=UTC)
"""When the tests' clock begins: a Monday, at midnight in London."""


class Council:
    """A customer whose business systems are two, Payroll and Finance; its other groups count as one system each."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.id = workspace.add_customer()
        workspace.run(*preset_calendars(), *preset_groups(self.id))
        self.groups = {group.name: group.id for group in preset_groups(self.id)}
        self.payroll, self.finance = self._system("Payroll"), self._system("Finance")
        for system_id in (self.payroll, self.finance):
            workspace.run(ListSystem(group_id=self.groups["business systems"], system_id=system_id))

    def close(self, begins: timedelta, lasts: timedelta = timedelta(hours=2), **fields: Any) -> str:
        """Agree now on a closure of Payroll that begins in so much time."""
        at = self.workspace.clock.now()
        closure_id = new_id()
        said: dict[str, Any] = {
            "customer_id": self.id,
            "kind": ClosureKind.PLANNED,
            "begins_at": at + begins,
            "ends_at": at + begins + lasts,
            "reason": "New database",
            "agreed_by": "Head of ICT",
            "agreed_at": at,
            "system_ids": (self.payroll,),
        }
        self.workspace.run(AgreeClosure(id=closure_id, **(said | fields)))
        return closure_id

    def break_down(self, begun_at: datetime, ended_at: datetime | None, **fields: Any) -> str:
        """Record an outage, of Payroll unless something else is said."""
        outage_id = new_id()
        said: dict[str, Any] = {"system_ids": (self.payroll,)} | fields
        self.workspace.run(
            RecordOutage(id=outage_id, customer_id=self.id, begun_at=begun_at, ended_at=ended_at, **said)
        )
        return outage_id

    def _system(self, product: str) -> str:
        system_id = new_id()
        self.workspace.run(
            AddSupportedSystem(id=system_id, customer_id=self.id, category="Business", product=product, site="")
        )
        return system_id


@pytest.fixture
def council(workspace: Workspace) -> Council:
    return Council(workspace)
