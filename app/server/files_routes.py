"""Where contents come in (tus 1.0: creation, checksum) and go out (in ranges)."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from app.files.contents import content_name
from app.files.rules import LARGEST_FILE
from app.foundation.errors import Trouble
from app.foundation.logging import log_about
from app.server.authority import Server
from app.server.replies import Body, known_device
from app.sync.files.server import Chunk, FileDesk, Progress, begin, progress_of, size_for, take
from app.sync.files.wire import (
    CHUNK_TYPE,
    CONTENTS,
    EXTENSIONS,
    LARGEST_CHUNK,
    TUS,
    UPLOADS,
    UploadWish,
    content_range,
    number_of,
    range_of,
)

_TUS = {"Tus-Resumable": TUS}


def add_files_routes(application: FastAPI, server: Server) -> None:
    """Serve uploads and contents."""
    desk = FileDesk(server.store, server.contents)
    _take_uploads(application, server, desk)
    _hand_out(application, server, desk)


def _take_uploads(application: FastAPI, server: Server, desk: FileDesk) -> None:
    place = f"/v1/{UPLOADS}/{{upload_id}}"

    @application.options(f"/v1/{UPLOADS}")
    def abilities() -> Response:
        said = {
            "Tus-Version": TUS,
            "Tus-Extension": EXTENSIONS,
            "Tus-Checksum-Algorithm": "sha256",
            "Tus-Max-Size": str(LARGEST_FILE),
        }
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=_TUS | said)

    @application.post(f"/v1/{UPLOADS}")
    def create(request: Request) -> Response:
        device, user = known_device(server, request)
        _require_tus(request)
        header = request.headers.get
        wish = UploadWish.of(header("Upload-Length", ""), header("Upload-Metadata", ""))
        progress = begin(desk, device, user, wish, server.clock.now())
        where = {"Location": f"/v1/{UPLOADS}/{progress.upload_id}"}
        return Response(status_code=HTTPStatus.CREATED, headers=where | _how_far(progress))

    @application.head(place)
    def ask(request: Request, upload_id: str) -> Response:
        device, _user = known_device(server, request)
        _require_tus(request)
        progress = progress_of(desk, device, upload_id)
        said = {"Upload-Length": str(progress.size), "Cache-Control": "no-store"}
        return Response(status_code=HTTPStatus.OK, headers=said | _how_far(progress))

    @application.patch(place)
    def append(request: Request, upload_id: str, body: Body) -> Response:
        device, user = known_device(server, request)
        _require_tus(request)
        if request.headers.get("Content-Type") != CHUNK_TYPE or len(body) > LARGEST_CHUNK:
            raise Trouble("message_malformed", detail="Content-Type")
        offset = number_of("Upload-Offset", request.headers.get("Upload-Offset", ""))
        chunk = Chunk(offset, body, request.headers.get("Upload-Checksum", ""))
        progress = take(desk, device, user, upload_id, chunk, server.clock.now())
        log_about(bytes_taken=len(body))
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=_how_far(progress))


def _hand_out(application: FastAPI, server: Server, desk: FileDesk) -> None:
    @application.get(f"/v1/{CONTENTS}/{{digest}}")
    def content(request: Request, digest: str) -> Response:
        _device, user = known_device(server, request)
        with desk.store.read() as reader:
            size = size_for(reader, user, digest)
        start, stop = range_of(request.headers.get("Range", ""), size)
        part = b"".join(desk.contents.read(content_name(digest), start, stop))
        said = {"Content-Range": content_range(start, stop, size), "Cache-Control": "private, no-store"}
        return Response(part, HTTPStatus.PARTIAL_CONTENT, said, "application/octet-stream")


def _require_tus(request: Request) -> None:
    if request.headers.get("Tus-Resumable") != TUS:
        raise HTTPException(HTTPStatus.PRECONDITION_FAILED, headers={"Tus-Version": TUS})


def _how_far(progress: Progress) -> dict[str, str]:
    return _TUS | {"Upload-Offset": str(progress.received)}
