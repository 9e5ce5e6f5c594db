"""A chart that changes many times a second in one lasting element, and a legend that several charts share."""

from dashboard.components.live_chart.chart import ChartLabels, Hidden, Link, legend, live_chart, live_curves

__all__ = ["ChartLabels", "Hidden", "Link", "legend", "live_chart", "live_curves"]
