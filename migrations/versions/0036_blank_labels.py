"""blank labels.

Runs on: laptop and server.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "blank_labels",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("type_code", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Text(), nullable=True),
        sa.Column("reserved_at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_labels")),
    )
    with op.batch_alter_table("blank_labels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blank_labels_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_blank_labels_customer_id"), ["customer_id"], unique=False)
