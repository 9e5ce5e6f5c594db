"""How long the dashboard lets one wait, and what it costs: python -m benchmarks.dashboard [--only PART].

Measured in real Chromium, as a user has it: how soon the pages can be used, beside an empty page of Streamlit's; from
Start to the first point; how often charts are redrawn while models train; from lifting the pen on Draw to the last
change of the page; how soon a step of Learn stands, and follows what is moved. And without a browser: what thirty
watchers of thirty experiments get of the stream.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks import lessons, pages, redraws, streams, strokes
from driving import chromium
from driving.server import end_dashboard, start_dashboard

PARTS = ("pages", "lessons", "redraws", "strokes", "streams")

STEPS_OF_A_CROWD = 2000
"""Steps of each of the thirty experiments."""


def main() -> None:
    """Measure everything, or one part of it, and print it, one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", choices=PARTS)
    options = parser.parse_args()
    wanted = PARTS if options.only is None else (options.only,)
    path = chromium.path()
    if path is None:
        sys.exit("this benchmark needs Chromium (on Debian: apt install chromium)")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=path, args=chromium.OPTIONS)
        if "pages" in wanted:
            pages.measure(browser, folder, options.repeats, _say)
        (folder / "warm-server").mkdir()
        dashboard = start_dashboard(folder / "warm-server")
        try:
            pages.wait_until_calm(dashboard)
            if "lessons" in wanted:
                lessons.measure(browser, dashboard, options.repeats, _say)
            if "redraws" in wanted:
                redraws.measure(browser, dashboard, options.repeats, _say)
            if "strokes" in wanted:
                strokes.measure(browser, dashboard, options.repeats, _say)
            if "streams" in wanted:
                _say("size of an update of 24 runs", streams.update_sizes(dashboard, 24), "bytes", "below 4000")
                streams.measure(dashboard, STEPS_OF_A_CROWD, _say)
        finally:
            end_dashboard(dashboard)
        browser.close()


def _say(what: str, values: Sequence[float], unit: str, target: str) -> None:
    print(f"{what:72} {statistics.median(values):8.2f} {unit:8} (of {len(values)}; {target})", flush=True)


if __name__ == "__main__":
    main()
