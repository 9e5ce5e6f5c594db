"""How fast training is, next to the same model trained by other programs in the same run.

    python -m benchmarks.training           # about four minutes on two quiet cores
    python -m benchmarks.training --quick

Every program trains softmax regression on the standardized training images, batch 256, rate 0.1, from the same start.
The programs take turns, several rounds of it, and a ratio is the median over rounds of the ratio within a round: what
else the machine does then hits all of them alike. Ours is timed as JAX's scan is, without scoring anything on the
way; with 5000 validation images scored as by default; and as the worker does it, recorded in a store. The others
record at most the loss of a batch every 50 steps.

JAX takes part after `pip install -r benchmarks/requirements.txt`, PyTorch where it is installed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from benchmarks.peers import (
    BATCH,
    EPOCH,
    RATE,
    STEPS,
    Train,
    eager_tensorflow,
    images,
    jax_scan,
    keras_fit,
    numpy_by_hand,
    pytorch,
)
from core.config import ExperimentConfig
from core.images.split import prepared

ONE, MANY = 1, 16
"""Learning rates of a training of ours."""


@dataclass(frozen=True)
class Program:
    """One row: its name, what makes it ready (not timed), how many steps a round takes and how many runs at once."""

    name: str
    prepare: Callable[[], Train]
    steps: int = STEPS
    runs: int = 1


def config_of(rates: int, record_interval: int | None) -> ExperimentConfig:
    """Return the default training at full speed, or a race of so many rates around RATE."""
    chosen = (RATE,) if rates == 1 else tuple(np.geomspace(RATE / 100, RATE * 10, rates).tolist())
    return ExperimentConfig(learning_rates=chosen, record_interval=record_interval, pace=None)


def ours(rates: int, record_interval: int | None) -> Callable[[], Train]:
    """Return what prepares the trainer alone, from making it to the last record."""

    def prepare() -> Train:
        from core.training.trainer import Trainer

        config = config_of(rates, record_interval)
        prepared_images = prepared(config)

        def train(steps: int) -> None:
            Trainer(config, prepared_images.split, prepared_images.scaling).advance(steps)

        return train

    return prepare


def worker(rates: int) -> Callable[[], Train]:
    """Return what prepares a worker that records in a store, from the claim to the test accuracy."""

    def prepare() -> Train:
        from core.store import Store
        from core.training.worker import Worker

        folder = tempfile.TemporaryDirectory()
        store = Store(f"sqlite:///{folder.name}/store.db")
        at_work = Worker(store, store.processes.register("worker", state="ready"))

        def train(steps: int, _: object = folder) -> None:  # The folder lives as long as what writes into it.
            store.experiments.file(replace(config_of(rates, None), steps=steps))
            at_work.round()
            while at_work.is_training:
                at_work.round()

        return train

    return prepare


def products(rates: int) -> Callable[[], Train]:
    """Return what prepares the two matrix products of every step and nothing else, on one batch in the cache."""

    def prepare() -> Train:
        x = np.ascontiguousarray(images()[0][:BATCH])
        random = np.random.default_rng(0)
        weights, errors = (random.standard_normal((rates * 10, n), np.float32) for n in (x.shape[1], BATCH))

        def train(steps: int) -> None:
            for _ in range(steps):
                weights @ x.T
                errors @ x

        return train

    return prepare


def rates_of(rates: int) -> str:
    """Return a number of rates in words."""
    return f"{rates} rate{'s' * (rates > 1)}"


PRODUCTS, UNSCORED, SCORED, RECORDED = (
    "a step's two products alone, NumPy",
    "Softmax Lab, nothing scored",
    "Softmax Lab, scored as by default",
    "Softmax Lab's worker, recorded as by default",
)
WAYS: dict[str, Callable[[int], Callable[[], Train]]] = {
    PRODUCTS: products,
    UNSCORED: lambda rates: ours(rates, STEPS),
    SCORED: lambda rates: ours(rates, None),
    RECORDED: worker,
}
"""What is timed with one rate and with many, by name."""

EAGER, JAX = "the tutorial's eager loop", "JAX lax.scan, jitted"
PROGRAMS = (
    Program(EAGER, eager_tensorflow, steps=500),
    Program("Keras fit", keras_fit, steps=4 * EPOCH),
    Program("NumPy by hand", numpy_by_hand),
    Program("PyTorch loop", pytorch, steps=1000),
    Program(JAX, jax_scan),
    *(
        Program(f"{name}, {rates_of(rates)}", way(rates), runs=rates)
        for name, way in WAYS.items()
        for rates in (ONE, MANY)
    ),
)


def compare(rounds: int) -> None:
    """Time all programs in turn and print their table and the ratios that the project promises."""
    ready: dict[Program, Train] = {}
    for program in PROGRAMS:
        try:
            ready[program] = program.prepare()
        except ImportError:
            print(f"{program.name}: not installed")
        else:
            ready[program](50)  # Compiles what is compiled.
    seconds: dict[Program, list[float]] = {program: [] for program in ready}
    of_processor: dict[Program, list[float]] = {program: [] for program in ready}
    for _ in range(rounds):
        for program, train in ready.items():
            began, worked = time.perf_counter(), time.process_time()
            train(program.steps)
            of_processor[program].append((time.process_time() - worked) / program.steps)
            seconds[program].append((time.perf_counter() - began) / program.steps)
    by_name = {program.name: times for program, times in seconds.items()}
    processor_by_name = {program.name: times for program, times in of_processor.items()}
    print(f"\n{'program':<54}{'steps/s':>9}{'best':>9}{'cpu us/step':>13}{'run-steps/s':>13}{'x eager loop':>14}")
    for program, times in seconds.items():
        speed, processor = 1 / median(times), 1e6 * median(of_processor[program])
        ratio = program.runs * ratio_of(by_name[EAGER], times)
        print(
            f"{program.name:<54}{speed:>9.0f}{1 / min(times):>9.0f}{processor:>13.0f}"
            f"{speed * program.runs:>13.0f}{ratio:>14.1f}"
        )
    print()

    def one_and_many(name: str, measured: dict[str, list[float]] = by_name) -> tuple[list[float], list[float]]:
        one, many = (measured[f"{name}, {rates_of(rates)}"] for rates in (ONE, MANY))
        return one, many

    if JAX in by_name:
        for own, rates in zip(one_and_many(UNSCORED), (ONE, MANY), strict=True):
            ratio = rates * ratio_of(by_name[JAX], own)
            print(f"{rates_of(rates)}, nothing scored: {ratio:.2f} x the run-steps of JAX's scan, which is one rate")
    for what, measured in (("time", by_name), ("processor's time", processor_by_name)):
        ways = (one_and_many(name, measured) for name in (UNSCORED, SCORED, RECORDED))
        for without, scored, recorded, rates in zip(*ways, (ONE, MANY), strict=True):
            scoring, both = 1 - ratio_of(without, scored), 1 - ratio_of(without, recorded)
            print(
                f"{rates_of(rates)}, by default: of the {what} {scoring:.0%} is scoring by the trainer alone, "
                f"{both:.0%} scoring and recording by the worker"
            )
    for name in WAYS:
        one, many = one_and_many(name)
        print(f"{rates_of(MANY)} cost {ratio_of(many, one):.2f} x one rate ({name})")


def ratio_of(above: list[float], below: list[float]) -> float:
    """Return the median over rounds of one program's time divided by another's."""
    return median(a / b for a, b in zip(above, below, strict=True))


def whole_processes(rounds: int) -> None:
    """Time the command line and the tutorial's script from the start of the process to its end."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"SOFTMAX_LAB_STORE": f"sqlite:///{folder}/store.db", "TF_CPP_MIN_LOG_LEVEL": "3"}
        python = [sys.executable]
        commands = {
            "the tutorial's script": [*python, "-c", "from benchmarks.peers import tutorial; tutorial()"],
            "python -m core train": [*python, "-m", "core", "train", "--learning-rate", str(RATE), "--json"],
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        said = ""
        for _ in range(rounds):
            for name, command in commands.items():
                began = time.perf_counter()
                said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
                seconds[name].append(time.perf_counter() - began)
    print()
    for name, times in seconds.items():
        print(f"{name}, process start to end: {median(times):.2f} s (best {min(times):.2f} s)")
    scripts, commands_ = seconds.values()
    ratio = median(script / command for script, command in zip(scripts, commands_, strict=True))
    speed = json.loads(said.splitlines()[-1])["steps_per_second"]
    print(f"the command line takes 1/{ratio:.2f} of the script's time; it reports {speed:.0f} steps/s")


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description="Training speed next to other programs.")
    parser.add_argument("--quick", action="store_true", help="3 rounds instead of 9, 1 process instead of 3")
    quick = parser.parse_args().quick
    compare(3 if quick else 9)
    whole_processes(1 if quick else 3)


if __name__ == "__main__":
    main()
