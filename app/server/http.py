"""The server's routes: each hands a message to the server's half of a protocol step."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.middleware import Middleware
from starlette.routing import Route

from app.foundation.logging import log_about
from app.server.authority import Server
from app.server.files_routes import add_files_routes
from app.server.health import health_of
from app.server.limits import Pace, signing_in
from app.server.live_routes import add_live_routes
from app.server.metrics import Metrics
from app.server.observing import Observing
from app.server.openapi import describe
from app.server.rating_routes import add_rating_routes
from app.server.replies import REFUSALS, Body, answered, known_device, message_of
from app.server.snapshot_routes import add_snapshot_routes
from app.server.steps import STEPS, Step
from app.server.telling_time import TellingTime
from app.sync.wire import Message


def make_server(server: Server, metrics: Metrics | None = None) -> FastAPI:
    """The application that serves the protocol on this server's store."""
    metrics = metrics or Metrics()
    metrics.watch(server.store, server.doorbell.listeners)
    application = FastAPI(title="Paigong", version="1", docs_url=None, redoc_url=None, openapi_url=None)
    application.state.pace = Pace()
    for kind, handler in REFUSALS.items():
        application.add_exception_handler(kind, handler)
    for step in STEPS:
        _serve(application, server, step)
    add_files_routes(application, server)
    add_snapshot_routes(application, server)
    add_live_routes(application, server)
    add_rating_routes(application, server)
    _answer_operators(application, server)
    paths = [route.path for route in application.routes if isinstance(route, Route)]
    application.user_middleware.append(Middleware(Observing, metrics=metrics, paths=paths))
    application.user_middleware.append(Middleware(TellingTime, clock=server.clock))
    return application


def _serve(application: FastAPI, server: Server, step: Step) -> None:
    @application.post(f"/v1/{step.name}")
    def route(request: Request, body: Body) -> Response:
        def half() -> Message:
            if step.open_to_strangers:
                return _let_in(server, request, message_of(request, body, step.request), step)
            known = known_device(server, request)
            message = message_of(request, body, step.request)
            reply = step.half(server, message, *known)
            log_about(**step.counts(message, reply))
            return reply

        return answered(request, half)


def _let_in(server: Server, request: Request, message: Any, step: Step) -> Message:
    """A step for strangers is a way to sign in: it names a login, and is not tried too often."""
    address = request.client.host if request.client else ""
    return signing_in(server, message.login, address, lambda: step.half(server, message))


def _answer_operators(application: FastAPI, server: Server) -> None:
    description = describe()

    @application.get("/v1/health")
    def health() -> JSONResponse:
        found = health_of(server)
        return JSONResponse(found.as_json(), HTTPStatus.OK if found.ready else HTTPStatus.SERVICE_UNAVAILABLE)

    @application.get("/v1/health/live")
    def live() -> dict[str, str]:
        return {"status": "ok"}

    @application.get("/openapi.json")
    def openapi() -> JSONResponse:
        return JSONResponse(description)
