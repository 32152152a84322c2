"""Photos and documents about a record: the strip that pages show, and what can be done with a file."""
