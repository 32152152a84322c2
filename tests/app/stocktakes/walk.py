"""A customer with two rooms and three devices, a stocktake of them, and a walk with a scanner."""

from __future__ import annotations

from typing import Any

from app.assets.tables import Asset
from app.foundation.ids import new_id
from app.stocktakes.commands import BeginStocktake
from app.stocktakes.queries import Summary, summary_of
from app.stocktakes.rules import Spot
from app.stocktakes.scanning import Judged, judge_scan
from app.stocktakes.tables import Stocktake
from tests.workspaces import OWNER_ID, Workspace


class Walk:
    """Two desktops in room 301 and a printer in 302 of the Town Hall."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.customer_id = workspace.add_customer()
        self.hall = workspace.add_site(self.customer_id)
        self.depot = workspace.add_site(self.customer_id, "Depot")
        self.first, self.second = (self.add(place="301", serial_number=f"SN-{number}") for number in (1, 2))
        self.printer = self.add(type_code="PRN", place="302")
        self.id = ""

    def add(self, **fields: Any) -> str:
        return self.workspace.add_asset(self.customer_id, **{"site_id": self.hall, **fields})

    def begin(self, by: str = OWNER_ID, **fields: Any) -> str:
        self.id = new_id()
        given = {"id": self.id, "customer_id": self.customer_id, "name": "Town Hall 2026", "site_id": self.hall}
        self.workspace.run(BeginStocktake(**{**given, **fields}), by=by)
        return self.id

    def stocktake(self) -> Stocktake:
        return self.workspace.get(Stocktake, self.id)

    def code(self, asset_id: str) -> str:
        return self.workspace.get(Asset, asset_id).code

    def here(self, place: str) -> Spot:
        return Spot(self.hall, place, self.stocktake().department_id)

    def judge(self, text: str, place: str = "301") -> Judged:
        with self.workspace.store.read() as reader:
            return judge_scan(reader, self.id, text, self.here(place))

    def scan(self, text: str, place: str = "301", by: str = OWNER_ID) -> Judged:
        """Judge it, and do what there is to be done."""
        judged = self.judge(text, place)
        if judged.command is not None:
            self.workspace.run(judged.command, by=by)
        return judged

    def summary(self) -> Summary:
        with self.workspace.store.read() as reader:
            return summary_of(reader, self.stocktake())
