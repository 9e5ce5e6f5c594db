"""The index of what a run was trained on is made once, before a drawing asks for it."""

import threading

import pytest

from core.images.dataset import load_mnist
from core.model.novelty import NoveltyIndex
from dashboard.draw import novelty


@pytest.fixture
def made(monkeypatch):
    """The data of which an index was made, and by which thread."""
    made = []

    class Index(NoveltyIndex):
        def __init__(self, *images):
            made.append(threading.current_thread().name)
            super().__init__(*images)

    monkeypatch.setattr(novelty, "NoveltyIndex", Index)
    novelty._index.cache_clear()
    yield made
    novelty._index.cache_clear()


def test_a_drawing_finds_the_index_that_the_page_began_to_make(store, trained, made):
    """And waits for it instead of making another one."""
    [run] = store.experiments.runs(trained())
    novelty.prepare_novelty(store, run)
    found = novelty.novelty_of(store, run, load_mnist().x_train[0])
    assert found.overlap == pytest.approx(1)
    assert novelty.novelty_of(store, run, load_mnist().x_test[0]) is not None
    assert len(made) == 1


def test_opening_the_page_begins_to_make_it(draw_page, trained, drawn, made):
    """Before anything is drawn, in a thread of its own."""
    trained()
    draw_page.run()
    for thread in threading.enumerate():
        if thread.name == "novelty":
            thread.join()
    assert made == ["novelty"]
