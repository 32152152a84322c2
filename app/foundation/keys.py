"""Keys for what lies beside the database, each made of the workspace's key: who destroys that one destroys them all."""

from __future__ import annotations


def derived_key(key: bytes, purpose: str, salt: bytes = b"") -> bytes:
    """A key of 32 bytes for one purpose, from which `key` cannot be found (HKDF with SHA-256, RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt or None, f"paigong {purpose}".encode()).derive(key)
