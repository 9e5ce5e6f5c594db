"""What tests of the store begin with: a process at work, and a PostgreSQL server where its programs are installed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, text

_NUMBERS = count(1)


def _program(name: str) -> str | None:
    """Return where a program of PostgreSQL is; Debian keeps the server's out of the PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(versions[-1]) if versions else None)


@pytest.fixture(scope="session")
def postgresql_folder() -> Iterator[Path]:
    """The folder of a server that listens on a socket there, and on nothing else, as long as the tests run."""
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if initdb is None or pg_ctl is None:
        if os.environ.get("SOFTMAX_LAB_REQUIRE_POSTGRESQL"):
            pytest.fail("SOFTMAX_LAB_REQUIRE_POSTGRESQL is set, but PostgreSQL's initdb and pg_ctl are not found")
        pytest.skip("needs PostgreSQL's programs initdb and pg_ctl")
    import pwd  # not on Windows

    # Short, as a socket's path has to be.
    with tempfile.TemporaryDirectory(prefix="lab-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        as_whom: tuple[str, ...] = ()
        if os.geteuid() == 0:  # as whom PostgreSQL refuses to run
            nobody = pwd.getpwnam("nobody")
            # Not by the arguments of `subprocess.run`: it would fork, and wait for ever where another thread is in
            # the middle of a matrix product.
            as_whom = ("setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups")
            shutil.chown(folder, nobody.pw_uid, nobody.pw_gid)

        def run(*command: str) -> None:
            environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": name}
            wanted = (*as_whom, *command)
            subprocess.run(wanted, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True, timeout=120)

        data = str(folder / "data")
        run(initdb, "--pgdata", data, "--auth", "trust", "--username", "lab", "--encoding", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={name} -c fsync=off"
        run(pg_ctl, "start", "--wait", "--pgdata", data, "--log", str(folder / "log"), "--options", options)
        try:
            yield folder
        finally:
            run(pg_ctl, "stop", "--wait", "--mode", "immediate", "--pgdata", data)


@pytest.fixture
def postgresql_url(postgresql_folder: Path) -> str:
    """A PostgreSQL database in which nothing is yet."""
    server = URL.create(
        "postgresql+psycopg", username="lab", database="postgres", query={"host": str(postgresql_folder)}
    )
    name = f"lab{next(_NUMBERS)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def process_id(store):
    return store.processes.register("worker", state="ready")
