"""Leads a store of any earlier schema to the newest one (Alembic), one file of `versions/` a change."""

from pathlib import Path

from sqlalchemy import Engine, inspect, select, table, text
from sqlalchemy.sql import column

HEAD = "0004"
"""The version that this program works with: the newest file in `versions/`."""

_UPGRADING = 8_151_977
"""The number of PostgreSQL's advisory lock on the upgrade: any that nobody else takes in the same database."""


def upgrade(engine: Engine) -> None:
    """Bring the database to `HEAD`, in one transaction where it allows that.

    Raises LookupError for a schema that this program does not know, as a newer program leaves it.
    """
    if _version(engine) == HEAD:
        # The usual case, and Alembic takes longer to import than the rest of the store to open.
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        # One upgrade at a time: a second process waits here, then finds nothing left to do.
        if engine.dialect.name == "sqlite":
            connection.execute(text("BEGIN IMMEDIATE"))
        elif engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADING})
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, HEAD)
        except CommandError as error:
            raise LookupError(f"its schema is not one this program knows ({error}); use a newer program") from error
        connection.commit()


def _version(engine: Engine) -> str | None:
    versions = table("alembic_version", column("version_num"))
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(select(versions.c.version_num)).scalar()
