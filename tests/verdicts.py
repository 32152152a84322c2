"""What the server says of a workspace's commands, told by the laptop's own half of pull, without a server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.storage import facts
from app.storage.outbox import OutboxEntry, settled_sequence
from app.storage.schema import Row, spec_of
from app.sync.pull.wire import PullReply, PullRequest, TableRows, Verdict
from app.sync.rebase.laptop import apply_page
from app.sync.wire import PROTOCOL
from tests.workspaces import Workspace

Refusal = tuple[str, dict[str, str]]
"""A code and its parameters."""


def server_says(workspace: Workspace, refusals: Mapping[str, Refusal], truth: Sequence[Row] = ()) -> None:
    """Bring the verdict on everything that waits: refused where it is named by its id, else applied.

    `truth` are the rows that the server holds by now.
    """
    with workspace.store.read() as reader:
        cursor = int(facts.fact(reader, facts.CURSOR, "0"))
        epoch, scopes = facts.fact(reader, facts.EPOCH), facts.fact(reader, facts.SCOPES)
        settled = settled_sequence(reader)
    request = PullRequest(protocol=PROTOCOL, epoch=epoch, cursor=cursor, scopes=scopes, settled_sequence=settled)
    reply = PullReply(
        epoch=epoch,
        cursor=cursor + 1,
        scopes=scopes,
        anew=False,
        more=False,
        tables=[_as_sent(row) for row in truth],
        judged_sequence=len(workspace.outbox()),
        verdicts=[_verdict(entry, refusals.get(entry.id)) for entry in workspace.outbox()],
        grants=[],
    )
    apply_page(workspace.store, workspace.runner.redo, request, reply)


def _as_sent(row: Row) -> TableRows:
    spec = spec_of(type(row))
    return TableRows(
        name=spec.name, columns=list(spec.columns), values=[[value] for value in spec.to_values(row)], left=[]
    )


def _verdict(entry: OutboxEntry, refusal: Refusal | None) -> Verdict:
    code, params = refusal or ("", {})
    verdict = "applied" if refusal is None else "merged" if code == "edit_merged" else "rejected"
    return Verdict(command_id=entry.id, sequence=entry.sequence, verdict=verdict, code=code, params=dict(params))
