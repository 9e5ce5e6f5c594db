"""The command line: train, runs, classify, worker. `python -m core COMMAND --help` tells the rest.

Exit status: 0, 1 (something failed; standard error says what, unless nobody reads the output on), 2 (usage).
"""

import argparse
import json
import math
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice, repeat
from pathlib import Path
from typing import Any

import numpy as np
from filelock import Timeout
from tqdm import tqdm

from core.arrays import Bytes, Floats
from core.classes import DIGITS
from core.config import EMBEDDED_DATA, PRESETS, ExperimentConfig, is_storable
from core.drawing.files import read_drawing
from core.drawing.finding import Doubt
from core.errors import DataError, DrawingError, InvalidValue, NotFound, StoreError, Unreadable, shortened, written
from core.images.dataset import Dataset, load
from core.images.oddities import oddities
from core.images.remarks import remarks
from core.images.split import check_fits, fitting_validation_size, validation_images
from core.model.calibration import CalibrationImages, calibration_images, of_drawing, temperature
from core.model.novelty import Novelty, NoveltyIndex
from core.model.softmax import SoftmaxModel, softmax
from core.options import no_value, numbers, parser
from core.rates.divergence import diverged_at
from core.store import Store
from core.store.records import METRICS, Experiment, Metrics, Run, Status
from core.telling import DOUBTS, oddity_sentence, remark_sentence
from core.training.supervision import worker_lock, yield_processor

FAILED, MISUSED = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if problem := no_value(arguments):
        return _complain(problem, MISUSED)
    options = parser().parse_args(arguments)
    commands = {"train": _train, "runs": _runs, "classify": _classify, "worker": _worker}
    try:
        status = commands[options.command](options)
        sys.stdout.flush()  # here, where a reader that has gone away is known of, and not as Python ends
        return status
    except BrokenPipeError:
        # As the documentation of Python's `signal` advises: what is still to be flushed has somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except InvalidValue as error:
        return _complain(error, MISUSED)
    except (StoreError, DataError, NotFound, OSError) as error:
        return _complain(error, FAILED)
    except KeyboardInterrupt:
        return _complain("interrupted", FAILED)


def _complain(problem: object, status: int) -> int:
    print(f"softmax-lab: {problem}", file=sys.stderr)
    return status


def _train(options: argparse.Namespace) -> int:
    config = replace(
        PRESETS["tutorial"],
        **numbers(options),
        scaling=options.scaling,
        data=_absolute(options.data),
        pace=None,
    )
    store = Store()
    # What can be refused is refused before the seconds that TensorFlow takes to import, and before anything is filed.
    images = load(config.data)
    _tell(images)
    config = _fitted(config, images, options)
    check_fits(config, images)
    experiment = _train_here(store, config)
    summaries = _summaries(store, experiment)
    if options.json:
        seconds = experiment.seconds
        outcome = {
            "experiment": experiment.id,
            "seconds": round(seconds, 3),
            "steps_per_second": round(experiment.step / seconds, 1) if seconds else None,
            "runs": summaries,
        }
        print(json.dumps(outcome))
    else:
        _print_table(summaries)
    if experiment.status is not Status.FINISHED:
        return _complain(f"experiment {experiment.id} {experiment.status}. {experiment.error or ''}", FAILED)
    return 0


def _absolute(data: str) -> str:
    """Return the data set's name, or its file's path from the root; of what is no path that, to be refused."""
    return data if data == EMBEDDED_DATA or not is_storable(data) else str(Path(data).resolve())


def _tell(images: Dataset) -> None:
    """Say how somebody's own data were understood, and what is odd about them."""
    if images.name == EMBEDDED_DATA:
        return
    for sentence in (*map(remark_sentence, remarks(images)), *map(oddity_sentence, oddities(images))):
        print(f"softmax-lab: {sentence}", file=sys.stderr)


def _fitted(config: ExperimentConfig, images: Dataset, options: argparse.Namespace) -> ExperimentConfig:
    """Return the configuration with sizes that so few images allow in the place of those nobody asked for."""
    validation_size = fitting_validation_size(images)
    if options.validation_size is None and validation_size < config.validation_size:
        print(
            f"softmax-lab: {validation_size} of {len(images.x_train)} training images are set apart for validation",
            file=sys.stderr,
        )
        config = replace(config, validation_size=validation_size)
    remaining = len(images.x_train) - config.validation_size
    if options.batch_size is None and 0 < remaining < config.batch_size:
        print(f"softmax-lab: a batch holds all {remaining} images that are left to train on", file=sys.stderr)
        config = replace(config, batch_size=remaining)
    return config


def _train_here(store: Store, config: ExperimentConfig) -> Experiment:
    """Train a new experiment in this process, with a progress bar, until it is over; pages may pause or stop it."""
    from core.training.worker import Worker

    process_id = store.processes.register("command", state="ready")
    experiment = store.experiments.get(store.experiments.file(config, claimed_by=process_id))
    worker = Worker(store, process_id, only=experiment.id)
    changes = store.changes()
    taken_over = (
        f"softmax-lab: another process has taken experiment {experiment.id} over while this one was suspended"
    )
    has_said_so = False
    try:
        with tqdm(total=config.steps, unit="step", file=sys.stderr) as bar:
            while not experiment.status.is_over:
                if not worker.round():
                    changes.wait(worker.pause_between_rounds, threading.Event())
                experiment = store.experiments.get(experiment.id)
                bar.set_description(experiment.status, refresh=False)
                bar.update(experiment.step - bar.n)
                if worker.lost and not has_said_so:
                    bar.write(f"{taken_over}; what that one does is shown", file=sys.stderr)
                    has_said_so = True
    except KeyboardInterrupt:
        store.experiments.stop(experiment.id)
        worker.round()
        experiment = store.experiments.get(experiment.id)
    finally:
        worker.close()
        changes.close()
    if worker.lost and not has_said_so:
        print(taken_over, file=sys.stderr)
    return experiment


def _runs(options: argparse.Namespace) -> int:
    store = Store()
    experiments = store.experiments.newest()
    for experiment in experiments:
        if experiment.status is Status.UNREADABLE:
            print(f"softmax-lab: experiment {experiment.id} is unreadable: {experiment.error}", file=sys.stderr)
    summaries = [
        {"experiment": experiment.id, "name": experiment.name, "step": experiment.step, **summary}
        for experiment in experiments
        for summary in _summaries(store, experiment)
    ]
    if options.json:
        print(json.dumps(summaries))
    elif summaries:
        _print_table(summaries)
    else:
        print("no runs yet; train one with: python -m core train")
    return 0


def _summaries(store: Store, experiment: Experiment) -> list[dict[str, Any]]:
    """Return what is to be said of each run of an experiment: its last metrics, None where there is no number."""
    metrics = store.recordings.metrics(experiment.id)
    return [
        {
            "run": run.id,
            "learning_rate": run.learning_rate,
            "seed": run.seed,
            "status": _status(experiment, run, metrics, position),
            **{metric: _last(getattr(metrics, metric), position) for metric in METRICS},
            "test_accuracy": run.test_accuracy,
        }
        for position, run in enumerate(store.experiments.runs(experiment.id))
    ]


def _status(experiment: Experiment, run: Run, metrics: Metrics, position: int) -> str:
    """Return the experiment's status, or "diverged" for a run whose loss is infinite or ended above its start."""
    steps, losses = metrics.steps.tolist(), metrics.validation_loss[position]
    if experiment.status is Status.UNREADABLE:
        return experiment.status
    return (
        experiment.status
        if diverged_at(steps, losses, run.diverged_at, len(experiment.classes)) is None
        else "diverged"
    )


def _last(metric: Floats, position: int) -> float | None:
    if not metric.shape[1]:
        return None
    value = float(metric[position, -1])
    return round(value, 6) if math.isfinite(value) else None


def _print_table(rows: list[dict[str, Any]]) -> None:
    texts = [[_text(value) for value in row.values()] for row in rows]
    titles = [title.replace("_", " ") for title in rows[0]]
    widths = [max(map(len, column)) for column in zip(titles, *texts, strict=True)]
    for line in (titles, *texts):
        print("  ".join(text.rjust(width) for text, width in zip(line, widths, strict=True)).rstrip())


def _text(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _classify(options: argparse.Namespace) -> int:
    store = Store()
    run, model = _reader(store, options.run)
    status = 0
    pool = ThreadPoolExecutor(_READERS)
    try:
        known = pool.submit(_known, store.experiments.get(run.experiment_id).config)
        drawings = zip(options.paths, pool.map(_drawing, options.paths, repeat(model.classes == DIGITS)), strict=True)
        while some := list(islice(drawings, _AT_A_TIME)):
            read = np.array([drawn[0] for _, drawn in some if not isinstance(drawn, Exception)])
            readings = iter(_readings(model, known.result(), read))
            for path, drawn in some:
                if isinstance(drawn, Exception):
                    status, said = FAILED, shortened(str(drawn), 300)
                    answer = {"path": path, "error": said}
                else:
                    _, doubts = drawn
                    said = " ".join(DOUBTS[doubt] for doubt in doubts)
                    answer = {"path": path, **next(readings), "doubts": doubts}
                if said:
                    print(f"softmax-lab: {shortened(path, 300)}: {said}", file=sys.stderr)
                print(json.dumps(answer))
    finally:
        pool.shutdown(cancel_futures=True)
    return status


def _reader(store: Store, run_id: int | None) -> tuple[Run, SoftmaxModel]:
    """Return a run and its model: the run of that number or, of None, the newest finished one that is readable."""
    if run_id is not None:
        return store.experiments.run(run_id), store.recordings.model(run_id)[1]
    for run in store.experiments.trained_runs():
        if store.experiments.get(run.experiment_id).status is not Status.FINISHED:
            break
        try:
            return run, store.recordings.model(run.id)[1]
        except Unreadable as error:
            print(f"softmax-lab: {error}; an older one is taken", file=sys.stderr)
    raise NotFound("no run has finished yet; train one first: python -m core train")


def _known(config: ExperimentConfig) -> tuple[NoveltyIndex, CalibrationImages] | None:
    """Return what a model's own data look like, None where they cannot be read any more."""
    try:
        images = load(config.data)
        index = NoveltyIndex(images.x_train, images.y_train, images.x_test)
        return index, calibration_images(config.scaling, *validation_images(images, config.validation_size))
    except (DataError, InvalidValue):  # gone, or others in their place
        return None


def _readings(
    model: SoftmaxModel, known: tuple[NoveltyIndex, CalibrationImages] | None, images: Bytes
) -> Iterator[dict[str, Any]]:
    """Return what is to be said of each of `images`, (n, 28, 28): the class read, how sure that is, and how unlike
    the model's own data it is."""
    if not len(images):
        return
    novelties: Sequence[Novelty | None] = [None] * len(images) if known is None else known[0].novelties(images)
    fitted = 1.0 if known is None else temperature(model, known[1])
    for logits, novelty in zip(model.logits(images), novelties, strict=True):
        probabilities = softmax(logits / of_drawing(fitted, None if novelty is None else novelty.share))
        yield {
            "class": model.classes[int(probabilities.argmax())],
            **({"digit": int(probabilities.argmax())} if model.classes == DIGITS else {}),
            "probabilities": [round(float(p), 6) for p in probabilities],
            "novelty": None if novelty is None else round(novelty.share, 3),
            "familiarity": None if novelty is None else novelty.level,
        }


_AT_A_TIME = 64
"""Images answered together: comparing them with the training images costs a sixth of what it does one by one."""

_READERS = 2
"""Threads: decoding and filtering leave Python's lock to another, but more than one other only queues for it."""


def _drawing(path: str, is_digit: bool) -> tuple[Bytes, tuple[Doubt, ...]] | Exception:
    """Return the image of what is drawn in a file and what is in doubt of it, or what is wrong with the file."""
    try:
        return read_drawing(Path(path), is_digit=is_digit)
    except (DrawingError, OSError) as error:
        return error
    except ValueError:
        return ValueError(f"{written(path)} is no path of a file")


def _worker(options: argparse.Namespace) -> int:
    """Be the store's worker; end at once where it has one, as both of two dashboards that start one want it."""
    store = Store()
    lock = worker_lock(store.url)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return _complain(f"{store.safe_url} already has a worker", 0)
    with lock:
        yield_processor()
        # Only now: importing TensorFlow takes seconds.
        from core.training.worker import serve

        serve(store, until_unattended=options.until_unattended)
    return 0


if __name__ == "__main__":
    sys.exit(main())
