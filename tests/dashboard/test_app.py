"""The entry script itself: what it imports, and that every page it offers opens."""

import subprocess
import sys
from pathlib import Path

import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from dashboard import shell

ROOT = Path(__file__).parents[2]


def test_the_dashboard_never_imports_tensorflow():
    """Neither the pages nor what they need; Keras and PyTorch are not there either."""
    program = (
        "import sys, pkgutil, importlib, dashboard\n"
        "for module in pkgutil.walk_packages(dashboard.__path__, 'dashboard.'):\n"
        "    if module.name not in ('dashboard.app', 'dashboard.navigation'): importlib.import_module(module.name)\n"
        "print(sorted({'tensorflow', 'keras', 'torch', 'dashboard.draw.page'} & set(sys.modules)))"
    )
    outcome = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.stdout.splitlines()[-1] == "['dashboard.draw.page']", outcome.stderr


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_entry_script_runs(language):
    """With the page Train first."""
    app = AppTest.from_file(str(ROOT / "dashboard" / "navigation.py"), default_timeout=30)
    app.query_params["lang"] = language
    page = app.run()
    assert not page.exception
    assert page.button(key="start").label == {"en": "Start", "zh": "开始"}[language]


def test_the_first_page_is_found_under_its_name_too():
    """Streamlit knows it as `/` alone, and says of its name that there is no such page."""
    [route] = [route for route in shell.routes() if getattr(route, "path", "") == "/train"]
    asked = {
        "type": "http",
        "method": "GET",
        "path": "/train",
        "headers": [],
        "query_string": b"lang=zh&experiment=3",
    }
    assert route.endpoint(Request(asked)).headers["location"] == "./?lang=zh&experiment=3"
    assert route.endpoint(Request({**asked, "query_string": b""})).headers["location"] == "./"
