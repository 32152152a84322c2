"""imports.

Runs on: laptop and server.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "imports",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("new_count", sa.BigInteger(), nullable=False),
        sa.Column("changed_count", sa.BigInteger(), nullable=False),
        sa.Column("same_count", sa.BigInteger(), nullable=False),
        sa.Column("refused_count", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imports_customer_id"), ["customer_id"], unique=False)

    with op.batch_alter_table("asset_edits", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_asset_edits_import_id"), ["import_id"], unique=False)

    with op.batch_alter_table("assets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_assets_import_id"), ["import_id"], unique=False)

    with op.batch_alter_table("licence_seats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.Text(), nullable=True))

    with op.batch_alter_table("licences", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_licences_import_id"), ["import_id"], unique=False)

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_people_import_id"), ["import_id"], unique=False)
