"""Runs what the browser computes in Node.js, beside what Python makes of the same numbers."""

import atexit
import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

COMPONENTS = Path(__file__).parents[1] / "dashboard" / "components"

PROGRAM = """
    import { createInterface } from "node:readline";
    for await (const line of createInterface({ input: process.stdin })) {
        const { module, script, data } = JSON.parse(line);
        let answer;
        try {
            answer = { result: await new Function("module", "data", script)(await import(module), data) };
        } catch (error) {
            answer = { error: String(error?.stack ?? error) };
        }
        process.stdout.write(JSON.stringify(answer) + "\\n");
    }
"""


def run(module: str, script: str, data: object) -> Any:
    """Return what `script`, the body of a function of `module` and `data`, returns.

    `module` is the path of a component's module below `dashboard/components`. Numbers that are none travel as null.
    Without Node.js the test is skipped, unless SOFTMAX_LAB_REQUIRE_BROWSER insists on everything.
    """
    path = shutil.which("node")
    if path is None:
        if os.environ.get("SOFTMAX_LAB_REQUIRE_BROWSER"):
            pytest.fail("Node.js is required (SOFTMAX_LAB_REQUIRE_BROWSER) and not there")
        pytest.skip("this needs Node.js (on Debian: apt install nodejs), and there is none")
    node = _started(path)
    asked = {"module": (COMPONENTS / module).as_uri(), "script": script, "data": data}
    print(json.dumps(asked, allow_nan=False), file=node.stdin, flush=True)
    answer = json.loads(node.stdout.readline())
    assert "error" not in answer, answer["error"]
    return answer.get("result")


@cache
def _started(path: str) -> subprocess.Popen[str]:
    """Return a Node.js that answers line by line, and ends with the tests."""
    node = subprocess.Popen(
        [path, "--input-type=module", "--eval", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    atexit.register(node.communicate)
    return node
