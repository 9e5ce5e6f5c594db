"""A page that runs again, once, when an experiment that it shows stands another way."""

from core.store.records import Experiment, Status
from dashboard.components import stream
from dashboard.shared.services import Services
from dashboard.shared.standing import READY, standing
from dashboard.text import Text


def watch(text: Text, lab: Services, *experiments: Experiment | None, has_model: bool = False) -> None:
    """Draw nothing, and run the page again once one of the experiments, as it was read for the page, is outdated.

    With `has_model` also once the first model is there that can read. Those that are None are left out; where
    none is left, the page runs again when somebody comes back to it: another tab may have begun one.
    """
    shown = {}
    for experiment in experiments:
        if experiment is not None:
            trainer = lab.trainer() if experiment.status is Status.QUEUED else READY
            parts = standing(experiment, trainer)
            if not has_model:
                del parts["has_model"]
            shown[experiment.id] = parts
    stream.watch(shown, cut=text("stream_cut"), reload=text("reload"), on_return=not shown)
