"""Checklists as templates: for which work, in which version; what an order makes of them is its own."""
