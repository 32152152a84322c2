"""Work that comes round by the calendar: for now the cleaning of a department's devices (`domain.md` §5)."""
