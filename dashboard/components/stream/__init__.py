"""The browser's end of the stream: one connection a tab, and a page that runs again once it is outdated.

What comes is `dashboard/stream`'s; `connection.js` keeps it for charts, tiles and images.
"""

from collections.abc import Mapping
from typing import Any

from dashboard.components.assets import module_url
from dashboard.components.declared import declared

_draw = declared(__file__)
_SCRIPT = module_url("stream/watch.js")


def watch(experiments: Mapping[int, Mapping[str, Any]], *, cut: str, reload: str, on_return: bool = False) -> None:
    """Run the page again once an experiment stands another way than the page shows it.

    `experiments` has, by number, how each stood when the page was drawn: those parts of `shared.standing.standing`
    for which the page is drawn differently. Where nothing comes any more, it says `cut`, and `reload` on a button.
    With `on_return` the page also runs again when somebody comes back to its tab.
    """
    shown = [{"id": number, "shown": dict(standing)} for number, standing in experiments.items()]
    data = {"script": _SCRIPT, "experiments": shown, "on_return": on_return, "words": {"cut": cut, "reload": reload}}
    # A trigger, forgotten with the run that it causes.
    _draw(data, key="stream", height=1, hears="changed", heed=lambda _: None)
