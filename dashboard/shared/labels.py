"""What components say on their own buttons, in the language of the page."""

from dashboard.components.live_chart import ChartLabels
from dashboard.text import Text


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
