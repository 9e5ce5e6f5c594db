"""The configuration in the making: every setting of a training, kept in the session under its field's name."""

from collections.abc import Mapping
from typing import Any

from core.config import LIMITS, PRESETS, ExperimentConfig
from core.errors import InvalidValue
from dashboard.shared.session import Key

SINGLE_FIELDS = {"learning_rate": "learning_rates", "seed": "seeds"}
"""Fields of which a single training has one value and an experiment's configuration a list."""

CHOICE_FIELDS = ("scaling", "data")


def _settings_of(config: ExperimentConfig) -> dict[str, Any]:
    """Return what the settings say of a configuration; of several rates or seeds the first."""
    found: dict[str, Any] = {field: getattr(config, SINGLE_FIELDS.get(field, field)) for field in LIMITS}
    for field in SINGLE_FIELDS:
        found[field] = found[field][0]
    found["full_speed"] = config.pace is None
    if config.pace is None:
        found["pace"] = LIMITS["pace"].default
    return found | {field: getattr(config, field) for field in CHOICE_FIELDS}


PRESET = Key("preset", next(iter(PRESETS)))

SETTINGS: Mapping[str, Key[Any]] = {
    name: Key(name, value) for name, value in _settings_of(PRESETS[PRESET.default]).items()
}
"""Every setting by its name: that of its field or, of the one that stands for none, "full_speed"."""

LEARNING_RATE: Key[float] = SETTINGS["learning_rate"]
SEED: Key[int | None] = SETTINGS["seed"]
FULL_SPEED: Key[bool] = SETTINGS["full_speed"]


def fill_in(config: ExperimentConfig) -> None:
    """Put a configuration into the settings; of several rates or seeds the first."""
    for name, value in _settings_of(config).items():
        SETTINGS[name].set(value)


def arguments() -> dict[str, Any]:
    """Return the settings as arguments of an ExperimentConfig, unchecked."""
    found = {name: setting.get() for name, setting in SETTINGS.items()}
    for field, plural in SINGLE_FIELDS.items():
        found[plural] = (found.pop(field),)
    if found.pop(FULL_SPEED.name):
        found["pace"] = None
    return found


def settings() -> ExperimentConfig | None:
    """Return what the settings say at this moment, or None if one of them is refused.

    For callbacks: what a page knew when it was drawn may be older than an edit that came along with the click.
    """
    try:
        return ExperimentConfig(**arguments())
    except InvalidValue:
        return None
