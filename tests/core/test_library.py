"""What the README shows of `core` as a library is what it does."""

import re
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def test_the_readmes_ten_lines_train_a_model_that_reads_digits():
    """Run as they stand there: nine test images in ten are read right, and the records lead to the last step."""
    [example] = re.findall(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert len([line for line in example.splitlines() if line.strip()]) <= 10
    made = {}
    exec(compile(example, "README.md", "exec"), made)
    labels = made["images"].dataset.y_test
    assert (made["digits"] == labels).mean() > 0.9
    assert made["records"][-1].step == 500
    assert made["records"][-1].validation_loss[0] < made["records"][0].validation_loss[0]
