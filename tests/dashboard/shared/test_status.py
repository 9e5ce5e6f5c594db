"""What the status line says: of every state of an experiment, and with every thing that can be next."""

from dataclasses import replace

import numpy as np
import pytest

from core.config import ExperimentConfig
from core.rates.divergence import Diagnosis
from core.store import Store
from core.store.records import METRICS, Experiment, Failure, Metrics, Status
from dashboard.shared.standing import Trainer
from dashboard.shared.status import Situation, status_line
from dashboard.text import LANGUAGES

EN = LANGUAGES["en"]


def experiment(status, step=0, config=None, **values):
    return Experiment(
        **{
            "id": 12,
            "name": None,
            "config": config or ExperimentConfig(),
            "status": status,
            "step": step,
            "seconds": 1.0,
            "hold_at": None,
            "pace": None,
            "rate_factor": 1.0,
            "error": None,
            "data_checksum": None,
            "claimed_by": None,
            "claim": 0,
            "created_at": 0.0,
            "finished_at": None,
            **values,
        }
    )


RACE = ExperimentConfig(learning_rates=(0.01, 0.1, 1.0))
RACED = Metrics(
    np.array([0, 2000]),
    np.array([0.0, 1.0]),
    **{metric: np.array([[2.3, 0.4], [2.3, 0.26], [2.3, np.nan]], np.float32) for metric in METRICS},
)

SITUATIONS = {
    "empty": Situation(None),
    "empty race": Situation(None, is_race=True),
    "loading": Situation(experiment(Status.QUEUED), trainer=Trainer("loading")),
    "ended": Situation(experiment(Status.QUEUED), trainer=Trainer("ended", "out of *memory*")),
    "queued": Situation(experiment(Status.QUEUED)),
    "running": Situation(experiment(Status.RUNNING, 420)),
    "paused": Situation(experiment(Status.PAUSED, 1420)),
    "one step": Situation(experiment(Status.PAUSED, 1)),
    "two steps": Situation(experiment(Status.PAUSED, 2)),
    "two steps of one image": Situation(experiment(Status.PAUSED, 2, ExperimentConfig(batch_size=1))),
    "finished": Situation(experiment(Status.FINISHED, 2000), test_accuracy=0.9227, test_images=10_000),
    "diverged": Situation(experiment(Status.FINISHED, 2000), diverged=Diagnosis(10.0, 3.0, 0.9, 0.0989)),
    "diverged within": Situation(experiment(Status.FINISHED, 2000), diverged=Diagnosis(0.05, 3.0, 0.9, 0.0989)),
    "diverged, rate unknown": Situation(experiment(Status.STOPPED, 900), diverged=Diagnosis(10.0, 3.0, 0.9)),
    "raced": Situation(experiment(Status.FINISHED, 2000, RACE), is_race=True, metrics=RACED),
    "stopped": Situation(experiment(Status.STOPPED, 900)),
    "stopped at once": Situation(experiment(Status.STOPPED)),
    "failed": Situation(experiment(Status.FAILED, error=Failure("mine.npz cannot be read"))),
}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", SITUATIONS)
def test_every_state_says_what_is_the_case_and_what_to_do(name, code):
    """In every language, with nothing left unfilled; and that another one was left paused."""
    text = LANGUAGES[code]
    line = status_line(text, SITUATIONS[name])
    assert line.state
    assert "{" not in line.state + line.remark
    other = replace(experiment(Status.PAUSED, 1420), id=7)
    with_other = status_line(text, replace(SITUATIONS[name], left_paused=other))
    assert with_other.state == line.state
    assert "#7" in with_other.remark
    assert "1,420" in with_other.remark


@pytest.mark.parametrize(
    ("name", "state", "remark"),
    [
        ("loading", "Waiting for the trainer", "loading TensorFlow"),
        ("ended", "The training process ended", r"out of \*memory\*"),
        ("running", "Training", "learning rate"),
        ("paused", "Paused at 1,420 of 2,000 steps", "Resume"),
        ("two steps", "Paused at 2 of 2,000 steps", "after 2 steps they look like digits"),
        ("finished", "Finished: 92.27% of 10,000 unseen images right", "let it read a digit of yours"),
        ("diverged", "Diverged", "Try a learning rate of 0.098."),
        ("diverged within", "Diverged", "Try a larger batch, or a learning rate of 0.005."),
        ("diverged, rate unknown", "Diverged", "much smaller"),
        ("raced", "Finished: rate 0.1 ends with the lowest validation loss, 0.260", "draw a digit"),
        ("stopped", "Stopped at 900 of 2,000 steps", "kept"),
        ("failed", "Failed: mine.npz cannot be read", "Correct this"),
    ],
)
def test_it_says_it_with_the_figures(name, state, remark):
    """Step, accuracy, reason; the words of others as they are, never as Markdown."""
    line = status_line(EN, SITUATIONS[name])
    assert state in line.state
    assert remark in line.remark


def test_weights_of_single_images_are_not_promised_to_look_like_digits():
    """A batch of one shows one digit's ink at the most."""
    assert "like digits" not in status_line(EN, SITUATIONS["two steps of one image"]).remark


def words(page):
    return [markdown.value for markdown in page.markdown]


def test_an_experiment_left_paused_is_named_and_resumed(train_page, store: Store, trained):
    """Starting another one leaves it waiting, but not without a word."""
    left = trained(finished=False)
    store.experiments.pause(left)
    page = train_page.run()
    page.button(key="start").click().run()
    assert any(f"#{left} is still paused at step 1,000." in said for said in words(page))
    assert page.query_params["experiment"] != str(left)
    page.button(key="resume_other").click().run()
    assert store.experiments.get(left).status is Status.QUEUED
    assert page.query_params["experiment"] == str(left)


def test_the_history_resumes_what_is_paused(train_page, store: Store, trained):
    """And only that; the list says when each was, and that nothing else is there when nothing is."""
    left, finished = trained(finished=False), trained()
    store.experiments.pause(left)
    train_page.session_state["history_open"] = True
    page = train_page.run()
    assert [
        button.key for button in page.button if str(button.key).startswith("resume_") and button.key[-1:].isdigit()
    ] == [f"resume_{left}"]
    assert any("today" in said and f"#{finished}" in said for said in words(page))
    page.button(key=f"resume_{left}").click().run()
    assert store.experiments.get(left).status is Status.QUEUED
    store.experiments.delete(finished)
    page.run()
    assert "Only the one above so far." in [caption.value for caption in page.caption]


def test_a_finished_run_leads_to_draw_with_its_own_model(train_page, store: Store, trained):
    """And to racing rates; with nothing trained there is nothing to go to."""
    labels = {link.proto.label for link in train_page.run().get("page_link")}
    assert labels == {"Train", "Compare", "Draw", "Learn", "New here? Learn it in ten steps"}, "the pages themselves"
    number = trained()
    train_page.query_params["experiment"] = str(number)
    page = train_page.run()
    links = {link.proto.label: (link.proto.page, link.proto.query_string) for link in page.get("page_link")}
    assert links["Draw a digit with this model"] == ("draw", f"run={store.experiments.runs(number)[0].id}")
    assert links["Race learning rates"] == ("compare", "")
