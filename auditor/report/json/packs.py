"""The JSON document of packs for trainers."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.report.json.documents import write
from auditor.report.json.shapes.answers import PackJson, PacksJson


def practice_packs(packs: Sequence[PackJson], files: Sequence[str]) -> str:
    """auditor/practice-packs/1."""
    body: PacksJson = {"packs": list(packs), "files": list(files)}
    return write("practice-packs", body)
