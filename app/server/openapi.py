"""The description of the interface (OpenAPI 3.1), made from the steps and their messages, so that it is always true."""

from __future__ import annotations

from typing import Any

import msgspec

from app.foundation.version import VERSION
from app.server.described import other_paths
from app.server.refusals import OF_DEVICES, REFERENCE, refusals
from app.server.steps import STEPS, Exchange
from app.sync.live.wire import News, WaitRequest
from app.sync.wire import MEDIA_TYPE, PROTOCOL, Refusal

_Json = dict[str, Any]

_OF_MESSAGES = ("message_malformed", "protocol_unknown")
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
    _references, schemas = msgspec.json.schema_components(ordered, ref_template=REFERENCE)
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
    codes = ("try_later", "server_failed") if step.open_to_strangers else OF_DEVICES
    return {
        "operationId": step.name,
        "summary": step.purpose,
        "security": [] if step.open_to_strangers else [{"device": []}],
        "parameters": [_ENCODINGS],
        "requestBody": {"required": True, "content": _content(step.request.__name__)},
        "responses": {
            "200": {"description": "The reply.", "content": _content(step.reply.__name__)},
            **refusals((*codes, *_OF_MESSAGES, *step.refusals)),
        },
    }


def _content(name: str) -> _Json:
    return {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(name=name)}}}


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
