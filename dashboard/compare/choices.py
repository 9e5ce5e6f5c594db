"""What is chosen on the page Compare, kept in the session under the names of the address, and the way between both.

An address from somewhere else is read into the choices once; after that they decide, and the address follows. Which
curves are hidden is in the address too, and belongs to `selection`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.config import ExperimentConfig
from core.errors import InvalidValue
from core.races.variation import RATE, Value, changed_field, sees_equal_images
from core.rates.comparison import name_of_rate
from dashboard.compare import address, selection
from dashboard.compare.address import PARAMETERS
from dashboard.shared import configuration, session
from dashboard.shared.configuration import SETTINGS
from dashboard.shared.session import Key

_HIDDEN = "hidden"

_CHOICES: Mapping[str, Key[Any]] = {
    name: SETTINGS.get(name) or Key(name, parameter.default)
    for name, parameter in PARAMETERS.items()
    if name != _HIDDEN
}

VARIES: Key[str] = _CHOICES["varies"]
VALUES: Key[str] = _CHOICES["values"]
EQUAL_IMAGES: Key[bool] = _CHOICES["equal_images"]
SHARED_RATE: Key[float] = _CHOICES["shared_rate"]
RATES_KIND: Key[str] = _CHOICES["rates_kind"]
RATES_FROM: Key[float] = _CHOICES["rates_from"]
RATES_TO: Key[float] = _CHOICES["rates_to"]
RATES_COUNT: Key[int] = _CHOICES["rates_count"]
RATES_LIST: Key[str] = _CHOICES["rates_list"]
SEEDS: Key[int] = _CHOICES["seeds"]
RANGE_TEST: Key[int | None] = _CHOICES["range_test"]
ADDED: Key[tuple[int, ...]] = _CHOICES["added"]
SPLIT: Key[str] = _CHOICES["split"]
SMOOTHING: Key[float] = _CHOICES["race_smoothing"]
X_AXIS: Key[str] = _CHOICES["x_axis"]
LOG_X: Key[bool] = _CHOICES["log_x"]
LOG_Y: Key[bool] = _CHOICES["log_y"]
NO_OUTLIERS: Key[bool] = _CHOICES["no_outliers"]
FINISH_LINE: Key[float] = _CHOICES["finish_line"]
RESULT: Key[str] = _CHOICES["result"]

_WRITTEN: Key[Mapping[str, str] | None] = Key("_written_choices", None)
"""What the page has written into its address last."""

_PROBLEMS: Key[Mapping[str, tuple[InvalidValue, Any]]] = Key("_problems", {})
"""By name why what the address said was refused, and the value that the choice has had since."""


def fill_in(configs: Sequence[ExperimentConfig]) -> None:
    """Put a race, one configuration or those that are filed together, into the choices, all of its curves shown."""
    field = changed_field(configs)
    # The steps that are chosen are those of the fewest, as `variations` has it.
    config = min(configs, key=lambda each: each.steps)
    # Of what changes there is no shared setting: the one that others find keeps what it was.
    before = None if field is None else configuration.SETTINGS[field].get()
    configuration.fill_in(config)
    if field is not None:
        configuration.SETTINGS[field].set(before)
    SEEDS.set(len(config.seeds))
    VARIES.set(field or RATE)
    EQUAL_IMAGES.set(sees_equal_images(configs))
    if field is None:
        RATES_KIND.set("list")
        RATES_LIST.set(", ".join(map(name_of_rate, config.learning_rates)))
    else:
        SHARED_RATE.set(config.learning_rates[0])
        VALUES.set(listed(getattr(each, field) for each in configs))
    if EQUAL_IMAGES.get():
        X_AXIS.set("epoch")
    selection.show_all()


def listed(values: Iterable[Value]) -> str:
    """Return values of a setting as they are written in a list."""
    return ", ".join(value if isinstance(value, str) else name_of_rate(value) for value in values)


def take_from_address(*, newly_opened: bool) -> None:
    """Take over an address that came from somewhere else; what it says wrongly is kept for `problem`.

    Who comes from another page by a link brings no choices in the address, and finds those that were made before.
    """
    query = session.query()
    given = {name: words for name, words in query.items() if name in PARAMETERS}
    values, refused = address.read(query)
    nameless = refused.pop(address.EXPERIMENT, None)
    if nameless is not None:
        session.change_query({session.EXPERIMENT: None})
        _PROBLEMS.set({session.EXPERIMENT: (nameless, None)})
    is_link = newly_opened and not given and not session.came_back()
    if not is_link and given != _WRITTEN.get():
        for name, choice in _CHOICES.items():
            choice.set(values[name])
        selection.hide(values[_HIDDEN])
        of_experiment = {} if nameless is None else _PROBLEMS.get()
        _PROBLEMS.set({**of_experiment, **{name: (error, values[name]) for name, error in refused.items()}})


def problem(name: str) -> InvalidValue | None:
    """Return what the address said wrongly under this name, until the choice it is about was changed."""
    error, value = _PROBLEMS.get().get(name, (None, None))
    return error if error is not None and _values().get(name) == value else None


def write_address() -> None:
    """Let the address say what the page shows.

    At the end of the page, and at the beginning of a fragment: one runs with the address that its browser had when it
    asked, however long ago that was on a slow network, and hands it on to a page that it has drawn anew.
    """
    written = address.write(_values())
    # First, for a run may end where the address is told, overtaken by the next one.
    _WRITTEN.set(written)
    if written != {name: words for name, words in session.query().items() if name in PARAMETERS}:
        session.change_query({**dict.fromkeys(PARAMETERS), **written})


def _values() -> dict[str, Any]:
    return {name: choice.get() for name, choice in _CHOICES.items()} | {_HIDDEN: selection.hidden().value}
