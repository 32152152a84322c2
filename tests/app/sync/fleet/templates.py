"""What every fleet begins with, made once and copied for each run."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.accounts.rules import Role
from app.bootstrap import begin_alone, create_empty_workspace
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from tests.app.sync.fleet.server import CUSTOMERS, FleetServer
from tests.fakes import FakeClock


class Templates:
    """A server with its users and customers, an empty workspace, and one where somebody has begun alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._make_server()
        empty = create_empty_workspace(Home(folder / "empty"), FakeClock())
        empty.close()
        alone = create_empty_workspace(Home(folder / "alone"), FakeClock())
        begin_alone(alone, "Zhao")
        alone.close()

    def copy(self, name: str, target: Path) -> Home:
        shutil.copytree(self._folder / name, target)
        return Home(target)

    def _make_server(self) -> None:
        made = FleetServer(Home(self._folder / "server"), FakeClock())
        made.server.run(*(AddCustomer(id=customer_id, name=customer_id) for customer_id in CUSTOMERS))
        made.add_user("li", Role.ADMINISTRATOR)
        made.add_user("wang", Role.ENGINEER)
        made.add_user("zhao", Role.ADMINISTRATOR)
        made.add_user("sun", Role.ENGINEER, CUSTOMERS[0])
        made.store.close()
