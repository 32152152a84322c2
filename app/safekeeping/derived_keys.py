"""Keys for what lies beside the database, each made of the workspace's key: who destroys that one destroys them all."""

from __future__ import annotations

from app.foundation.home import KEY_BYTES


def derived_key(workspace_key: bytes, purpose: str) -> bytes:
    """The key for one purpose; it tells nothing about the workspace's own nor about another one."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"paigong {purpose}".encode()).derive(
        workspace_key
    )
