"""Groups of services can be retired.

Runs on: laptop and server.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("service_groups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("retired_at", sa.BigInteger(), nullable=True))
