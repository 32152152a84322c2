"""relations.

Runs on: laptop and server.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "asset_relations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("asset_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_relations")),
    )
    with op.batch_alter_table("asset_relations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asset_relations_asset_id"), ["asset_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asset_relations_other_id"), ["other_id"], unique=False)
