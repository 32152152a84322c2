"""How alembic reaches a database: through the connection that `app.storage.migration` gives it."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

import app.bootstrap  # noqa: F401 - declares every table
from app.storage.schema import metadata


def _render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Migrations name what is stored, not our types, which may change later."""
    return f"sa.{item.impl.__class__.__name__}()" if kind == "type" and isinstance(item, sa.TypeDecorator) else False


def _include_object(_item: Any, name: str | None, kind: str, *_rest: Any) -> bool:
    """Search indexes are rebuilt, never migrated."""
    return not (kind == "table" and (name or "").startswith("search_"))


def _run(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=_render_item,
        include_object=_include_object,
    )
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes["connection"])
