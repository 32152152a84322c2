"""Where a laptop that has nothing yet fetches what was prepared for it, in ranges of bytes."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request, Response

from app.server.authority import Server
from app.server.replies import known_device
from app.sync.files.wire import content_range, range_of
from app.sync.snapshot.wire import BETWEEN, SNAPSHOTS


def add_snapshot_routes(application: FastAPI, server: Server) -> None:
    """Serve the files as they lie on the disk, those that are named together one after the other."""

    @application.get(f"/v1/{SNAPSHOTS}/{{names}}")
    def snapshot(request: Request, names: str) -> Response:
        _device, user = known_device(server, request)
        found = server.snapshots.find(user, names.split(BETWEEN))
        start, stop = range_of(request.headers.get("Range", ""), found.size)
        headers = {"Content-Range": content_range(start, stop, found.size), "Cache-Control": "private, no-store"}
        content = found.read(start, stop)
        return Response(content, HTTPStatus.PARTIAL_CONTENT, headers, "application/octet-stream")
