"""Work orders and, apart from them, the visits that carry them out."""
