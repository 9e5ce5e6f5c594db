"""What can be shown below a reading: evidence, readings over time and by run, perturbations."""

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.model.perturbations import RANGES
from dashboard.draw.page import SECTIONS
from dashboard.shared.opening import READ
from dashboard.text import LANGUAGES
from tests.dashboard.draw.drawings import said
from tests.dashboard.fields import field
from tests.holding import transaction


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_section_is_drawn(reading, draw_page, code):
    """With a digit on the canvas, in every language."""
    draw_page.query_params["lang"] = code
    page = reading()
    for section in SECTIONS:
        field(page, "explain").set_value(section).run()
        assert not page.exception
        assert not page.error


def test_every_section_says_what_it_needs(draw_page, trained, drawn):
    """With an empty canvas."""
    trained()
    page = draw_page.run()
    for section in SECTIONS:
        field(page, "explain").set_value(section).run()
        assert not page.exception
        assert not page.error
        assert "raw a digit" in said(page) or section == "steps"


def number(cell):
    return float(cell.strip().strip("*").replace("−", "-"))


def test_the_terms_shown_add_up_to_the_logit_shown(reading):
    """Of the digit that was chosen, and of the softmax table below."""
    page = reading("evidence")
    field(page, "evidence_digit").set_value(3).run()
    tables = [markdown.value for markdown in page.markdown if markdown.value.startswith("| ")]
    rows = [line.split("|")[1:-1] for line in tables[0].splitlines()[2:]]
    assert "for 3" in tables[0]
    for column in (1, 2):
        *terms, total = (number(row[column]) for row in rows)
        assert sum(terms) == pytest.approx(total, abs=0.02)
    of_three = next(line for line in tables[1].splitlines() if line.startswith("| 3 "))
    assert number(of_three.split("|")[2]) == pytest.approx(number(rows[-1][1]))


def test_no_table_has_an_empty_head(reading):
    """For those who hear tables read out."""
    page = reading("evidence")
    heads = [markdown.value.splitlines()[0] for markdown in page.markdown if markdown.value.startswith("| ")]
    assert len(heads) == 2
    assert all(cell.strip() for head in heads for cell in head.split("|")[1:-1])


def test_the_temperature_changes_how_sure_it_is_and_not_what_it_reads(reading, charts):
    """The probabilities of the reading itself stay."""
    page = reading("evidence")
    above = charts(page)["probabilities"]
    page.select_slider(key="temperature").set_value(10.0).run()
    assert not page.exception
    assert charts(page)["probabilities"]["alt"] == above["alt"]
    assert "Highest: 7" in charts(page)["softmax_bars"]["alt"]
    assert charts(page)["softmax_bars"]["alt"] != above["alt"]


def test_time_can_be_scrubbed(reading, charts, store):
    """To any snapshot; at step 0 the model had learnt nothing yet."""
    page = reading("time")
    [experiment] = store.experiments.newest()
    [run] = store.experiments.runs(experiment.id)
    with transaction(store) as connection:
        from core.store import schema

        connection.execute(
            schema.snapshots.insert().values(run_id=run.id, step=0, weights=np.zeros((785, 10), np.float32).tobytes())
        )
    page.run()
    assert charts(page)["probability_history"]["points"] == 2
    page.select_slider(key="time_step").set_value(0).run()
    assert not page.exception
    assert "After step 0 it reads **0** (10.0%)" in said(page)


def test_all_runs_of_the_experiment_and_others_read_the_drawing(reading, trained, charts, store):
    """Rates in order, then those that were chosen."""
    other = trained()
    page = reading("compare", ExperimentConfig(learning_rates=(0.3, 0.01, 0.1)))
    assert "3 of 3 runs" in said(page)
    page.multiselect(key="compare_others").set_value([store.experiments.runs(other)[0].id]).run()
    assert "4 of 4 runs" in said(page)
    chart = charts(page)["readings_by_run"]
    assert chart["points"] == 4
    assert chart["traces"][-1]["text"][:3] == ["0.01", "0.1", "0.3"]
    assert chart["traces"][-1]["text"][3].startswith(f"#{other}")


def test_one_run_is_offered_a_race_instead_of_a_comparison_with_itself(reading):
    """With the way to where races are run."""
    page = reading("compare")
    assert "1 of 1" not in said(page)
    assert "Race several rates" in [link.proto.label for link in page.get("page_link")]


def test_a_perturbation_moves_the_image_and_the_spot_on_its_curve(reading, charts):
    """Far enough out, the digit is no longer read; undone, it is again."""
    page = reading("perturbations")
    assert "Still read as **7**" in said(page)
    field(page, "perturbation_right").set_value(8.0).run()
    assert not page.exception
    assert charts(page)["perturbation_curve_right"]["traces"][1]["x"] == [8.0]
    page.button(key="perturbation_reset").click().run()
    assert "Still read as **7**" in said(page)
    assert {f"perturbation_curve_{name}" for name in RANGES} <= charts(page).keys()


@pytest.mark.parametrize("section", ["evidence", "perturbations"])
def test_what_a_browser_says_in_the_language_before_changes_no_choice(reading, draw_page, trained, store, section):
    """A press in the moment after a switch brings along every choice by its words in the language before."""
    older = store.experiments.runs(trained())[0].id
    page = reading(section)
    page.selectbox(key="run").set_value(older).run()
    before = page._tree.get_widget_states()
    page.session_state["_language"] = "zh"
    for _ in range(2):
        page._run(before)
        assert not page.exception
        assert not page.error
    assert page.selectbox(key="run").value == older
    assert page.selectbox(key="evidence_rival" if section == "evidence" else "true_digit").value == READ
    assert LANGUAGES["zh"]("digit_read") in page.selectbox[1].options
