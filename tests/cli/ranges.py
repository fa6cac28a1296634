"""A practice range in a process of its own, for tests that are not asynchronous."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.auditor import ROOT
from tests.unit.practice.asking import ask


@dataclass(frozen=True)
class Range:
    accounts: list[dict[str, Any]]
    bases: dict[str, str]
    settings: str
    token: str

    def wish(self, account: str, **wish: object) -> None:
        """Let the person of an account change something.

        What the range cannot do fails the test.
        """
        body = json.dumps({"account": account, **wish}).encode()
        answer = ask(
            self.bases["front"] + "/control", "POST", body, Authorization=f"Bearer {self.token}"
        )
        assert answer.status == 200, answer

    def account(self, key: str) -> dict[str, Any]:
        return next(account for account in self.accounts if account["key"] == key)

    def save_settings(self, folder: Path) -> Path:
        path = folder / "settings.toml"
        path.write_text(self.settings, "utf-8")
        return path


def told(announced: dict[str, Any]) -> Range:
    hosts = json.dumps(announced["allow_hosts"])
    settings = f"[network]\nallow_hosts = {hosts}\n[sources.atproto]\n"
    settings += f'plc_url = "{announced["plc_url"]}"\nappview_url = "{announced["appview_url"]}"\n'
    # what they find has tests of its own, and takes most of the time
    settings += "[readers]\nvision = false\nexiftool = false\n"
    return Range(announced["accounts"], announced["bases"], settings, announced["token"])


@contextmanager
def served(photos: int, seed: int = 1) -> Iterator[Range]:
    command = [
        sys.executable,
        "-m",
        "auditor.practice.server",
        "--photos",
        str(photos),
        "--seed",
        str(seed),
        "--same-size",
    ]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield told(json.loads(process.stdout.readline()))
        process.stdin.close()
        process.wait(10)
