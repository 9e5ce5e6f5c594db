"""Who is at work on the store: the processes that say every second that they live."""

import os
import socket
import time

from sqlalchemy import delete, insert, select, update

from core.store import schema
from core.store.database import Database, new_id
from core.store.records import PRESUMED_DEAD_SECONDS, Process

HEARTBEAT_SECONDS = 1.0
"""How often a living process says so."""


class Processes:
    """The processes that are at work on one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, role: str, state: str) -> int:
        """Enter this process as a "worker", "command" or "dashboard" and return its number.

        A worker that enters holds the store's lock, so earlier workers of this machine are gone for certain.
        """
        host = socket.gethostname()
        with self._database.transaction() as connection:
            columns = schema.processes.c
            long_dead = columns.heartbeat_at < time.time() - 10 * PRESUMED_DEAD_SECONDS
            gone = long_dead | ((columns.role == role) & (columns.host == host) & (role == "worker"))
            connection.execute(delete(schema.processes).where(gone))
            return new_id(
                connection.execute(
                    insert(schema.processes).values(
                        role=role, host=host, pid=os.getpid(), state=state, heartbeat_at=time.time()
                    )
                )
            )

    def heartbeat(self, process_id: int, state: str = "ready") -> bool:
        """Say that a process lives, and what it is at. Return whether it is on the list.

        One that was silent for very long, as on a laptop that slept, has been struck off: it registers anew.
        """
        with self._database.transaction() as connection:
            found = connection.execute(
                update(schema.processes)
                .where(schema.processes.c.id == process_id)
                .values(heartbeat_at=time.time(), state=state)
            )
            return found.rowcount > 0

    def leave(self, process_id: int) -> None:
        """Strike a process that ends from the list, and free what it had claimed."""
        with self._database.transaction() as connection:
            connection.execute(
                update(schema.experiments)
                .where(schema.experiments.c.claimed_by == process_id)
                .values(claimed_by=None, claim=schema.experiments.c.claim + 1)
            )
            connection.execute(delete(schema.processes).where(schema.processes.c.id == process_id))

    def living(self, role: str) -> list[Process]:
        """Return the living processes of that role, newest first."""
        columns = schema.processes.c
        query = select(schema.processes).where(columns.role == role).order_by(columns.id.desc())
        with self._database.reading() as connection:
            processes = [Process(**row._mapping) for row in connection.execute(query)]
        return [process for process in processes if process.is_alive]
