"""Who may give which command and edit which field, as one table, made from the commands and the tables themselves."""

from __future__ import annotations

from collections.abc import Iterator

from app.accounts.rules import PERMISSIONS, Role
from app.storage.commands import CommandSpec, all_commands, everywhere, oneself
from app.storage.edits import Edit
from app.storage.schema import spec_of

Line = tuple[str, ...]


def permission_matrix() -> list[Line]:
    """A line for every command and every field that can be edited, in the order of their names, under a headline.

    An x says that the role may, where it was granted; `held_for` says what it must have been granted for.
    """
    headline = ("what", "name", "held_for", "permissions", *(role.value for role in Role))
    return [headline, *sorted((*map(_of_command, all_commands()), *_of_fields()))]


def _of_command(spec: CommandSpec) -> Line:
    return ("command", spec.name, _held_for(spec), *_held(spec.permission))


def _of_fields() -> Iterator[Line]:
    for spec in all_commands():
        if issubclass(spec.command_type, Edit):
            edited = spec_of(spec.command_type.row_type)
            for column, editable in edited.editable.items():
                needed = filter(None, (spec.permission, editable.needs))
                yield ("field", f"{edited.name}.{column}", _held_for(spec), *_held(*needed))


def _held_for(spec: CommandSpec) -> str:
    if spec.customer_of is everywhere:
        return "everything"
    return "anything" if spec.customer_of is oneself else "its customer"


def _held(*permissions: str) -> Line:
    """The permissions, and a mark for each role that holds all of them."""
    return (" ".join(permissions), *("x" if set(permissions) <= PERMISSIONS[role] else "" for role in Role))
