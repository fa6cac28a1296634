"""The files of a pack: for the trainer and for learners, each as Markdown and as a page."""

from __future__ import annotations

from auditor.practice.packs.as_markdown import markdown
from auditor.practice.packs.as_page import page
from auditor.practice.packs.read import Pack
from auditor.practice.packs.sheets import handout_sheet, pack_sheet

PackFiles = tuple[tuple[str, str], ...]
"""Names and texts."""


def pack_files(pack: Pack, where: str = "") -> PackFiles:
    """Return the files of a pack; `where` fills in the help lines of a country."""
    sheets = (("pack", pack_sheet(pack, where)), ("handout", handout_sheet(pack, where)))
    return tuple(
        (f"{kind}-{pack.name}.{ending}", made(sheet))
        for kind, sheet in sheets
        for ending, made in (("md", markdown), ("html", page))
    )
