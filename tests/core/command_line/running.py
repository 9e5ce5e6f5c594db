"""The command line as another process."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def command(*arguments):
    """Run the command line to its end and return what came of it."""
    return subprocess.run(
        [sys.executable, "-m", "core", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
