"""Reading work orders: lists of them, and all about one."""
