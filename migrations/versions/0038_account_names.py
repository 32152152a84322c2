"""user names of people, and their departments.

Runs on: laptop and server.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("department_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("account_name", sa.Text(), nullable=False, server_default=""))
