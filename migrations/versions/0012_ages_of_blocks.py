"""ages_of_blocks.

Runs on: laptop and server. Of what was leased before nobody knows how old it is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("number_blocks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("leased_at", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("wanted_series", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wanted_at", sa.BigInteger(), nullable=True))
