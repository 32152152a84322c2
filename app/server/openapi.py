"""The description of the interface (OpenAPI 3.1), made from the steps and their messages, so that it is always true."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import msgspec

from app.accounts.rules import NOT_ADMITTED
from app.foundation.version import VERSION
from app.server.described import other_paths
from app.server.replies import STATUS
from app.server.steps import STEPS, Exchange
from app.sync.live.wire import News, WaitRequest
from app.sync.wire import MEDIA_TYPE, PROTOCOL, Refusal

_Json = dict[str, Any]

_REFERENCE = "#/components/schemas/{name}"
_EVERYWHERE = ("message_malformed", "protocol_unknown", "try_later", "server_failed")
_ENCODINGS = {
    "name": "Content-Encoding",
    "in": "header",
    "required": False,
    "description": "How the message is compressed; without it, it is plain JSON.",
    "schema": {"enum": ["zstd", "gzip"]},
}


_WAIT = Exchange(
    name="wait",
    purpose="Hear when there is something to pull, as the answer to a question that is kept open for a while.",
    request=WaitRequest,
    reply=News,
)
"""Described like the others; it is served beside the stream, in `app.server.live_routes`."""


def describe() -> _Json:
    """The whole description."""
    steps: tuple[Exchange, ...] = (*STEPS, _WAIT)
    messages = {message for step in steps for message in (step.request, step.reply)} | {Refusal}
    ordered = sorted(messages, key=lambda message: message.__name__)
    _references, schemas = msgspec.json.schema_components(ordered, ref_template=_REFERENCE)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Paigong",
            "version": VERSION,
            "description": f"The protocol of {PROTOCOL}, by which laptops and the server stay in agreement.",
        },
        "paths": {f"/v1/{step.name}": {"post": _operation(step)} for step in steps} | other_paths(),
        "components": {
            "schemas": {name: _spoken(_portable(schema)) for name, schema in schemas.items()},
            "securitySchemes": {"device": {"type": "http", "scheme": "bearer", "description": "The device's token."}},
        },
    }


def _operation(step: Exchange) -> _Json:
    codes = _EVERYWHERE if step.open_to_strangers else (*NOT_ADMITTED, *_EVERYWHERE)
    return {
        "operationId": step.name,
        "summary": step.purpose,
        "security": [] if step.open_to_strangers else [{"device": []}],
        "parameters": [_ENCODINGS],
        "requestBody": {"required": True, "content": _content(step.request.__name__)},
        "responses": {
            "200": {"description": "The reply.", "content": _content(step.reply.__name__)},
            **_refusals((*codes, *step.refusals)),
        },
    }


def _refusals(codes: Iterable[str]) -> _Json:
    """The refusals by status, each with the codes that it may carry."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(_status_of(code), []).append(code)
    return {
        str(status): {
            "description": f"Refused: {', '.join(codes)}.",
            "content": {
                MEDIA_TYPE: {
                    "schema": {
                        "allOf": [
                            {"$ref": _REFERENCE.format(name="Refusal")},
                            {"properties": {"code": {"enum": codes}}},
                        ]
                    }
                }
            },
        }
        for status, codes in by_status.items()
    }


def _status_of(code: str) -> int:
    if code == "server_failed":
        return HTTPStatus.INTERNAL_SERVER_ERROR
    return STATUS.get(code, HTTPStatus.UNPROCESSABLE_ENTITY)


def _content(name: str) -> _Json:
    return {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(name=name)}}}


def _spoken(schema: _Json) -> _Json:
    """A message's schema, which says the one version of the protocol that is spoken here."""
    if "protocol" in schema.get("properties", {}):
        schema["properties"]["protocol"] = {"const": PROTOCOL}
    return schema


def _portable(schema: Any) -> Any:
    r"""The same schema with patterns as JSON Schema wants them, which knows no \A and \Z."""
    if isinstance(schema, dict):
        return {
            name: value.replace(r"\A", "^").replace(r"\Z", "$") if name == "pattern" else _portable(value)
            for name, value in schema.items()
        }
    return [_portable(part) for part in schema] if isinstance(schema, list) else schema
