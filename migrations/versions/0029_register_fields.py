"""register_fields.

Runs on: laptop and server.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("assets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("user_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("warranty_until", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("networked", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("budget_head", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("components", sa.Text(), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_assets_user_id"), ["user_id"], unique=False)
