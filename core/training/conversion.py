"""The one place where what the trainer knows becomes what the store keeps, and the other way round.

The trainer knows no clock and computes with arrays; the store keeps times, and None where there is no number.
"""

import numpy as np

from core.store.records import Checkpoint, MetricRow
from core.training.state import Record, TrainingState


def row_of(record: Record, seconds: float) -> MetricRow:
    """Return what the store keeps of a record that was made after so many seconds of training."""
    return MetricRow(seconds=seconds, **vars(record))


def checkpoint_of(state: TrainingState, seconds: float) -> Checkpoint:
    """Return what the store keeps of a state that was reached after so many seconds of training."""
    return Checkpoint(
        state.step,
        seconds,
        state.weights,
        state.rate_factor,
        tuple(None if step < 0 else int(step) for step in state.diverged_at),
        tuple(float(loss_sum) for loss_sum in state.recent_loss_sum),
    )


def state_at(checkpoint: Checkpoint) -> TrainingState:
    """Return the state from which a training goes on: that of which `checkpoint_of` made the checkpoint."""
    return TrainingState(
        checkpoint.step,
        checkpoint.weights,
        checkpoint.rate_factor,
        np.array([-1 if step is None else step for step in checkpoint.diverged_at]),
        np.array(checkpoint.recent_loss_sum),
    )
