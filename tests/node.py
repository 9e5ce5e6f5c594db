"""Runs what the browser computes in Node.js, beside what Python makes of the same numbers."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

COMPONENTS = Path(__file__).parents[1] / "dashboard" / "components"


def run(module: str, script: str, data: object) -> Any:
    """Return what `script`, the body of a function of `module` and `data`, returns.

    `module` is the path of a component's module below `dashboard/components`. Numbers that are none travel as null.
    Without Node.js the test is skipped, unless SOFTMAX_LAB_REQUIRE_BROWSER insists on everything.
    """
    node = shutil.which("node")
    if node is None:
        if os.environ.get("SOFTMAX_LAB_REQUIRE_BROWSER"):
            pytest.fail("Node.js is required (SOFTMAX_LAB_REQUIRE_BROWSER) and not there")
        pytest.skip("this needs Node.js (on Debian: apt install nodejs), and there is none")
    program = f"""
        import {{ readFileSync }} from "node:fs";
        import * as module from {json.dumps((COMPONENTS / module).as_uri())};
        const data = JSON.parse(readFileSync(0, "utf8"));
        const result = ((module, data) => {{ {script} }})(module, data);
        process.stdout.write(JSON.stringify(result));
    """
    done = subprocess.run(
        [node, "--input-type=module", "--eval", program],
        input=json.dumps(data, allow_nan=False),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
