"""What the description of the interface says of refusals."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from app.accounts.rules import NOT_ADMITTED
from app.server.replies import STATUS
from app.sync.wire import MEDIA_TYPE, Refusal

REFERENCE = "#/components/schemas/{name}"
OF_DEVICES = (*NOT_ADMITTED, "try_later", "server_failed")
"""By which a device is refused wherever it asks for something."""


def refusals(codes: Iterable[str]) -> dict[str, Any]:
    """The refusals by status, each with the codes that it may carry."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(_status_of(code), []).append(code)
    return {str(status): refused_with(found) for status, found in by_status.items()}


def refused_with(codes: list[str]) -> dict[str, Any]:
    """A refusal that carries one of these codes."""
    known = {"$ref": REFERENCE.format(name=Refusal.__name__)}
    schema = {"allOf": [known, {"properties": {"code": {"enum": codes}}}]}
    return {"description": f"Refused: {', '.join(codes)}.", "content": {MEDIA_TYPE: {"schema": schema}}}


def _status_of(code: str) -> int:
    if code == "server_failed":
        return HTTPStatus.INTERNAL_SERVER_ERROR
    return STATUS.get(code, HTTPStatus.UNPROCESSABLE_ENTITY)
