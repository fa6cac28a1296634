"""Documents made from the code: commands, JSON documents with their schemas, checks, questions,
and the table of what the guidance covers.

`python -m tests.documents write` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from auditor.report.json.shapes import registry
from tests import (
    checks_page,
    commands,
    guidance_page,
    help_lines,
    json_page,
    json_shapes,
    questions_page,
)

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
PARSER = ROOT / "auditor" / "cli" / "parser"
SCHEMAS = DOCS / "schema"


def made() -> Mapping[Path, str]:
    """Return every document that is made, with the text that it must have."""
    help_lines.renew()
    schemas = {
        SCHEMAS / f"{entry.name}.json": json_shapes.schema_text(entry) for entry in registry.ALL
    }
    return {
        PARSER / "help_lines.py": help_lines.render(),
        PARSER / "check_titles.py": help_lines.render_titles(),
        DOCS / "checks.md": checks_page.render(),
        DOCS / "commands.md": commands.render(),
        DOCS / "guidance.md": guidance_page.render(),
        DOCS / "json.md": json_page.render(),
        DOCS / "questions.md": questions_page.render(),
        **schemas,
    }


def main() -> None:
    SCHEMAS.mkdir(exist_ok=True)
    documents = made()
    for stale in set(SCHEMAS.iterdir()) - set(documents):
        stale.unlink()
    for path, text in documents.items():
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
