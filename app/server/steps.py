"""The steps of the protocol that a message is sent to: their two messages, and the server's half that answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.accounts.tables import Device, User
from app.server.authority import Server
from app.sync.check.server import compare
from app.sync.check.wire import CHECK, CheckReply, CheckRequest, PackedCheck
from app.sync.enrolment.server import enrol
from app.sync.enrolment.wire import EnrolReply, EnrolRequest
from app.sync.leases.server import lease
from app.sync.leases.wire import LeaseReply, LeaseRequest
from app.sync.pull.server import answer
from app.sync.pull.wire import PackedReply, PullReply, PullRequest
from app.sync.push.server import receive
from app.sync.push.wire import PushReply, PushRequest
from app.sync.snapshot.wire import SNAPSHOTS, SnapshotReply, SnapshotRequest
from app.sync.tokens.server import renew
from app.sync.tokens.wire import TokenReply, TokenRequest
from app.sync.wire import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A message that is sent to a path and the one that answers it, as the description of the interface tells them.

    `refusals` are codes besides those that every step may answer with.
    """

    name: str
    purpose: str
    request: type[Message]
    reply: type[Message]
    open_to_strangers: bool = False
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Exchange):
    """An exchange that is one step of the protocol.

    `half` gets the server and the message, and the device and its user unless the step is `open_to_strangers`: it is
    then a way to sign in, and its message has a `login`. `counts` are figures of a request and its reply.
    """

    half: Callable[..., Message]
    counts: Callable[[Any, Any], Mapping[str, int]] = lambda _request, _reply: {}


def _enrol(server: Server, message: EnrolRequest) -> EnrolReply:
    return enrol(server.store, message, server.clock.now())


def _push(server: Server, message: PushRequest, device: Device, user: User) -> PushReply:
    return receive(server.store, server.runner.perform, device, user, message, server.clock.now())


def _pull(server: Server, message: PullRequest, device: Device, user: User) -> PackedReply:
    return answer(server.store, device, user, message, server.clock.now())


def _offer_snapshots(server: Server, _message: SnapshotRequest, _device: Device, user: User) -> SnapshotReply:
    return server.snapshots.offer(user, server.clock.now())


def _lease(server: Server, message: LeaseRequest, device: Device, user: User) -> LeaseReply:
    return lease(server.store, device, user, message, server.clock.now())


def _renew(server: Server, message: TokenRequest, device: Device, user: User) -> TokenReply:
    return renew(server.store, device, user, message, server.clock.now())


def _compare(server: Server, message: CheckRequest, _device: Device, user: User) -> PackedCheck:
    return compare(server.store, user, message, server.clock.now())


def _differences(request: CheckRequest, reply: PackedCheck) -> Mapping[str, int]:
    return {"compared": reply.count if request.named is None else 0, "differences": reply.differences}


def _rows(_request: PullRequest, reply: PackedReply) -> Mapping[str, int]:
    return {"rows": reply.row_count, "verdicts": len(reply.verdicts)}


STEPS = (
    Step(
        name="enrol",
        purpose="Sign in on a laptop, which becomes a device of that person.",
        request=EnrolRequest,
        reply=EnrolReply,
        half=_enrol,
        open_to_strangers=True,
        refusals=(
            "sign_in_failed",
            "passwords_not_taken",
            "password_too_short",
            "code_wrong",
            "code_used",
            "code_expired",
            "user_inactive",
        ),
    ),
    Step(
        name="push",
        purpose="Offer commands, in the order in which they were given.",
        request=PushRequest,
        reply=PushReply,
        half=_push,
        counts=lambda request, _reply: {"commands": len(request.commands)},
    ),
    Step(
        name="pull",
        purpose="Ask for what changed since a cursor, and for the verdicts.",
        request=PullRequest,
        reply=PullReply,
        half=_pull,
        counts=_rows,
    ),
    Step(
        name=SNAPSHOTS,
        purpose="Ask, with nothing here yet, which prepared files hold what a first pull would bring.",
        request=SnapshotRequest,
        reply=SnapshotReply,
        half=_offer_snapshots,
        counts=lambda _request, reply: {"files": len(reply.offers)},
    ),
    Step(
        name="leases",
        purpose="Ask for blocks of numbers.",
        request=LeaseRequest,
        reply=LeaseReply,
        half=_lease,
        counts=lambda request, reply: {"series": len(request.series), "blocks": len(reply.blocks)},
    ),
    Step(
        name="tokens",
        purpose="Ask for the token that takes the place of the one that the device has.",
        request=TokenRequest,
        reply=TokenReply,
        half=_renew,
    ),
    Step(
        name=CHECK,
        purpose="Compare some rows by count and digest, and ask for those that differ.",
        request=CheckRequest,
        reply=CheckReply,
        half=_compare,
        counts=_differences,
    ),
)
