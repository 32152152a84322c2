"""When our own people came and went (`domain.md` §7)."""
