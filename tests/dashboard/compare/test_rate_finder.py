"""The range test, and the race around what it suggests."""

import pytest

from core.config import LIMITS
from tests.dashboard.compare.races import RACE, opened
from tests.dashboard.fields import field


def test_the_range_test_is_an_experiment_of_its_own(compare_page, store):
    """From the lowest to the highest rate, recorded at every step, with the shared settings; no race is touched."""
    page = opened(compare_page, batch_size="64", rates_kind="list", rates_list="nonsense")
    page.button(key="finder_start").click().run()
    assert not page.exception
    [test] = store.experiments.newest()
    limit = LIMITS["learning_rate"]
    assert test.config.learning_rates == (limit.lowest,)
    assert test.config.raise_rate_to == limit.highest
    assert (test.config.batch_size, test.config.record_interval, test.config.pace) == (64, 1, None)
    assert page.query_params["range_test"] == str(test.id)
    assert "experiment" not in page.query_params
    assert page.button(key="finder_start").disabled


def test_race_around_it_is_one_click(compare_page, store, charts, tested):
    """The rates around the suggestion stand in the settings and race."""
    page = opened(compare_page, range_test=tested())
    assert charts(page)["finder_chart"]["points"] == 300
    assert any("falls most steeply at a rate of **0.0" in markdown.value for markdown in page.markdown)
    page.button(key="race_around").click().run()
    assert not page.exception
    config = store.experiments.newest()[0].config
    assert len(config.learning_rates) == 8
    assert config.learning_rates[0] < 0.01 < config.learning_rates[-1]
    assert (field(page, "rates_from").value, field(page, "rates_to").value) == (
        config.learning_rates[0],
        config.learning_rates[-1],
    )


def test_race_around_it_fits_many_seeds_into_the_runs_of_a_race(compare_page, store, tested):
    """Fewer rates, which stands beside the button; the race is shown and brought into view."""
    page = opened(compare_page, range_test=tested(), seeds="5")
    assert any("6 × 5 = 30 (at most 32 runs)" in caption.value for caption in page.caption)
    page.button(key="race_around").click().run()
    assert not page.exception
    race = store.experiments.newest()[0]
    assert (len(race.config.learning_rates), race.config.seeds) == (6, (0, 1, 2, 3, 4))
    assert page.query_params["experiment"] == str(race.id)
    assert field(page, "rates_count").value == 6
    assert page.session_state["_heading_brought"] == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [({"seeds": 6}, "Seeds for each rate: 6 is out of range."), ({"steps": 0}, "One of the settings is not valid.")],
)
def test_a_race_around_that_is_refused_leaves_the_settings_alone(compare_page, store, tested, address, said):
    """The sentence stands beside the button."""
    page = opened(compare_page, range_test=tested())
    for key, value in address.items():
        field(page, key).set_value(value).run()
    assert page.button(key="race_around").disabled
    assert any(said in caption.value for caption in page.caption)
    assert (field(page, "rates_from").value, field(page, "rates_count").value) == (0.001, 8)


def test_no_race_around_is_begun_during_a_race(compare_page, store, raced, tested):
    """Not even by a page that has not heard of it: the settings stay what they were."""
    test = tested()
    number = raced(finished=False, until=50)
    page = opened(compare_page, range_test=test, experiment=number)
    assert page.button(key="race_around").disabled
    assert any("A race is running." in caption.value for caption in page.caption)
    store.experiments.stop(number)
    page.run()
    raced_again = store.experiments.file(RACE)
    page.query_params["experiment"] = str(raced_again)
    page.button(key="race_around").click().run()
    assert store.experiments.newest()[0].id == raced_again
    assert field(page, "rates_from").value == 0.001


def test_a_range_test_without_a_fall_suggests_nothing(compare_page, tested):
    """And says so."""
    page = opened(compare_page, range_test=tested(learns=False))
    assert any("nothing to suggest" in markdown.value for markdown in page.markdown)
    assert page.button(key="race_around").disabled


def test_a_range_test_that_is_gone_or_none_is_named(compare_page, raced):
    """A race is no range test."""
    for number in (99, raced()):
        page = opened(compare_page, range_test=number)
        assert any(f"There is no range test {number}." in warning.value for warning in page.warning)
        assert "range_test" not in page.query_params
