"""order_and_visit.

Runs on: laptop and server. What was stored before says of itself what it said: of older orders nobody judged impact
and urgency, so their priority stands as it was given. States and kinds of events keep their texts.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "order_links",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_links")),
    )
    with op.batch_alter_table("order_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_links_order_id_other_id"), ["order_id", "other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_links_other_id"), ["other_id"], unique=False)

    with op.batch_alter_table("work_orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("category", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("caller_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("remote", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("impact", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("urgency", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("priority_reason", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("level", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("parent_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("team_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("continued_in_id", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_work_orders_parent_id"), ["parent_id"], unique=False)
