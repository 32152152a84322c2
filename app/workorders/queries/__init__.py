"""Reading work orders: lists of them, and all about one."""

from app.workorders.queries.detail import OrderDetail, find_order, order_detail
from app.workorders.queries.listing import order_counts, order_ids, order_page, orders_of_asset, search_orders

__all__ = [
    "OrderDetail",
    "find_order",
    "order_counts",
    "order_detail",
    "order_ids",
    "order_page",
    "orders_of_asset",
    "search_orders",
]
