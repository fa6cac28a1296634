"""What the documents say is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor.errors import ExitCode
from tests.documents import README, ROOT, render_readme


def test_readme_shows_the_help_of_today() -> None:
    text = README.read_text("utf-8")
    assert text.count("<!-- help:") >= 2
    assert text == render_readme(text), "run: make docs"


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


@pytest.mark.parametrize("code", list(ExitCode))
def test_readme_names_every_exit_code(code: ExitCode) -> None:
    assert re.search(rf"^\| {code.value} \|", README.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    "document", [*sorted(ROOT.glob("docs/*.md")), README], ids=lambda path: path.name
)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), f"{document.name} links to {target}"
