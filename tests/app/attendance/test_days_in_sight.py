from __future__ import annotations

from app.accounts.rules import Grant, Grants, Role
from app.attendance.commands import CheckIn
from app.attendance.queries import days_in_sight
from app.attendance.rules import DayState, local_date
from app.storage.facts import GRANTS, PERSON_ID, set_fact
from tests.workspaces import OWNER_ID, Workspace

SHANGHAI = "Asia/Shanghai"


def in_sight(workspace: Workspace, person_id: str) -> list[tuple[str, DayState]]:
    workspace.store.write(lambda unit: set_fact(unit, PERSON_ID, person_id))
    with workspace.store.read() as reader:
        days = days_in_sight(reader, local_date(workspace.clock.now(), SHANGHAI))
    return [(found.person.name, found.day.state) for found in days]


def test_a_manager_sees_everybody(workspace: Workspace) -> None:
    engineer_id = workspace.add_person("张三")
    workspace.run(CheckIn(zone=SHANGHAI), by=engineer_id)
    assert in_sight(workspace, OWNER_ID) == [("张三", DayState.IN), ("王芳", DayState.NOT_YET)]


def test_an_engineer_of_a_server_sees_only_his_own_day(workspace: Workspace) -> None:
    engineer_id = workspace.add_person("张三")
    workspace.connect()
    workspace.grants = Grants.of([Grant(Role.ENGINEER, None)])
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, '[{"role":"engineer","customer_id":null}]'))
    workspace.run(CheckIn(zone=SHANGHAI), by=engineer_id)
    assert in_sight(workspace, engineer_id) == [("张三", DayState.IN)]


def test_where_nobody_is_known_nobody_is_shown(workspace: Workspace) -> None:
    workspace.connect()
    assert in_sight(workspace, "a stranger") == []
