"""What goes into one message of commands."""

from __future__ import annotations

import pytest

from app.storage.outbox import pending_entries
from app.sync.push import laptop
from app.sync.push.laptop import push
from app.sync.push.wire import PushReply, PushRequest
from app.sync.wire import Message, MessageT
from app.workorders.commands import AddNote
from tests.workspaces import Workspace


class Taking:
    """A line to a server that takes whatever it is sent, and how many commands came in each message."""

    url = authority = ""

    def __init__(self) -> None:
        self.counts: list[int] = []

    def ask(self, step: str, message: Message, reply_type: type[MessageT]) -> MessageT:
        assert isinstance(message, PushRequest)
        self.counts.append(len(message.commands))
        reply = PushReply(epoch=message.epoch, last_sequence=message.commands[-1].sequence)
        assert isinstance(reply, reply_type)
        return reply

    def close(self) -> None:
        """Nothing to do."""


@pytest.mark.parametrize(
    ("most", "longest", "counts"),
    [(500, 1_000_000, [8]), (3, 1_000_000, [3, 3, 2]), (500, 50_000, [4, 2, 2]), (500, 10_000, [2] + [1] * 6)],
)
def test_a_message_has_so_many_commands_and_so_much_text_unless_one_alone_has_more(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, most: int, longest: int, counts: list[int]
) -> None:
    monkeypatch.setattr(laptop, "LARGEST_PUSH", most)
    monkeypatch.setattr(laptop, "LARGEST_TEXT", longest)
    order_id = workspace.add_order(workspace.add_customer())
    for _note in range(6):
        workspace.run(AddNote(order_id=order_id, text="长" * 20_000))
    line = Taking()
    assert push(workspace.store, line)
    with workspace.store.read() as reader:
        assert sum(line.counts) == len(pending_entries(reader))
    assert line.counts == counts
