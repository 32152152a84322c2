"""Stocktakes: what ought to be there is compared with what is scanned on a walk through the rooms."""
