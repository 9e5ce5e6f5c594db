"""What is kept: experiments, what was recorded of them, the users' drawings and data sets, and which
processes are at work.

The store is all that the training process and the dashboard share. It has five parts over one database. Every method
of theirs is one transaction for one thing that happened, and may be called from any thread.
"""

from core.store.changes import Changes
from core.store.data_sets import DataSets
from core.store.database import Database
from core.store.drawings import Drawings
from core.store.experiments import Experiments
from core.store.processes import Processes
from core.store.recordings import Recordings

__all__ = ["Store"]


class Store:
    """All that is kept in the database behind `url`, by default the user's own. Lives as long as the process.

    Raises StoreError where the database cannot be reached or is newer than this program.
    """

    def __init__(self, url: str | None = None) -> None:
        self._database = Database(url)
        self.url, self.safe_url = self._database.url, self._database.safe_url
        self.experiments = Experiments(self._database)
        self.recordings = Recordings(self._database)
        self.drawings = Drawings(self._database)
        self.processes = Processes(self._database)
        self.data_sets = DataSets(self._database)

    def changes(self) -> Changes:
        """Return what one thread waits with for something to be written, from now on. To be closed."""
        return Changes(self._database)

    def close(self) -> None:
        """Let go of the database. May be called twice."""
        self._database.close()
