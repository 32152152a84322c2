"""Reading work orders: lists of them, and all about one."""

from app.workorders.queries.chosen import ChosenOrder, chosen_orders
from app.workorders.queries.detail import OrderDetail, find_order, order_detail, row_of_order
from app.workorders.queries.listing import (
    EngineerLoad,
    engineer_loads,
    order_count,
    order_counts,
    order_ids,
    order_page,
    orders_of_asset,
    search_orders,
)

__all__ = [
    "ChosenOrder",
    "EngineerLoad",
    "OrderDetail",
    "chosen_orders",
    "engineer_loads",
    "find_order",
    "order_count",
    "order_counts",
    "order_detail",
    "order_ids",
    "order_page",
    "orders_of_asset",
    "row_of_order",
    "search_orders",
]
