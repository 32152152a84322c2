"""What stands in a mail that came, whoever wrote it: pure, and nothing in it is ever markup, a path or a query."""
