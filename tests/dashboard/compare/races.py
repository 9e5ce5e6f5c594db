"""A race as tests of Compare have it, and how they open the page."""

from core.config import ExperimentConfig

RACE = ExperimentConfig(learning_rates=(0.01, 0.1, 1.0), steps=100, record_interval=10)


def opened(page, **parameters):
    for name, value in parameters.items():
        page.query_params[name] = str(value)
    page.run()
    assert not page.exception
    return page


def legend(chart):
    return [entry["label"] for entry in chart["legend"]]
