"""Documents that are made from the code: the help texts in README.md and docs/checks.md.

`python -m tests.documents write` makes them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"(<!-- help: (?P<call>[^>]*?) -->\n```text\n)(?P<text>.*?)(```\n)", re.DOTALL)


def help_text(call: str) -> str:
    """Return what `auditor CALL` prints, as wide as the README shows it."""
    plain = {
        "TERMINAL_WIDTH": "100",
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
    }
    done = subprocess.run(
        [sys.executable, "-m", "auditor", *call.split()],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=plain,
        encoding="utf-8",
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines()) + "\n"


def render_readme(text: str) -> str:
    """Return README.md with every help block as the program prints it now."""
    return _BLOCK.sub(lambda match: match[1] + help_text(match["call"]) + match[4], text)


def main() -> None:
    from tests import checks_page

    README.write_text(render_readme(README.read_text("utf-8")), "utf-8")
    (ROOT / "docs" / "checks.md").write_text(checks_page.render(), "utf-8")


if __name__ == "__main__":
    main()
