"""What Learn says, in Simplified Chinese: one module a step, each found by itself, and `frame` for what all of them share."""

from importlib import import_module
from pkgutil import iter_modules

MODULES = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]

SENTENCES: dict[str, str] = {key: sentence for module in MODULES for key, sentence in module.SENTENCES.items()}
