"""How tests choose data as a person does: in the dialog, among what lies in the server's folder."""

from pathlib import Path

from streamlit.testing.v1 import AppTest


def look_at(page: AppTest, path: Path) -> AppTest:
    """Open the dialog and choose a file or a folder in it."""
    page.button(key="own_data").click().run()
    [offered] = [widget for widget in page.selectbox if (widget.key or "").startswith("data_offered")]
    return offered.set_value(path).run()


def use(page: AppTest, path: Path | None) -> AppTest:
    """Train on a file or a folder from now on, None: on MNIST again."""
    if path is None:
        return page.button(key="mnist_again").click().run()
    return look_at(page, path).button(key="use_data").click().run()
