"""Classes other than the ten digits: their names beside each experiment, and a name as each drawing's label."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Classes other than the ten digits: their names beside each experiment, and a name as each drawing's label."""
    op.add_column("experiments", sa.Column("classes", sa.Text(), nullable=True))
    with op.batch_alter_table("drawings", table_kwargs={"sqlite_autoincrement": True}) as drawings:
        drawings.alter_column(
            "label",
            existing_type=sa.Integer(),
            existing_nullable=False,
            type_=sa.Text(),
            postgresql_using="label::text",
        )
