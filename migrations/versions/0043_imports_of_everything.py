"""imports of everything.

Runs on: laptop and server.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_customers_import_id"), ["import_id"], unique=False)

    with op.batch_alter_table("departments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_departments_import_id"), ["import_id"], unique=False)

    with op.batch_alter_table("device_models", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_device_models_import_id"), ["import_id"], unique=False)

    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_sites_import_id"), ["import_id"], unique=False)

    with op.batch_alter_table("supported_systems", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_supported_systems_import_id"), ["import_id"], unique=False)
