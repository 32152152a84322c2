"""Whatever comes in may be anything: it is refused in our words, takes no more than its share, and changes nothing."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.bootstrap import create_workspace
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.storage import facts
from app.storage.outbox import settled_sequence
from app.storage.schema import all_specs, spec_of
from app.storage.store import Store
from app.sync.check.wire import CheckReply, CheckRequest
from app.sync.enrolment.wire import EnrolReply, EnrolRequest
from app.sync.leases.wire import LeaseReply, LeaseRequest
from app.sync.live.wire import WaitRequest, events_in
from app.sync.pull.wire import PullReply, PullRequest, TableRows, Verdict
from app.sync.push.wire import PushReply, PushRequest
from app.sync.rebase.laptop import apply_page
from app.sync.tokens.wire import TokenReply, TokenRequest
from app.sync.wire import PROTOCOL, Message, Refusal, pack, unpack
from app.workorders.tables import WorkOrder
from app.workspace import Workspace

MESSAGES: list[type[Message]] = [
    *(EnrolRequest, EnrolReply, PushRequest, PushReply, PullRequest, PullReply),
    *(LeaseRequest, LeaseReply, TokenRequest, TokenReply, CheckRequest, CheckReply, WaitRequest, Refusal),
]
ENCODINGS = ("", "zstd", "gzip")
SMALL = 100_000
"""Bytes that these tests let a message come to."""

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=15,
)
"""Whatever JSON can say."""


def compressed(content: bytes, encoding: str) -> bytes:
    if encoding == "zstd":
        return zstandard.ZstdCompressor().compress(content)
    return gzip.compress(content) if encoding == "gzip" else content


def refusal_of(work: Callable[[], object]) -> str:
    """By which code it was refused, if it was."""
    try:
        work()
    except Trouble as trouble:
        return trouble.code
    return ""


def understood(content: bytes, encoding: str, message_type: type[Message]) -> Message | None:
    """The message; None where it was refused as it should be."""
    found: list[Message] = []
    code = refusal_of(lambda: found.append(unpack(content, encoding, message_type, SMALL)))
    assert code in {"", "message_malformed", "protocol_unknown"}
    return found[0] if found else None


@given(content=st.binary(max_size=300), encoding=st.sampled_from(ENCODINGS), message=st.sampled_from(MESSAGES))
def test_bytes_are_no_message(content: bytes, encoding: str, message: type[Message]) -> None:
    assert understood(content, encoding, message) is None
    assert understood(compressed(content, encoding), encoding, message) is None


@settings(max_examples=60)
@given(value=plain, encoding=st.sampled_from(ENCODINGS), message=st.sampled_from(MESSAGES), data=st.data())
def test_plain_values_in_the_place_of_fields_are_refused_or_understood_and_never_break(
    value: object, encoding: str, message: type[Message], data: st.DataObject
) -> None:
    names = [field.encode_name for field in msgspec.structs.fields(message)]
    fields: dict[str, object] = data.draw(st.dictionaries(st.sampled_from(names), plain, max_size=len(names)))
    fields.setdefault("protocol", PROTOCOL)
    fields[data.draw(st.sampled_from(names))] = value
    found = understood(compressed(msgspec.json.encode(fields), encoding), encoding, message)
    assert found is None or isinstance(found, message)


@given(cut=st.floats(0, 1, exclude_max=True), zstd=st.booleans())
def test_a_message_that_was_cut_off_is_refused(cut: float, zstd: bool) -> None:
    whole = pack(LeaseRequest(protocol=PROTOCOL, series=[f"W{number}" for number in range(50)]), zstd=zstd)
    assert understood(whole[: int(cut * len(whole))], "zstd" if zstd else "gzip", LeaseRequest) is None


@pytest.mark.parametrize("encoding", ["zstd", "gzip"])
@pytest.mark.parametrize("layer", [b" ", b"[", b"\0", b'"a'])
def test_what_swells_when_it_is_decompressed_is_refused_before_it_has_swollen(encoding: str, layer: bytes) -> None:
    bomb = compressed(layer * (50 * SMALL), encoding)
    assert len(bomb) < SMALL
    assert understood(bomb, encoding, PushRequest) is None


@given(chunks=st.lists(st.binary(max_size=60) | st.sampled_from([b"data: {}\n\n", b":\n\n", b"\n\n"]), max_size=8))
def test_a_stream_of_anything_is_nonsense_or_news(chunks: list[bytes]) -> None:
    assert refusal_of(lambda: list(events_in(chunks))) in {"", "server_nonsense"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = create_workspace(Home(Path(tmp_path_factory.mktemp("garbage")) / "home"), "王建国")
    yield made
    made.close()


_cells: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=20)
_synchronised = sorted(spec.name for spec in all_specs() if spec.scope is not None)


@st.composite
def _rows(draw: st.DrawFn) -> TableRows:
    """Rows of some table, now and then with a wrong column or a wrong count; rarely what that table can hold."""
    name = draw(st.sampled_from([*_synchronised, "workspace_facts", "x"]))
    known = {spec.name: list(spec.columns) for spec in all_specs()}.get(name, ["id"])
    columns = known if draw(st.booleans()) else draw(st.lists(st.sampled_from(known), max_size=len(known)))
    height = draw(st.integers(0, 2))
    values = [draw(st.lists(_cells, min_size=height, max_size=height)) for _column in columns]
    return TableRows(name=name, columns=columns, values=values, left=draw(st.lists(st.text(max_size=9), max_size=2)))


@pytest.mark.usefixtures("expected_log")  # of states that this program does not know
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(rows=st.lists(_rows(), max_size=2), judged=st.integers(0, 3), verdict=st.text(max_size=10))
def test_a_page_of_anything_is_applied_or_refused_whole(
    workspace: Workspace, rows: list[TableRows], judged: int, verdict: str
) -> None:
    store = workspace.store
    before = _standing(store)
    with store.read() as reader:
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
        tables=rows,
        verdicts=[Verdict(command_id="c", sequence=1, verdict=verdict, code="x", params={})],
        judged_sequence=judged,
        grants=[],
    )
    code = refusal_of(lambda: apply_page(store, workspace.runner.redo, request, reply))
    assert code in {"", "message_malformed", "protocol_unknown", "device_fenced"}
    assert not code or _standing(store) == before


def _standing(store: Store) -> tuple[str, int]:
    with store.read() as reader:
        return facts.fact(reader, facts.CURSOR, "0"), reader.count(spec_of(WorkOrder).row_type)
