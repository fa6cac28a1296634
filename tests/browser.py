"""Pages in Chromium, where this machine has it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

BROWSER = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)


def on_paper(page: Path, profile: Path) -> int:
    """Return on how many sheets a page is printed."""
    assert BROWSER is not None
    paper = page.with_suffix(".pdf")
    switches = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
    subprocess.run(
        [
            BROWSER,
            *switches,
            f"--user-data-dir={profile}",
            f"--print-to-pdf={paper}",
            page.as_uri(),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    return len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes()))
