"""The message catalogue as a template for translators: docs/auditor.pot.

`python -m tests.catalogue write` makes it.
"""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from tests.documents import ROOT

TEMPLATE = ROOT / "docs" / "auditor.pot"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "NN_": (1, 2)}
_CALL = re.compile(rf"\b(?:{'|'.join(KEYWORDS)})\s*\(")
"""What a file with a sentence has: taking others apart would take as long."""
_WORDS = frozenset(
    # help, remedies, work, aftercare
    {
        "text",
        "title",
        "notice",
        "steps",
        "for_whom",
        "what_it_does",
        "uploads",
        "hours",
        "languages",
        "note",
        "source_date",
    }
    | {"gives", "remedy", "how", "deadline", "in_force_since", "reveals"}  # laws and terms
    | {"recommended", "changes"}  # playbooks
    | {"takes"}  # archives
    | {"ask", "hints", "choices"}  # tasks
)
"""Keys of the guidance files and of tasks whose values a person reads."""
_NOT_TRANSLATED = frozenset({"local", "local_subject"})
"""Tables of the guidance files in the language of a country, whoever uses the program."""
_UNSPOKEN_OF_PACKS = frozenset(
    {"story", "tasks", "shows", "name", "source", "date", "drawing", "file"}
    | {"broken", "sound", "defect"}
)
"""Keys of the packs whose values are names of things; all other words of them are spoken."""
_TABLES = frozenset({"regions"})
"""Tables of the guidance files in which every value is read by a person."""


@cache
def sentences() -> frozenset[str | tuple[str, ...]]:
    """Return every sentence of the code, of the guidance files and of tasks."""
    found: set[str | tuple[str, ...]] = set()
    for path in sorted((ROOT / "auditor").rglob("*.py")):
        if _CALL.search(path.read_text("utf-8")):
            for _line, message, _comments, _context in extract_from_file(
                "python", path, keywords=KEYWORDS
            ):
                found.add(message if isinstance(message, str) else tuple(message))
    spoken = (ROOT / "auditor" / "guidance", ROOT / "auditor" / "practice" / "tasks")
    for path in sorted(path for folder in spoken for path in folder.rglob("*.toml")):
        found.update(_spoken(tomllib.loads(path.read_text("utf-8"))))
    packs = (ROOT / "auditor" / "practice" / "packs").glob("*.toml")
    for path in (*sorted(packs), *sorted((ROOT / "auditor" / "awareness").glob("*.toml"))):
        found.update(_words_of_pack(tomllib.loads(path.read_text("utf-8"))))
    return frozenset(found)


def _words_of_pack(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        for name, value in tree.items():
            if name not in _UNSPOKEN_OF_PACKS:
                yield from _words_of_pack(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _words_of_pack(value)
    elif isinstance(tree, str):
        yield tree


def _spoken(tree: Any, key: str = "") -> Iterator[str]:
    if isinstance(tree, dict):
        for name, value in tree.items():
            if name in _NOT_TRANSLATED:
                continue
            yield from _spoken(value, "text" if key in _TABLES else name)
    elif isinstance(tree, list):
        for value in tree:
            yield from _spoken(value, key)
    elif isinstance(tree, str) and tree and key in _WORDS:
        yield tree


def render() -> str:
    """Return the template, the same for the same sentences."""
    day = datetime(2026, 1, 1, tzinfo=UTC)
    catalogue = Catalog(
        project="auditor", charset="utf-8", creation_date=day, revision_date=day, fuzzy=False
    )
    for sentence in sorted(sentences(), key=str):
        catalogue.add(sentence)
    target = io.BytesIO()
    write_po(target, catalogue, sort_output=True, omit_header=True, width=120)
    return target.getvalue().decode()


if __name__ == "__main__":
    TEMPLATE.write_text(render(), "utf-8")
