"""The shape of what has to be made worthless besides taking its photo down."""

from __future__ import annotations

from typing import TypedDict

from auditor.report.json.shapes.closed_sets import AftercareWord, NoticedByWord


class AftercareJson(TypedDict):
    """What has to be made worthless, since taking the photo down does not."""

    key: AftercareWord
    """What it is."""
    title: str
    """In a few words."""
    text: str
    """In full."""
    url: str | None
    """Where it is done."""
    minutes: float
    """Minutes that it takes; an estimate."""
    first: bool
    """Whether it comes before the photo goes."""
    noticed_by: NoticedByWord
    """Who will see that it was done."""
    notice: str
    """Who is told what, in a sentence."""
