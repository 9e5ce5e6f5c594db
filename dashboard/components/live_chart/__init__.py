"""A chart that changes ten times a second in one lasting element, and a legend that several charts share."""

from dashboard.components.live_chart.chart import ChartWords, legend, live_chart
from dashboard.components.live_chart.hidden import Hidden

__all__ = ["ChartWords", "Hidden", "legend", "live_chart"]
