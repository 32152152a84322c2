"""Amendments can exclude or charge other kinds of work.

Runs on: laptop and server.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("excluded_kinds", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("chargeable_kinds", sa.Text(), nullable=True))
