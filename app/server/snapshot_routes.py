"""Where a laptop that has nothing yet fetches what was prepared for it, in ranges of bytes."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.responses import FileResponse

from app.server.authority import Server
from app.server.replies import known_device
from app.sync.snapshot.wire import SNAPSHOTS


def add_snapshot_routes(application: FastAPI, server: Server) -> None:
    """Serve the files as they lie on the disk."""

    @application.get(f"/v1/{SNAPSHOTS}/{{name}}")
    def snapshot(request: Request, name: str) -> FileResponse:
        _device, user = known_device(server, request)
        file = server.snapshots.find(user, name)
        headers = {"Cache-Control": "private, no-store"}
        return FileResponse(file.path, media_type="application/octet-stream", headers=headers)
