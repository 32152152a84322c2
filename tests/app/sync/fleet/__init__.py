"""A whole fleet in one process: a server, laptops, a dispatcher, and a network and machines that fail.

Everything that happens follows from one seed. The halves of the protocol are the real ones over real workspaces; only
HTTP is left out. `python -m tests.app.sync.fleet 500` runs as many seeds, `500 7` those from the seventh on.
"""
