"""Photos and documents about records: rows that everybody sees, contents by their SHA-256, sealed on disk."""
