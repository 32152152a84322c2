"""steps_and_chasing.

Runs on: laptop and server. Steps of escalation count in percent or in minutes, for some promises and levels only; what
was there counted percent, for all. Policies never change, so the shipped ones stand as they were shipped: they learn
when to remind of a pause. Solved orders, and what is with suppliers, are judged for the first time.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("policy_steps", schema=None) as batch_op:
        batch_op.alter_column("percent", new_column_name="amount")
        batch_op.add_column(sa.Column("measure", sa.Text(), nullable=False, server_default="share"))
        batch_op.add_column(sa.Column("metrics", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("levels", sa.Text(), nullable=False, server_default=""))

    with op.batch_alter_table("policies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("chase_minutes", sa.BigInteger(), nullable=True, server_default="480"))

    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("supplier_due_at", sa.BigInteger(), nullable=True))
        batch_op.create_index(batch_op.f("ix_deadlines_supplier_due_at"), ["supplier_due_at"], unique=False)

    op.execute(
        "UPDATE policy_pauses SET remind_after_minutes = 1440 "
        "WHERE remind_after_minutes IS NULL AND at_most_minutes IS NULL AND policy_id IN "
        "(SELECT id FROM policies WHERE customer_id IS NULL AND code IN ('council-ict', 'prosecutor-maintenance', "
        "'prosecutor-support', 'desktop-standard', 'desktop-resident'))"
    )
    op.execute("DELETE FROM deadlines")
    op.execute("DELETE FROM workspace_facts WHERE id = 'orders_judged'")
