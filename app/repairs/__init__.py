"""Devices that leave their site to be repaired (`domain.md` §6): for now the send-in repair at the maker."""
