"""What a form edits instead of making something new."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.inbox.commands import SettleForOther, SettleRefusal
    from app.storage.edits import Edit


@dataclass(frozen=True, slots=True)
class Editing:
    """A `row` as it was read. What is `wanted` instead stands in the fields at first.

    With `settle`, which keeps what stands, the edit settles what was refused.
    """

    row: Any
    wanted: Mapping[str, Any] = field(default_factory=dict)
    settle: SettleRefusal | SettleForOther | None = None

    def value(self, name: str) -> Any:
        """What stands in the field of a column at first."""
        return self.wanted.get(name, getattr(self.row, name))

    def text(self, name: str) -> str:
        """The same as text; empty where there is nothing."""
        value = self.value(name)
        return "" if value is None else str(value)

    @property
    def draft_id(self) -> str:
        """Names the draft of this row as it stands: what was entered over another one must not hide what changed."""
        stands = hashlib.sha256(repr((self.row, self.wanted)).encode()).hexdigest()[:16]
        return f"edit:{type(self.row).__name__}:{self.row.id}:{stands}"

    def command(self, edit_type: type[Edit], edited: Iterable[str], values: Mapping[str, Any]) -> object | None:
        """The command that a form makes in whose fields of these columns something was `edited`; None for none.

        What nobody touched is left alone, even where a field shows it in another spelling.
        """
        import msgspec

        from app.storage.commands import command_spec
        from app.storage.edits import edit_of

        touched = {*edited, *self.wanted}
        edit = edit_of(edit_type, self.row, **{name: value for name, value in values.items() if name in touched})
        if self.settle is None:
            return edit if edit.wanted else None
        if not edit.wanted:
            return self.settle
        return replace(self.settle, body=msgspec.to_builtins(edit), version=command_spec(edit).version)
