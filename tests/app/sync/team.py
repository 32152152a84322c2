"""A dispatcher and two engineers, each at a laptop of their own."""

from __future__ import annotations

from app.accounts.rules import Role
from app.directory.commands import AddCustomer
from app.foundation.ids import new_id
from app.workorders.commands import AssignOrder, LogOrder
from app.workorders.tables import Visit, WorkOrder
from tests.app.sync.conftest import Headquarters, Laptop


class Team:
    """A dispatcher and two engineers, all in agreement with the server, and a customer."""

    def __init__(self, headquarters: Headquarters) -> None:
        self.headquarters = headquarters
        self.wang_id = headquarters.add_user("wang", Role.ENGINEER)
        self.zhao_id = headquarters.add_user("zhao", Role.ENGINEER)
        self.li_id = headquarters.add_user("li", Role.DISPATCHER)
        self.li = headquarters.new_laptop("li")
        self.wang = headquarters.new_laptop("wang")
        self.zhao = headquarters.new_laptop("zhao")
        self.customer_id = new_id()
        self.li.run(AddCustomer(id=self.customer_id, name="第一人民医院"))
        self.everybody_agrees()

    def everybody_agrees(self) -> None:
        for _round in range(2):
            for laptop in (self.li, self.wang, self.zhao):
                laptop.synchronise()

    def order_for(self, engineer_id: str, title: str = "打印机卡纸") -> tuple[str, str]:
        """A new order that is assigned to an engineer and known to all; its id and that of the visit."""
        order_id, visit_id = new_id(), new_id()
        self.li.run(
            LogOrder(id=order_id, customer_id=self.customer_id, title=title),
            AssignOrder(order_id=order_id, visit_id=visit_id, engineer_id=engineer_id),
        )
        self.everybody_agrees()
        return order_id, visit_id

    def order(self, laptop: Laptop, order_id: str) -> WorkOrder:
        (order,) = laptop.all(WorkOrder, id=order_id)
        return order

    def visit(self, laptop: Laptop, visit_id: str) -> Visit:
        (visit,) = laptop.all(Visit, id=visit_id)
        return visit
