"""What Streamlit is given of a component: text without an address, which can import nothing by itself."""

import re
from pathlib import Path

import pytest

from dashboard.components import declared

FOLDERS = sorted(
    folder
    for folder in Path(declared.__file__).parent.iterdir()
    if (folder / f"{folder.name}.js").exists() and (folder / "__init__.py").exists()
)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_a_component_imports_is_put_into_it(folder):
    """It exports what Streamlit calls, and that alone; every function has its name for itself."""
    script = declared.inlined(folder / f"{folder.name}.js")
    assert not re.search(r"^\s*(import|export) .*from|^import ", script, re.MULTILINE)
    assert len(re.findall(r"^export ", script, re.MULTILINE)) == script.count("export default") == 1
    functions = re.findall(r"^function (\w+)", script, re.MULTILINE)
    assert len(functions) == len(set(functions))
    style = folder / f"{folder.name}.css"
    if style.exists():
        assert "@import" not in declared.inlined(style)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_component_fetches_its_modules_in_the_one_way(folder):
    """Which keeps the order of what it is told, and says where one does not load."""
    script = (folder / f"{folder.name}.js").read_text(encoding="utf-8")
    assert "import(" not in script
    assert ("return drawn(component, " in script) == ("script" in script)
