"""``paigong …`` without a window."""
