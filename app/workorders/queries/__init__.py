"""Reading work orders: lists of them, and all about one. A list is read without loading what only one order needs."""
