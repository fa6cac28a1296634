"""Documents of what proven accounts lead to."""

from __future__ import annotations

from typing import TypedDict

from auditor.report.json.shapes.closed_sets import CertaintyWord, SignWord, WhyUnknownWord
from auditor.report.json.shapes.outside import SentJson


class CandidateJson(TypedDict):
    """An account that may be the person's own."""

    platform: str
    """Its site, by the name of the file or its host."""
    url: str
    """Its page."""
    certainty: CertaintyWord
    """How sure it is."""
    evidence: list[SignWord]
    """What speaks for it."""
    avatar_match: bool | None
    """Null: no picture of a candidate is fetched before it is claimed."""


class UnknownSiteJson(TypedDict):
    """A site of which it could not be told."""

    platform: str
    """Its name."""
    url: str
    """Where such an account would stand."""
    reason: WhyUnknownWord
    """Why."""


class DiscoveredJson(TypedDict):
    """What proven accounts lead to."""

    candidates: list[CandidateJson]
    """The surest first. None is on the list of accounts."""
    unknown: list[UnknownSiteJson]
    """Where it could not be told; never counted as absent."""
    absent: int
    """Sites that say that there is no such account."""
    asked: int
    """Sites that were asked."""
    left_out: list[str]
    """What was not asked, and why, in words."""
    source: str
    """Whose data the file is, and under which licence; "" without a file."""
    sent: list[SentJson]
    """What this run sent first, or with `--dry-run` would send. Three names that nobody has are
    asked about on sites that seem to have such an account."""
