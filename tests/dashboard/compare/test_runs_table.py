"""The table of a race's runs: what the browser is told of its rows and columns, beside what the stream brings."""

import subprocess
import sys
from dataclasses import fields, replace

from core.images.dataset import load_mnist
from core.rates.comparison import Summary
from dashboard.components.agreed import Agreed
from tests.dashboard.compare.races import RACE, opened
from tests.dashboard.sent import sent


def table(page):
    [data] = sent(page, "runs_table/table.js")
    return data


def test_every_column_is_something_that_is_known_of_a_run(compare_page, raced):
    """The most telling ones first; no test accuracy is called the best, for rates are not chosen by it."""
    data = table(opened(compare_page, experiment=raced(), finish_line=80))
    names = [column["name"] for column in data["columns"]]
    assert set(names) == {field.name for field in fields(Summary)} - {"run", "step"}
    assert names[0] == "learning_rate"
    assert {column["name"]: column["best"] for column in data["columns"] if "accuracy" in column["name"]} == {
        "final_accuracy": "highest",
        "best_accuracy": "highest",
        "test_accuracy": "",
        "own_accuracy": "",
    }
    assert data["finish_line"] == 0.8


def test_a_race_that_waits_has_its_rows_already(compare_page, store, raced):
    """So that nothing moves when its figures come: the rates ascending, each run with its place in the stream."""
    config = replace(RACE, learning_rates=(1.0, 0.01), seeds=(0, 1))
    number = raced(config, finished=False, begun=False)
    rows = table(opened(compare_page, experiment=number))["rows"]
    assert [(row["learning_rate"], row["seed"]) for row in rows] == [(0.01, 0), (0.01, 1), (1.0, 0), (1.0, 1)]
    runs = store.experiments.runs(number)
    assert [runs[row["position"]].id for row in rows] == [row["run"] for row in rows]
    assert {row["experiment"] for row in rows} == {number}
    assert [row["group"] for row in rows] == ["0.01", "0.01", "1", "1"]


def test_without_a_race_there_is_no_table(compare_page):
    """It is said when there will be one."""
    page = opened(compare_page)
    assert sent(page, "runs_table/table.js") == []
    assert "The table of runs appears with the first results." in [caption.value for caption in page.caption]


def test_runs_are_measured_on_the_users_own_digits(compare_page, store, raced):
    """Once some are kept; a model of nothing but zeros reads every digit as 0."""
    number = raced()
    page = opened(compare_page, experiment=number)
    assert [row["own_accuracy"] for row in table(page)["rows"]] == [None] * 3
    image = load_mnist().x_test[0]
    for label in (0, 7, 7, 7):
        store.drawings.save(str(label), image)
    page.run()
    assert [row["own_accuracy"] for row in table(page)["rows"]] == [0.25] * 3
    store.drawings.relabel(store.drawings.newest()[0].id, "0")
    page.run()
    assert [row["own_accuracy"] for row in table(page)["rows"]] == [0.5] * 3


def test_the_table_knows_what_is_hidden(compare_page, raced):
    """It shares it with the charts."""
    page = opened(compare_page, experiment=raced())
    page.session_state["hidden"] = Agreed(("0.1",))
    page.run()
    assert table(page)["hidden"]["value"] == ["0.1"]


def test_the_page_needs_no_pandas(raced):
    """Importing it takes half a second of a cold server's first page; nothing there is a data frame."""
    script = """
import sys
from streamlit.testing.v1 import AppTest
from core.training.supervision import Supervisor

Supervisor.keep = lambda self: None
opening = '''
from dashboard.compare import page
from dashboard.shared import session

session.choose_language()
page.page()
'''
page = AppTest.from_string(opening, default_timeout=60)
page.query_params["experiment"] = sys.argv[1]
page.run()
assert not page.exception
sys.exit("pandas is imported" if "pandas" in sys.modules else 0)
"""
    done = subprocess.run([sys.executable, "-c", script, str(raced())], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
