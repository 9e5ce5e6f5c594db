"""The store's tables, in the newest version of its schema; `core/store/migrations` leads every older one here."""

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

# Named by rule, so that a migration can name what it changes on every database alike.
metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

LARGEST_NUMBER = 2**31 - 1
"""What the number of a row can be at the most, on every database."""


def _belongs_to(table: str, primary_key: bool = False) -> Column[int]:
    """Return a column that names a row of `table` and vanishes with it."""
    foreign_key = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(f"{table.removesuffix('s')}_id", foreign_key, primary_key=primary_key, nullable=False)


processes = Table(
    "processes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("role", String(16), nullable=False),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("heartbeat_at", Float(53), nullable=False),
    # As with experiments: a new process must not inherit the claims of a dead one by its number.
    sqlite_autoincrement=True,
)

experiments = Table(
    "experiments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text),
    Column("config", Text, nullable=False),
    Column("status", String(16), nullable=False, index=True),
    Column("step", Integer, nullable=False),
    Column("seconds", Float(53), nullable=False),
    Column("hold_at", Integer),
    Column("pace", Float(53)),
    Column("rate_factor", Float(53), nullable=False),
    Column("error", Text),
    Column("scaling", LargeBinary),
    Column("data_checksum", String(16)),
    # A JSON list of names; NULL stands for the ten digits.
    Column("classes", Text),
    # No foreign key: a claim outlives the row of a process that died, until somebody takes the experiment over.
    Column("claimed_by", Integer),
    # Grows each time the experiment changes hands: what a former holder still writes is told apart by it.
    Column("claim", Integer, nullable=False, server_default="0"),
    Column("created_at", Float(53), nullable=False),
    Column("finished_at", Float(53)),
    # Numbers of deleted experiments are not given out again: an old link must not show somebody else's run.
    sqlite_autoincrement=True,
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    _belongs_to("experiments"),
    Column("position", Integer, nullable=False),
    Column("learning_rate", Float(53), nullable=False),
    Column("seed", Integer, nullable=False),
    Column("diverged_at", Integer),
    Column("recent_loss_sum", Float(53)),
    Column("test_loss", Float(53)),
    Column("test_accuracy", Float(53)),
    Index("ix_runs_experiment_id", "experiment_id", "position", unique=True),
    sqlite_autoincrement=True,
)

metrics = Table(
    "metrics",
    metadata,
    _belongs_to("runs", primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("seconds", Float(53), nullable=False),
    # Single precision, as they were computed; NULL stands for "not a number", which SQLite cannot hold.
    Column("train_loss", Float(24)),
    Column("train_accuracy", Float(24)),
    Column("validation_loss", Float(24)),
    Column("validation_accuracy", Float(24)),
    sqlite_with_rowid=False,
)

snapshots = Table(
    "snapshots",
    metadata,
    _belongs_to("runs", primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("weights", LargeBinary, nullable=False),
)

rate_changes = Table(
    "rate_changes",
    metadata,
    _belongs_to("experiments", primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("rate_factor", Float(53), nullable=False),
)

drawings = Table(
    "drawings",
    metadata,
    Column("id", Integer, primary_key=True),
    # The name of the class that it shows, such as "7".
    Column("label", Text, nullable=False),
    # 784 bytes: the image that a model reads, white on black.
    Column("image", LargeBinary, nullable=False),
    # As the canvas told them, JSON; NULL for what was uploaded.
    Column("strokes", Text),
    Column("created_at", Float(53), nullable=False),
    sqlite_autoincrement=True,
)
