"""Stores of older and newer programs."""

import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from core.errors import StoreError
from core.store import Store, migrations, schema
from tests.core.store.samples import TWO_RATES, begun, checkpoint, row


def test_the_migrations_lead_to_the_tables_that_the_program_uses(store, private_store_url):
    """Alembic finds no difference between a migrated database and core.schema; HEAD is the newest file."""
    with create_engine(private_store_url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    assert ScriptDirectory(migrations.__path__[0]).get_current_head() == migrations.HEAD


def test_a_store_of_an_older_program_is_led_to_claims(store, private_store_url):
    """What it holds stays; its experiments can be claimed and trained on."""
    number = begun(store)
    store.close()
    path = private_store_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE experiments DROP COLUMN claim")
        connection.execute("UPDATE alembic_version SET version_num = '0002'")
    connection.close()
    newer = Store(private_store_url)
    [experiment] = newer.experiments.claim(newer.processes.register("worker", state="ready"))
    assert (experiment.id, experiment.config, experiment.claim) == (number, TWO_RATES, 1)
    newer.recordings.holder(experiment).record([row(0)], checkpoint(0))
    newer.close()


def test_a_store_of_a_newer_program_is_refused(store, private_store_url):
    """Rather than misread."""
    store.close()
    path = private_store_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match="use a newer program"):
        Store(private_store_url)
