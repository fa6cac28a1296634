"""The shapes of what to do about a finding, with its photo and besides."""

from __future__ import annotations

from typing import TypedDict

from auditor.report.json.shapes.closed_sets import AftercareWord, NoticedByWord


class FindingRemedyJson(TypedDict):
    """The one thing to do about a finding."""

    text: str
    """In words for a person."""
    url: str | None
    """Where it is done."""
    noticed_by: NoticedByWord
    """Who will see that it was done."""
    notice: str
    """Who is told what, in a sentence."""
    evidence_first: bool
    """Whether to save evidence before."""
    minutes: float
    """Minutes for the first photo, or for the account; an estimate."""
    following_minutes: float
    """Minutes for each further photo of the account in the same sitting; an estimate."""


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
