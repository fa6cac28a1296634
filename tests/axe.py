"""Pages judged by axe-core in Chromium, where this machine has both."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from functools import cache
from typing import Any

from tests.code import ROOT

_KEPT = ROOT / ".venv" / "axe-core"
_PACKED = "package/axe.min.js"


@cache
def axe_source() -> str | None:
    """Return the program that judges pages; None where it cannot be had. It is never committed."""
    found = _KEPT / "axe.min.js"
    npm = shutil.which("npm")
    if not found.exists() and npm is not None:
        _KEPT.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [npm, "pack", "axe-core@4", "--silent"], cwd=_KEPT, capture_output=True, check=False,
            timeout=120,
        )  # fmt: skip
        for packed in _KEPT.glob("axe-core-*.tgz") if done.returncode == 0 else ():
            with tarfile.open(packed) as inside:
                program = inside.extractfile(_PACKED)
                assert program is not None
                found.write_bytes(program.read())
    return found.read_text("utf-8") if found.exists() else None


def violations(browser: Any, session: str, source: str) -> list[str]:
    """Return what axe-core finds wrong with the page that a session of Chromium shows."""
    browser.ask("Runtime.evaluate", session, expression=source)
    said = browser.ask(
        "Runtime.evaluate",
        session,
        expression="axe.run().then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + "
        "v.nodes.map(n => n.html.slice(0, 120)).slice(0, 3).join(' | '))))",
        awaitPromise=True,
        returnByValue=True,
    )
    found: list[str] = json.loads(said["result"]["value"])
    return found
