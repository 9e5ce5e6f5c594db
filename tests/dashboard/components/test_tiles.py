"""What of figures and progress travels to the browser."""

import pytest

from dashboard.components import tiles


@pytest.mark.parametrize(("given", "sent"), [(None, None), (-1, 0.0), (0.25, 0.25), (7, 1.0)])
def test_progress_stays_within_its_bar(given, sent):
    """A share outside 0 to 1 is cut; no progress is told from 0."""
    assert tiles.payload([], given, "")["progress"] == sent
