"""Paigong's business rooms: everything that works without a window."""
