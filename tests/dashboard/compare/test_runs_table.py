"""The table of a race's runs: its rows, its columns, and the rows that are chosen."""

from dataclasses import replace

from core.images.dataset import load_mnist
from dashboard.components.live_chart import Hidden
from tests.dashboard.compare.races import RACE, opened


def test_the_table_has_no_column_that_is_the_same_in_all_rows(compare_page, raced):
    """What is the same is said once, with the number of rows; the most telling columns come first."""
    page = opened(compare_page, experiment=raced(), finish_line=80)
    columns = page.dataframe[0].proto.column_order
    assert columns[:3] == ["learning_rate", "final_accuracy", "final_loss"]
    for absent in ("seed", "test_accuracy", "recent_loss", "seconds", "experiment", "own_accuracy"):
        assert absent not in columns
    [said] = [caption.value for caption in page.caption if caption.value.startswith("3 runs.")]
    assert said == "3 runs. Same in every row: Seed 0, Test accuracy 80.00%, Recent loss 0.500, Time 1.0 s."


def test_a_table_of_one_row_has_all_its_columns(compare_page, raced):
    """Of one row everything is the same."""
    page = opened(compare_page, experiment=raced(replace(RACE, learning_rates=(0.1,))))
    assert "test_accuracy" in page.dataframe[0].proto.column_order
    assert "1 run." in [caption.value for caption in page.caption]


def test_a_race_that_waits_has_its_rows_already(compare_page, raced):
    """So that nothing moves when its figures come."""
    page = opened(compare_page, experiment=raced(finished=False, begun=False))
    assert page.dataframe[0].value["learning_rate"].tolist() == [0.01, 0.1, 1.0]
    assert page.dataframe[0].value["final_loss"].isna().all()


def test_runs_are_measured_on_the_users_own_digits(compare_page, store, raced):
    """Once some are kept; a model of nothing but zeros reads every digit as 0."""
    number = raced()
    page = opened(compare_page, experiment=number)
    assert page.dataframe[0].value["own_accuracy"].isna().all()
    image = load_mnist().x_test[0]
    for label in (0, 7, 7, 7):
        store.drawings.save(label, image)
    page.run()
    assert page.dataframe[0].value["own_accuracy"].tolist() == [0.25] * 3
    store.drawings.relabel(store.drawings.newest()[0].id, 0)
    page.run()
    assert page.dataframe[0].value["own_accuracy"].tolist() == [0.5] * 3


def test_rows_not_chosen_hide_their_rate(compare_page, raced):
    """In every chart and in the address; all runs of a rate together."""
    number = raced(replace(RACE, seeds=(0, 1)))
    page = opened(compare_page, experiment=number)
    assert page.session_state["runs_table"]["selection"]["rows"] == list(range(6))
    page.session_state["hidden"] = Hidden(("0.1",))
    page.run()
    assert page.session_state["runs_table"]["selection"]["rows"] == [0, 1, 4, 5]
