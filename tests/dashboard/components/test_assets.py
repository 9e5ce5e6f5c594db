"""The routes that serve the charts' JavaScript, asked as a server asks them."""

import gzip
from pathlib import Path

import plotly
import pytest
import streamlit as st

from dashboard.components import assets
from tests.dashboard import served

PLOTLY = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()
CHART_URL = assets.module_url("live_chart/chart.js")
FOLDER_URL = CHART_URL.rpartition("/")[0]


def get(path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    return served.get(assets.routes(), path, **headers)


def test_plotly_is_served_from_its_package():
    """The file that `pip` installed, under its version, as JavaScript that a browser may keep for ever."""
    status, headers, body = get(f"/assets/plotly-{plotly.__version__}/plotly.min.js")
    assert status == 200
    assert body == PLOTLY
    assert headers["content-type"].startswith("text/javascript")
    assert "immutable" in headers["cache-control"]
    assert "content-encoding" not in headers


def test_who_can_unpack_gets_it_packed():
    """The same bytes after unpacking, in under a third of the size."""
    _, headers, body = get(f"/{assets.PLOTLY_URL}", accept_encoding="gzip, deflate, br")
    assert headers["content-encoding"] == "gzip"
    assert headers["vary"] == "Accept-Encoding"
    assert len(body) < len(PLOTLY) / 3
    assert gzip.decompress(body) == PLOTLY


def test_every_module_is_served_in_its_folder():
    """So that they can import each other by name."""
    folder = Path(assets.__file__).parent
    names = sorted(modules())
    assert {"live_chart/chart.js", "stream/connection.js"} <= set(names)
    for name in names:
        status, _, body = get(f"/{assets.module_url(name)}")
        assert (status, body) == (200, (folder / name).read_bytes())


def test_a_module_that_is_not_there_has_no_address():
    """A misspelt one is found when the server starts, not in a browser."""
    with pytest.raises(KeyError, match=r"live_chart/charts\.js"):
        assets.module_url("live_chart/charts.js")


@pytest.mark.parametrize(
    "path",
    [
        "/assets/modules-000000000000/live_chart/chart.js",
        "/assets/plotly-1.0.0/plotly.min.js",
        f"/{FOLDER_URL}/chart.py",
        f"/{FOLDER_URL}/..%2Fassets.py",
        f"/{FOLDER_URL}/../assets.py",
    ],
)
def test_nothing_else_is_served(path):
    """Neither another version, which would be kept under the wrong name, nor any other file."""
    assert get(path)[0] == 404


def test_the_address_changes_with_the_content():
    """With a byte, with a name, with a file more; not with the order in which they are found."""
    files = {"a.js": b"one", "b.js": b"two"}
    others = (
        {**files, "b.js": b"twO"},
        {"a.js": b"one", "c.js": b"two"},
        {**files, "c.js": b""},
        {"a.js": b"onetwo"},
    )
    assert len({assets.version(each) for each in (files, *others)}) == 5
    assert assets.version(dict(reversed(files.items()))) == assets.version(files)
    assert assets.version(modules()) in FOLDER_URL


def modules() -> dict[str, bytes]:
    folder = Path(assets.__file__).parent
    return {f"{file.parent.name}/{file.name}": file.read_bytes() for file in folder.glob("*/*.js")}


@pytest.mark.parametrize("base", ["lab", "/lab/"])
def test_a_server_may_lie_below_a_path_of_its_host(monkeypatch, base):
    """The addresses are relative to the pages, which lie one level below the same place."""
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": base}.get)
    assert get(f"/lab/{CHART_URL}")[0] == 200
    assert get(f"/{CHART_URL}")[0] == 404
