"""Mails and texts to callers: sent, and answered."""
