"""A chart that changes ten times a second in one lasting element, and a legend that several charts share."""

from dashboard.components.live_chart.chart import ChartLabels, legend, live_chart
from dashboard.components.live_chart.hidden import Hidden

__all__ = ["ChartLabels", "Hidden", "legend", "live_chart"]
