"""replacement ages of types, and what a device was before its repair.

Runs on: laptop and server.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_OTHER_THAN_FIVE = {"NBK": 4, "SCN": 6, "MIN": 8, "STO": 6, "NET": 7}
"""Years after which a register replaces these types to begin with."""


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("device_types", schema=None) as batch_op:
        batch_op.add_column(sa.Column("life_years", sa.BigInteger(), nullable=False, server_default="5"))
    with op.batch_alter_table("send_in_repairs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stood_as", sa.Text(), nullable=True))
    types = sa.table("device_types", sa.column("id"), sa.column("life_years"))
    for code, years in _OTHER_THAN_FIVE.items():
        op.execute(types.update().where(types.c.id == code).values(life_years=years))
