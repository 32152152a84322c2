"""search by pinyin.

Runs on: laptop and server.

The search indexes of a workspace are cut otherwise from now on: the old ones go, and are made anew where it is opened.
"""

from __future__ import annotations

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("assets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assets_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assets_site_id"), ["site_id"], unique=False)
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        made = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE search_%'"
        for (name,) in connection.exec_driver_sql(made).all():
            connection.exec_driver_sql(f"DROP TABLE {name}")
