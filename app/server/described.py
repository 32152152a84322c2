"""What the description of the interface says of routes that take no message and answer with none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.sync.files.wire import CHUNK_TYPE, CONTENTS, UPLOADS
from app.sync.live.wire import HEARTBEAT_SECONDS
from app.sync.snapshot.wire import SNAPSHOTS
from app.sync.wire import STREAM_TYPE

_Json = dict[str, Any]
_FACTS = {"application/json": {"schema": {"type": "object", "additionalProperties": {"type": "string"}}}}
_BYTES = {CHUNK_TYPE: {"schema": {"type": "string", "format": "binary"}}}
_OF_DEVICES = {"401": "The device is not admitted."}


def other_paths() -> _Json:
    """These routes, by path."""
    return {
        "/v1/live": {
            "get": _operation(
                "listen",
                f"Hear when there is something to pull: events, at least every {HEARTBEAT_SECONDS:.0f} seconds.",
                {"200": "Events, until somebody hangs up."} | _OF_DEVICES,
                content={STREAM_TYPE: {"schema": {"type": "string"}}},
            )
        },
        f"/v1/{UPLOADS}": {
            "options": _operation(
                "uploadAbilities", "What of tus is spoken here.", {"204": "In headers."}, device=False
            ),
            "post": _operation(
                "createUpload",
                "Begin to send a content (tus: creation).",
                {"201": "Begun, or known already.", "412": "Another version of tus."} | _OF_DEVICES,
            ),
        },
        f"/v1/{UPLOADS}/{{upload_id}}": {
            "parameters": [_in_path("upload_id")],
            "head": _operation(
                "askUpload", "How far an upload is.", {"200": "In headers.", "404": "Unknown."} | _OF_DEVICES
            ),
            "patch": _operation(
                "continueUpload",
                "Send the next bytes (tus: checksum).",
                {"204": "Kept.", "404": "Unknown.", "409": "From another place.", "460": "Damaged."} | _OF_DEVICES,
            )
            | {"requestBody": {"required": True, "content": _BYTES}},
        },
        f"/v1/{CONTENTS}/{{digest}}": {
            "parameters": [_in_path("digest")],
            "get": _operation(
                "readContent",
                "Read a content, or a range of it.",
                {"206": "A range, or all of it.", "404": "Unknown, or not for this device."} | _OF_DEVICES,
                content=_BYTES,
            ),
        },
        f"/v1/{SNAPSHOTS}/{{name}}": {
            "parameters": [_in_path("name")],
            "get": _operation(
                "readSnapshot",
                "Read what was prepared for a first load, or a range of it.",
                {
                    "200": "All of it.",
                    "206": "A range.",
                    "400": "No range.",
                    "404": "Unknown, or not for this device.",
                    "416": "A range beyond its end.",
                }
                | _OF_DEVICES,
                content={"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            ),
        },
        "/v1/health": {
            "get": _operation(
                "health",
                "Whether the server can work: its database, its migrations, its disk.",
                {"200": "It can.", "503": "It cannot just now."},
                content=_FACTS,
                device=False,
            )
        },
        "/v1/health/live": {
            "get": _operation(
                "alive", "Whether the process answers at all.", {"200": "It does."}, content=_FACTS, device=False
            )
        },
    }


def _operation(
    name: str, summary: str, answers: Mapping[str, str], *, content: _Json | None = None, device: bool = True
) -> _Json:
    def answer(status: str, description: str) -> _Json:
        told = {"content": content} if content and (status.startswith("2") or not device) else {}
        return {"description": description, **told}

    return {
        "operationId": name,
        "summary": summary,
        "security": [{"device": []}] if device else [],
        "responses": {status: answer(status, description) for status, description in answers.items()},
    }


def _in_path(name: str) -> _Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
