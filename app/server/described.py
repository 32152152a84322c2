"""What the description of the interface says of routes that take no message and answer with none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from app.server.refusals import OF_DEVICES, refusals, refused_with
from app.sync.files.wire import CHUNK_TYPE, CONTENTS, TUS, UPLOADS
from app.sync.live.wire import HEARTBEAT_SECONDS
from app.sync.snapshot.wire import SNAPSHOTS
from app.sync.wire import PROTOCOL, PROTOCOL_HEADER, STREAM_TYPE
from app.workorders.rules import Grade

_Json = dict[str, Any]
_EVENTS = {
    STREAM_TYPE: {"schema": {"type": "object", "properties": {"data": {"type": "string"}}, "required": ["data"]}}
}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_STORED = {"application/octet-stream": _BINARY}
_FACTS = {"application/json": {"schema": {"type": "object", "additionalProperties": {"type": "string"}}}}

_PAGE = {"text/html": {"schema": {"type": "string"}}}
_TOO_OFTEN = {"429": {"description": "Too often from this address.", "content": _PAGE}}
_FORM = {
    "application/x-www-form-urlencoded": {
        "schema": {
            "type": "object",
            "properties": {
                "grade": {"enum": [str(grade) for grade in Grade]},
                "recommends": {"enum": ["", *map(str, range(11))]},
                "comment": {"type": "string", "maxLength": 2000},
            },
            "required": ["grade"],
        }
    }
}

_EXAMINED = (
    *("upload_damaged", "not_permitted", "upload_unmentioned", "attachment_described_wrong", "attachment_empty"),
    *("attachment_type_refused", "attachment_too_large", "photo_damaged", "photo_too_large"),
)
"""By which a content is refused that has come in whole, or that nobody may send."""


def other_paths() -> _Json:
    """These routes, by path."""
    return {
        "/v1/live": {"get": _listen()},
        f"/v1/{UPLOADS}": {"options": _abilities(), "post": _create()},
        f"/v1/{UPLOADS}/{{upload_id}}": {"parameters": [_path("upload_id")], "head": _ask(), "patch": _go_on()},
        f"/v1/{CONTENTS}/{{digest}}": {"parameters": [_path("digest")], "get": _read_content()},
        f"/v1/{SNAPSHOTS}/{{names}}": {"parameters": [_path("names")], "get": _read_snapshot()},
        "/rate/{token}": {"parameters": [_path("token")], "get": _look(), "post": _rate()},
        "/v1/health": {
            "get": _open_operation(
                "health",
                "Whether the server can work: its database, its migrations, its disk, its place for files.",
                {"200": _answer("It can.", _FACTS), "503": _answer("It cannot just now.", _FACTS)},
            )
        },
        "/v1/health/live": {
            "get": _open_operation("alive", "Whether the process answers at all.", {"200": _answer("It does.", _FACTS)})
        },
    }


def _listen() -> _Json:
    return _operation(
        "listen",
        f"Hear when there is something to pull: events, at least every {HEARTBEAT_SECONDS:.0f} seconds.",
        {"200": _answer("Events, until somebody hangs up.", _EVENTS)},
        ["protocol_unknown"],
        [_header(PROTOCOL_HEADER, {"const": PROTOCOL}, required=False)],
    )


def _abilities() -> _Json:
    return _open_operation("uploadAbilities", "What of tus is spoken here.", {"204": _answer("In headers.")})


def _create() -> _Json:
    return _tus(
        "createUpload",
        "Begin to send a content (tus: creation).",
        {"201": _answer("Begun, or known already.")},
        ["message_malformed", "too_many_uploads", *_EXAMINED],
        [_header("Upload-Length"), _header("Upload-Metadata")],
    )


def _ask() -> _Json:
    return _tus("askUpload", "How far an upload is.", {"200": _answer("In headers.")}, ["upload_unknown"], [])


def _go_on() -> _Json:
    said = [_header("Upload-Offset"), _header("Upload-Checksum", required=False)]
    codes = ["message_malformed", "upload_unknown", "upload_out_of_step", "chunk_damaged", *_EXAMINED]
    described = _tus("continueUpload", "Send the next bytes (tus: checksum).", {"204": _answer("Kept.")}, codes, said)
    return described | {"requestBody": {"required": True, "content": {CHUNK_TYPE: _BINARY}}}


def _read_content() -> _Json:
    return _operation(
        "readContent",
        "Read a range of a content.",
        {"206": _answer("The range.", _STORED)},
        ["message_malformed", "content_unknown"],
        [_header("Range")],
    )


def _read_snapshot() -> _Json:
    return _operation(
        "readSnapshot",
        "Read a range of what was prepared for a first load: of one file, or of several as if they were one.",
        {"206": _answer("The range.", _STORED)},
        ["message_malformed", "snapshot_unknown"],
        [_header("Range")],
    )


def _look() -> _Json:
    return _open_operation(
        "lookAtRating",
        "The page on which a caller rates how his order was done, by the secret that he was sent.",
        {"200": _answer("The form.", _PAGE), "404": _answer("Used, or too old.", _PAGE)} | _TOO_OFTEN,
    )


def _rate() -> _Json:
    answers = {
        "200": _answer("Thanks.", _PAGE),
        "400": _answer("The form again, with what is missing.", _PAGE),
        "404": _answer("Used, or too old.", _PAGE),
    }
    described = _open_operation("rate", "Rate how an order was done, once.", answers | _TOO_OFTEN)
    return described | {"requestBody": {"required": True, "content": _FORM}}


def _tus(name: str, summary: str, answers: _Json, codes: Iterable[str], parameters: list[_Json]) -> _Json:
    """An operation of tus, whose version stands in a header."""
    other_version = {str(HTTPStatus.PRECONDITION_FAILED.value): refused_with(["protocol_unknown"])}
    spoken = _header("Tus-Resumable", {"const": TUS})
    return _operation(name, summary, answers | other_version, codes, [spoken, *parameters])


def _operation(name: str, summary: str, answers: _Json, codes: Iterable[str], parameters: list[_Json]) -> _Json:
    """An operation of a device, which may be refused."""
    return {
        **_open_operation(name, summary, answers | refusals((*OF_DEVICES, *codes))),
        "security": [{"device": []}],
        "parameters": parameters,
    }


def _open_operation(name: str, summary: str, answers: Mapping[str, _Json]) -> _Json:
    return {"operationId": name, "summary": summary, "security": [], "responses": dict(answers)}


def _answer(description: str, content: _Json | None = None) -> _Json:
    return {"description": description, **({"content": content} if content else {})}


def _header(name: str, schema: _Json | None = None, *, required: bool = True) -> _Json:
    return {"name": name, "in": "header", "required": required, "schema": schema or {"type": "string"}}


def _path(name: str) -> _Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
