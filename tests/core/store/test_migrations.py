"""Stores of older and newer programs."""

import sqlite3

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from core.errors import StoreError
from core.images.dataset import load_mnist
from core.store import Store, migrations, schema
from tests.core.store.samples import TWO_RATES, begun, checkpoint, row


def test_the_migrations_lead_to_the_tables_that_the_program_uses(store, private_store_url):
    """Alembic finds no difference between a migrated database and core.schema; HEAD is the newest file."""
    with create_engine(private_store_url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    assert ScriptDirectory(migrations.__path__[0]).get_current_head() == migrations.HEAD


def test_a_store_of_an_older_program_is_led_to_claims_and_classes(store, private_store_url):
    """What it holds stays; its experiments can be claimed and trained on, its drawings are digits."""
    number = begun(store)
    drawing = store.drawings.save("7", load_mnist().x_test[0], "{}")
    store.close()
    path = private_store_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        for column in ("claim", "classes"):
            connection.execute(f"ALTER TABLE experiments DROP COLUMN {column}")
        connection.execute("ALTER TABLE drawings ADD COLUMN number INTEGER NOT NULL DEFAULT 7")
        connection.execute("ALTER TABLE drawings DROP COLUMN label")
        connection.execute("ALTER TABLE drawings RENAME COLUMN number TO label")
        connection.execute("UPDATE alembic_version SET version_num = '0002'")
    connection.close()
    newer = Store(private_store_url)
    [experiment] = newer.experiments.claim(newer.processes.register("worker", state="ready"))
    assert (experiment.id, experiment.config, experiment.claim) == (number, TWO_RATES, 1)
    newer.recordings.holder(experiment).record([row(0)], checkpoint(0))
    [kept] = newer.drawings.newest()
    assert (kept.id, kept.label, kept.strokes) == (drawing, "7", "{}")
    assert np.array_equal(kept.image, load_mnist().x_test[0])
    with newer._database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
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
