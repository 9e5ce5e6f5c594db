"""Lines as arrays of points."""

import numpy as np

from core.arrays import Doubles


def resampled(line: Doubles, spacing: float) -> Doubles:
    """Return points on a `line`, (n, 2) with n >= 1, evenly at most `spacing` apart, from its first to its last."""
    travelled = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    wanted = np.linspace(0, travelled[-1], int(travelled[-1] / spacing) + 2)
    return np.stack([np.interp(wanted, travelled, line[:, 0]), np.interp(wanted, travelled, line[:, 1])], axis=1)
