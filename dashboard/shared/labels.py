"""What components say by themselves, in the language of the page."""

from collections.abc import Mapping

from core.store.records import Status
from dashboard.components.live_chart import ChartLabels
from dashboard.text import Text

_WITHOUT_A_POINT = (Status.FAILED, Status.STOPPED, Status.PAUSED, Status.UNREADABLE)


def chart_labels(text: Text) -> ChartLabels:
    """Return the labels of a chart's buttons."""
    return ChartLabels(
        reset_zoom=text("chart_reset_zoom"),
        download_png=text("chart_download_png"),
        download_svg=text("chart_download_svg"),
        unavailable=text("chart_unavailable"),
        loading=text("chart_loading"),
        legend_hint=text("chart_legend_hint"),
    )


def chart_messages(text: Text, ready: str) -> Mapping[str, str]:
    """Return what a chart without a point says in its middle, by the experiment's status, as `CurveLabels` has it.

    `ready` is what it says before there is an experiment.
    """
    return {
        "": ready,
        "waiting": text("waiting_for_first_point"),
        **{str(status): text(f"no_point_{status}") for status in _WITHOUT_A_POINT},
    }
