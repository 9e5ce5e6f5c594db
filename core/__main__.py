"""The command line: train, runs, classify, worker. `python -m core COMMAND --help` tells the rest.

Exit status: 0, 1 (something failed; standard error says what, unless nobody reads the output on), 2 (usage).
"""

import argparse
import json
import math
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

import numpy as np
from filelock import Timeout
from tqdm import tqdm

from core.arrays import Bytes, Floats
from core.config import EMBEDDED_DATA, LIMITS, PRESETS, ExperimentConfig, is_storable
from core.drawing.files import read_drawing
from core.errors import DataError, DrawingError, InvalidValue, NotFound, StoreError, shortened, written
from core.features.scaling import SCALINGS
from core.images.dataset import Dataset, load
from core.images.split import check_fits, fitting_validation_size
from core.model.novelty import NoveltyIndex
from core.model.softmax import SoftmaxModel
from core.rates.divergence import diverged_at
from core.store import Store
from core.store.records import METRICS, Experiment, Metrics, Run, Status
from core.store.schema import LARGEST_NUMBER
from core.training.supervision import worker_lock

FAILED, MISUSED = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for argument in takewhile(lambda argument: argument != "--", arguments):
        if argument.startswith("--") and argument.endswith("=--"):
            # argparse takes the value for the end of the options, and then has none.
            sentence = f"{shortened(argument[:-3])} is '--', which is no value; a file of that name is ./--"
            return _complain(sentence, MISUSED)
    options = _parser().parse_args(arguments)
    try:
        status = int(options.command(options))
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m core", description="Softmax regression on MNIST.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    train = commands.add_parser("train", help="train one run per learning rate and seed, all in lock-step")
    train.set_defaults(command=_train)
    default = PRESETS["tutorial"]
    train.add_argument("--learning-rate", type=_number, action="append", metavar="RATE", help=_range("learning_rate"))
    train.add_argument("--seed", type=_whole, action="append", help=_range("seed"))
    train.add_argument("--steps", type=_whole, default=default.steps, help=_range("steps"))
    train.add_argument("--batch-size", type=_whole, help=_range("batch_size"))
    train.add_argument("--validation-size", type=_whole, metavar="IMAGES", help=_range("validation_size"))
    train.add_argument("--scaling", type=shortened, choices=tuple(SCALINGS), default=default.scaling)
    train.add_argument(
        "--data", metavar="FILE", default=default.data, help="an .npz laid out as MNIST's (default: mnist)"
    )
    train.add_argument("--json", action="store_true", help="end with one line of JSON")

    runs = commands.add_parser("runs", help="list the runs in the store, the dashboard's included")
    runs.set_defaults(command=_runs)
    runs.add_argument("--json", action="store_true", help="as one JSON list")

    classify = commands.add_parser("classify", help="read digits from image files or a canvas's stroke JSON")
    classify.set_defaults(command=_classify)
    default_run = "which run reads (default: the newest finished one)"
    classify.add_argument("--run", type=_run_number, metavar="ID", help=default_run)
    classify.add_argument("paths", nargs="+", metavar="PATH")

    worker = commands.add_parser("worker", help="train what is filed in the store, until ended")
    worker.set_defaults(command=_worker)
    worker.add_argument(
        "--until-unattended", action="store_true", help="end once no dashboard is left and nothing remains to train"
    )
    return parser


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written(text)} is not a number") from None


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written(text)} is not a whole number") from None


def _run_number(text: str) -> int:
    number = _whole(text)
    if not 1 <= number <= LARGEST_NUMBER:
        raise argparse.ArgumentTypeError(f"{written(number)} is no run's number; those are 1 to {LARGEST_NUMBER}")
    return number


def _range(field: str) -> str:
    limit = LIMITS[field]
    several = "; may be given several times" if field in ("learning_rate", "seed") else ""
    return f"{limit.lowest:g} to {limit.highest:g} (default: {limit.default:g}){several}"


def _train(options: argparse.Namespace) -> int:
    default = PRESETS["tutorial"]
    config = ExperimentConfig(
        learning_rates=options.learning_rate or default.learning_rates,
        seeds=options.seed or default.seeds,
        steps=options.steps,
        batch_size=default.batch_size if options.batch_size is None else options.batch_size,
        validation_size=default.validation_size if options.validation_size is None else options.validation_size,
        scaling=options.scaling,
        data=_absolute(options.data),
        pace=None,
    )
    store = Store()
    # What can be refused is refused before the seconds that TensorFlow takes to import, and before anything is filed.
    images = load(config.data)
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
    taken_over = (
        f"softmax-lab: another process has taken experiment {experiment.id} over while this one was suspended"
    )
    has_said_so = False
    try:
        with tqdm(total=config.steps, unit="step", file=sys.stderr) as bar:
            while not experiment.status.is_over:
                if not worker.round():
                    time.sleep(worker.pause_between_rounds)
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
    """Return what is to be said of each run of an experiment: its last figures, None where there is no number."""
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
    return experiment.status if diverged_at(steps, losses, run.diverged_at) is None else "diverged"


def _last(figures: Floats, position: int) -> float | None:
    if not figures.shape[1]:
        return None
    value = float(figures[position, -1])
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
    run = store.experiments.newest_finished_run() if options.run is None else store.experiments.run(options.run)
    _, model = store.recordings.model(run.id)
    status = 0
    pool = ThreadPoolExecutor(_READERS)
    try:
        index = pool.submit(_novelty_index, store.experiments.get(run.experiment_id).config.data)
        images = zip(options.paths, pool.map(_image, options.paths), strict=True)
        while some := list(islice(images, _AT_A_TIME)):
            read = np.array([image for _, image in some if not isinstance(image, Exception)])
            readings = iter(_readings(model, index.result(), read))
            for path, image in some:
                if isinstance(image, Exception):
                    status = FAILED
                    answer = {"path": path, "error": shortened(str(image), 300)}
                    print(f"softmax-lab: {shortened(path, 300)}: {shortened(str(image), 300)}", file=sys.stderr)
                else:
                    answer = {"path": path, **next(readings)}
                print(json.dumps(answer))
    finally:
        pool.shutdown(cancel_futures=True)
    return status


def _novelty_index(name: str) -> NoveltyIndex | None:
    """Return what a model's own data look like, None where they cannot be read any more."""
    try:
        images = load(name)
    except DataError:
        return None
    return NoveltyIndex(images.x_train, images.y_train, images.x_test)


def _readings(model: SoftmaxModel, index: NoveltyIndex | None, images: Bytes) -> Iterator[dict[str, Any]]:
    """Return what is to be said of each of `images`, (n, 28, 28): the digit read, and how unlike the data it is."""
    if not len(images):
        return
    novelties = [None] * len(images) if index is None else index.novelties(images)
    for probabilities, novelty in zip(model.probabilities(images), novelties, strict=True):
        yield {
            "digit": int(probabilities.argmax()),
            "probabilities": [round(float(p), 6) for p in probabilities],
            "novelty": None if novelty is None else round(novelty.share, 3),
            "familiarity": None if novelty is None else novelty.level,
        }


_AT_A_TIME = 64
"""Images answered together: comparing them with the training images costs a sixth of what it does one by one."""

_READERS = 2
"""Threads: decoding and filtering leave Python's lock to another, but more than one other only queues for it."""


def _image(path: str) -> Bytes | Exception:
    """Return the digit in a file, or what is wrong with the file."""
    try:
        return read_drawing(Path(path))
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
        # Only now: importing TensorFlow takes seconds.
        from core.training.worker import serve

        serve(store, until_unattended=options.until_unattended)
    return 0


if __name__ == "__main__":
    sys.exit(main())
