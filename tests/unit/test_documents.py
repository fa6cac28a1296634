"""What the documents say is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from auditor.errors import ExitCode
from tests.commands import commands
from tests.documents import DOCS, README, ROOT, SCHEMAS, made
from tests.rows import each_row

README_LINES = 150


def test_every_made_document_is_current() -> None:
    texts = made()
    stale = [
        path.relative_to(ROOT).as_posix()
        for path, text in texts.items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    assert stale == [], "run: make docs"
    assert set(SCHEMAS.iterdir()) <= set(texts), "run: make docs"


def test_the_help_of_every_command_is_on_its_page() -> None:
    page = (DOCS / "commands.md").read_text("utf-8")
    for words in ((), *commands()):
        assert f"## {' '.join(('auditor', *words))}\n" in page
        assert f"Usage: {' '.join(('auditor', *words))} " in page


def test_readme_stays_short() -> None:
    assert len(README.read_text("utf-8").splitlines()) <= README_LINES


def test_readme_opens_with_the_warning() -> None:
    lines = [
        line
        for line in README.read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    assert (
        lines[0]
        .strip("*> ")
        .startswith("If someone watches or shares your devices, do not install this here")
    )


@each_row("code", list(ExitCode))
def test_the_guide_names_every_exit_code(code: ExitCode) -> None:
    guide = (DOCS / "guide.md").read_text("utf-8")
    assert re.search(rf"^\| {code.value} \|", guide, re.MULTILINE)


@each_row(
    "document",
    [*sorted(ROOT.glob("docs/**/*.md")), *sorted(ROOT.glob("*.md"))],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), f"{document.name} links to {target}"
