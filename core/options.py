"""The options of the command line, and what their values may be."""

import argparse
import sys
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from core.config import LIMITS, PRESETS
from core.errors import shortened, written
from core.features.scaling import SCALINGS
from core.numerals import number_in
from core.store.schema import LARGEST_NUMBER


def parser() -> argparse.ArgumentParser:
    """Return what reads the arguments; `command` is then "train", "runs", "classify" or "worker"."""
    whole = argparse.ArgumentParser(prog="python -m core", description="Softmax regression on MNIST.")
    commands = whole.add_subparsers(required=True, dest="command", metavar="COMMAND")

    train = commands.add_parser("train", help="train one run per learning rate and seed, all in lock-step")
    # Numbers stay as they were typed until `numbers` reads them: so they are refused as on every other way.
    default = PRESETS["tutorial"]
    train.add_argument("--learning-rate", action="append", metavar="RATE", help=_range("learning_rate"))
    train.add_argument("--seed", action="append", help=_range("seed"))
    train.add_argument("--steps", help=_range("steps"))
    train.add_argument("--batch-size", help=_range("batch_size"))
    train.add_argument("--validation-size", metavar="IMAGES", help=_range("validation_size"))
    # What is none of the choices is repeated as it is: shortened, then.
    train.add_argument("--scaling", type=shortened, choices=tuple(SCALINGS), default=default.scaling)
    train.add_argument(
        "--data",
        metavar="PATH",
        default=default.data,
        help=".npz, .npy, IDX, CSV or pictures, as a file, a folder or a .zip (default: mnist)",
    )
    train.add_argument("--json", action="store_true", help="end with one line of JSON")

    runs = commands.add_parser("runs", help="list the runs in the store, the dashboard's included")
    runs.add_argument("--json", action="store_true", help="as one JSON list")

    classify = commands.add_parser("classify", help="read digits from image files or a canvas's stroke JSON")
    default_run = "which run reads (default: the newest finished one)"
    classify.add_argument("--run", type=_run_number, metavar="ID", help=default_run)
    classify.add_argument("paths", nargs="+", metavar="PATH")

    worker = commands.add_parser("worker", help="train what is filed in the store, until ended")
    worker.add_argument(
        "--until-unattended", action="store_true", help="end once no dashboard is left and nothing remains to train"
    )
    return whole


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


def numbers(options: argparse.Namespace) -> dict[str, Any]:
    """Return the numbers that were typed for a training, as arguments of an ExperimentConfig, unchecked.

    Fields that were not given are absent. What had to be understood, as a decimal comma, is said. Raises
    InvalidValue, as the dashboard's fields do.
    """
    found: dict[str, Any] = {}
    for field in ("steps", "batch_size", "validation_size"):
        if getattr(options, field) is not None:
            found[field] = _understood(field, getattr(options, field))
    for field in ("learning_rate", "seed"):
        if getattr(options, field) is not None:
            found[f"{field}s"] = tuple(_understood(field, typed) for typed in getattr(options, field))
    return found


def _understood(field: str, typed: str) -> float:
    numeral = number_in(field, typed, LIMITS[field])
    if not numeral.is_literal:
        print(f"softmax-lab: {field} {written(typed)} is read as {numeral.value:.12g}", file=sys.stderr)
    return numeral.value


def _range(field: str) -> str:
    limit = LIMITS[field]
    several = "; may be given several times" if field in ("learning_rate", "seed") else ""
    return f"{limit.lowest:g} to {limit.highest:g} (default: {limit.default:g}){several}"


def no_value(arguments: Sequence[str]) -> str | None:
    """Return what is wrong with an option whose value is "--", which argparse takes for their end; else None."""
    for argument in takewhile(lambda argument: argument != "--", arguments):
        if argument.startswith("--") and argument.endswith("=--"):
            return f"{shortened(argument[:-3])} is '--', which is no value; a file of that name is ./--"
    return None
