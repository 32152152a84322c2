"""How a laptop and the server agree: one protocol, a folder a step, both halves side by side (see README.md)."""
