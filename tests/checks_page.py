"""Makes docs/checks.md from the docstrings of the checks.

`python -m tests.checks_page > docs/checks.md`.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys

import auditor.checks
from auditor.checks import ALL
from auditor.domain.findings.check import AccountCheck, Check, InventoryCheck, PhotoCheck

PARTS = ("What", "Why it matters", "How to fix", "When it is wrong")
SCOPE = {
    PhotoCheck: "each photo",
    AccountCheck: "each account",
    InventoryCheck: "all accounts together",
}
HEAD = """# Checks

What `auditor` looks for in what it could read. Every check has a fixed name that never changes, and
says when it is wrong. A check that found nothing has not shown that there is nothing: see what was
*not* checked first.

Severity says how much a stranger gains, confidence how sure the check is; they do not depend on
each other.
"""


def doc_parts(docstring: str) -> dict[str, str]:
    """Return the summary line under "" and the fixed parts by name, each on one line.

    Raises ValueError if one is missing.
    """
    paragraphs = [" ".join(paragraph.split()) for paragraph in docstring.strip().split("\n\n")]
    found = {"": paragraphs[0]}
    for paragraph, name in zip(paragraphs[1:], PARTS, strict=True):
        start, colon, text = paragraph.partition(": ")
        if start != name or not colon or not text:
            message = f"expected {name!r}, found {paragraph[:40]!r}"
            raise ValueError(message)
        found[name] = text
    return found


def modules() -> dict[str, str]:
    """Return the docstring of each check's file by the check's id."""
    loaded = [
        importlib.import_module(f"auditor.checks.{module.name}")
        for module in pkgutil.iter_modules(auditor.checks.__path__)
    ]
    return {module.CHECK.id: module.__doc__ or "" for module in loaded}


def section(check: Check, docstring: str) -> str:
    """Return the section of one check."""
    parts = doc_parts(docstring)
    lines = [
        f"## {check.title}",
        "",
        f"`{check.id}` · looks at {SCOPE[type(check)]}",
        "",
        parts[""],
        "",
    ]
    for name in PARTS:
        lines += [f"**{name}.** {parts[name]}", ""]
    return "\n".join(lines)


def render() -> str:
    """Return the whole page."""
    docstrings = modules()
    listed = "\n".join(f"- [{check.title}](#{_anchor(check.title)})" for check in ALL)
    return (
        "\n".join(
            [HEAD, listed, "", *(section(check, docstrings[check.id]) for check in ALL)]
        ).rstrip()
        + "\n"
    )


def _anchor(title: str) -> str:
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


if __name__ == "__main__":
    sys.stdout.write(render())
