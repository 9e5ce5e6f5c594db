"""A number on every claim, so that a former holder's writes can be refused."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A number on every claim, so that a former holder's writes can be refused."""
    op.add_column("experiments", sa.Column("claim", sa.Integer(), nullable=False, server_default="0"))
