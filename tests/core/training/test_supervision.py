"""What a worker does before it imports TensorFlow."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.training.supervision import NICENESS


@pytest.mark.skipif(not Path("/proc/self/autogroup").exists(), reason="only Linux groups processes by session")
def test_a_worker_waits_for_others_also_where_linux_groups_processes_by_session():
    """In a group of its own its niceness alone would count for nothing against browser and dashboard."""
    program = (
        "import os; from pathlib import Path; from core.training.supervision import yield_processor;"
        "yield_processor(); print(os.nice(0), Path('/proc/self/autogroup').read_text().split()[-1])"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, start_new_session=True
    )
    assert outcome.stdout.split() == [str(NICENESS)] * 2


def test_a_machine_without_such_groups_is_no_reason_to_fail(tmp_path):
    program = (
        "from pathlib import Path; from core.training.supervision import yield_processor;"
        f"yield_processor(Path({str(tmp_path / 'nowhere' / 'autogroup')!r}))"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
