"""Check: both sides compare what they hold, by counts and digests."""
