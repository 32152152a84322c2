"""Unsent work in a file: taken out of a laptop that is dead or leaves, read on another one, or on the server."""
