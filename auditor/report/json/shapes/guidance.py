"""The shapes of law, services, letters and the state of the guidance."""

from __future__ import annotations

from typing import TypedDict

from auditor.report.json.shapes.closed_sets import (
    ActWord,
    AffectsWord,
    AudienceWord,
    BlackmailStepWord,
    ConfidenceWord,
    NoticedByWord,
    RowWord,
    ServiceWord,
    SituationWord,
    StatusWord,
)


class FurtherSourceJson(TypedDict):
    """A further page that says the same."""

    source_url: str
    """Address of the page."""
    source_date: str
    """Its date, as the page has it."""


class JurisdictionJson(TypedDict):
    """A place with rows of its own."""

    code: str
    """Code of the country or part."""
    name: str
    """Its name."""


class SituationJson(TypedDict):
    """The situation that was named."""

    key: SituationWord
    """Its key."""
    title: str
    """In a few words."""
    text: str
    """In full."""
    steps: list[str]
    """What to do, in order."""


class LawRowJson(TypedDict):
    """One law or bill."""

    jurisdiction: str
    """Code of the place in which it holds."""
    name: str
    """Its name."""
    citation: str
    """Where it is printed."""
    topic: str
    """What it is about."""
    status: StatusWord
    """How far it has come."""
    in_force_since: str | None
    """As the source has it."""
    start_day_passed: bool
    """The day on which it was to begin has come, and nobody has looked."""
    acts: list[ActWord]
    """What it is about: a rule on one says nothing of the others."""
    situations: list[SituationWord]
    """Situations in which it helps."""
    gives: str
    """What it gives."""
    remedy: str
    """What can be asked for."""
    how: str
    """How it is used."""
    deadline: str | None
    """Deadline, if there is one."""
    uploads: str | None
    """What leaves the user's hands on that way."""
    source_url: str
    """Where this is known from."""
    source_date: str
    """Date of the source, as the source has it."""
    more_sources: list[FurtherSourceJson]
    """Further pages that say the same."""
    checked_at_source: bool
    """False where it is known that the text of the law itself was not read for the row."""
    confidence: ConfidenceWord
    """How sure the row is."""
    checked_on: str
    """ISO 8601 day on which it was read."""
    stale: bool
    """It is so old that it has to be looked at again."""


class ServiceJson(TypedDict):
    """Someone who can help."""

    name: str
    """Its name."""
    region: str
    """Code of the country or part, or `worldwide`."""
    kind: ServiceWord
    """What it does."""
    audience: AudienceWord
    """For whom it is."""
    for_whom: str
    """The same in words."""
    contact: str | None
    """Number or address."""
    hours: str | None
    """Null: not known."""
    languages: str | None
    """Null: not known."""
    url: str
    """Its page."""
    what_it_does: str | None
    """In words for a person."""
    uploads: str | None
    """What leaves the user's hands there."""
    source_url: str
    """Where this is known from."""
    source_date: str
    """Date of the source, as the source has it."""
    more_sources: list[FurtherSourceJson]
    """Further pages that say the same."""
    confidence: ConfidenceWord
    """How sure the row is."""
    checked_on: str | None
    """ISO 8601 day on which it was read."""
    stale: bool
    """It is so old that it has to be looked at again."""


class LawJson(TypedDict):
    """What the law gives in a place."""

    where: str
    """The place as it was named; may be empty."""
    today: str
    """ISO 8601 day on which this was answered."""
    notes: list[str]
    """What this is not, in words for a person."""
    verified: bool
    """There are rows for this place."""
    jurisdictions: list[JurisdictionJson]
    """The places whose law holds there."""
    parts: list[str]
    """Codes inside the place that have rows of their own and were not asked for."""
    situation: SituationJson | None
    """The situation that was named."""
    laws: list[LawRowJson]
    """In force."""
    bills: list[LawRowJson]
    """Not in force."""
    services: list[ServiceJson]
    """Who can help."""
    hidden_low_confidence: int
    """Rows of low confidence that are not shown."""


class HelpServicesJson(TypedDict):
    """Who can help in a country and worldwide."""

    where: str
    """The place as it was named; may be empty."""
    today: str
    """ISO 8601 day on which this was answered."""
    notes: list[str]
    """What else to know, in words for a person."""
    situation: SituationJson | None
    """The situation that was named."""
    services: list[ServiceJson]
    """The ones to talk to first in front."""
    hidden_low_confidence: int
    """Services of low confidence that are not named."""


class ChecklistSettingJson(TypedDict):
    """One setting of a platform."""

    title: str
    """What it is about."""
    menu: str | None
    """The way there, in the platform's words. Null: not known."""
    url: str | None
    """Its page, if one is known."""
    set_to: str
    """What to set it to."""
    changes: str | None
    """What that changes."""
    affects: list[AffectsWord]
    """What it is about."""
    minutes: float
    """How long it takes: an estimate."""
    noticed_by: NoticedByWord
    """Who can notice it."""
    notice: str
    """The same in words."""
    evidence_first: bool
    """Once changed, what was there cannot be shown to anybody: save evidence before."""
    source_url: str
    """Where this is known from."""
    source_date: str
    """Date of the source, as the source has it."""
    more_sources: list[FurtherSourceJson]
    """Further pages that say the same."""
    confidence: ConfidenceWord
    """How sure the row is."""
    checked_on: str
    """ISO 8601 day on which it was read."""
    stale: bool
    """Menus may have moved since anybody looked."""


class AgainstBlackmailJson(TypedDict):
    """One step against an account that threatens or demands."""

    key: BlackmailStepWord
    """What it is about."""
    title: str
    """In a few words."""
    text: str
    """In full."""
    notice: str
    """Who can notice it, in words for a person."""
    of_platform: bool
    """The words are for this platform; false: they hold everywhere."""
    source_url: str
    """Where this is known from."""
    source_date: str
    """Date of the source, as the source has it."""
    more_sources: list[FurtherSourceJson]
    """Further pages that say the same."""
    confidence: ConfidenceWord
    """How sure the row is."""
    checked_on: str
    """ISO 8601 day on which it was read."""
    stale: bool
    """Menus may have moved since anybody looked."""


class IfBlackmailedJson(TypedDict):
    """What to do there if somebody threatens or demands."""

    first: str
    """What comes before each step."""
    steps: list[AgainstBlackmailJson]
    """In their order."""


class ArchiveRequestJson(TypedDict):
    """How to ask the platform for the archive of one's own account."""

    warning: str
    """What comes before asking."""
    menu: str | None
    """Way in the platform's words."""
    url: str | None
    """Page on which it is asked for."""
    choose: str
    """What to choose there."""
    takes: str
    """How long it takes."""
    who_is_told: str
    """Who learns of it."""
    holds: str
    """What it holds of pictures."""
    note: str | None
    """What else to know."""
    source_url: str
    """Where this is known from."""
    source_date: str
    """Date of the source, as the source has it."""
    more_sources: list[FurtherSourceJson]
    """Further pages that say the same."""
    confidence: ConfidenceWord
    """How sure the row is."""
    checked_on: str
    """ISO 8601 day on which it was read."""
    stale: bool
    """It is so old that it has to be looked at again."""


class ChecklistPlatformJson(TypedDict):
    """A platform whose settings are known."""

    key: str
    """Its key."""
    name: str
    """Its name."""


class ChecklistJson(TypedDict):
    """The settings of a platform: how they stand is not seen."""

    today: str
    """ISO 8601 day on which this was answered."""
    warning: str
    """What comes before any setting, in words for a person."""
    platform: str | None
    """Its key. Null: none was named."""
    name: str | None
    """Its name."""
    note: str | None
    """What no setting changes, in words for a person."""
    settings: list[ChecklistSettingJson]
    """What hides most first."""
    if_blackmailed: IfBlackmailedJson | None
    """Null where no platform was named."""
    archive: ArchiveRequestJson | None
    """Null where it is not known, or no platform was named."""
    platforms: list[ChecklistPlatformJson]
    """Every platform that can be named."""


class GuidanceRowJson(TypedDict):
    """One row of the guidance."""

    kind: RowWord
    """What it is about."""
    where: str
    """Jurisdiction, platform or region."""
    name: str
    """Its name."""
    source_url: str | None
    """Where it is known from."""
    source_date: str | None
    """Date of the source, as the source has it."""
    undated: bool
    """The source has no date."""
    checked_on: str | None
    """ISO 8601 day on which it was read."""


class GuidanceCheckJson(TypedDict):
    """What of the guidance is stale or missing."""

    today: str
    """ISO 8601 day on which this was answered."""
    rows: dict[str, int]
    """Number of rows by kind (law, setting, service, blackmail, silent, archive)."""
    stale: list[GuidanceRowJson]
    """Rows that have to be looked at again."""
    without_source: list[GuidanceRowJson]
    """Rows without a source."""
    start_day_passed: list[GuidanceRowJson]
    """Rules that were passed, whose day has come."""
    accounts_read: bool
    """The platforms of the user's accounts were looked at."""
    platforms_without_row: list[str]
    """Platforms in use without advice."""


class LetterElementJson(TypedDict):
    """What a letter must contain."""

    key: str
    """Its key."""
    text: str
    """In words for a person."""
    cites: str
    """The text that requires it."""
    source_url: str
    """Where that stands."""
    source_date: str
    """Date of the source, as the source has it."""


class LetterJson(TypedDict):
    """One kind of letter."""

    kind: str
    """Its key, as `auditor letter` takes it."""
    title: str
    """In a few words."""
    law: str | None
    """The law that it rests on."""
    for_whom: str
    """Who can send it."""
    jurisdictions: list[str]
    """Codes of the places in which the law holds; empty: everywhere."""
    does_not_fit: list[str]
    """When it is the wrong letter."""
    steps: list[str]
    """What to do with it."""
    risk: str | None
    """What sending it risks."""
    elements: list[LetterElementJson]
    """What it must contain."""
    checked_on: str
    """ISO 8601 day on which the elements were compared with their sources."""
    intimate: bool
    """Whether it is, or may be, about intimate pictures."""
    under_18: list[str]
    """Of such a letter: that it is not for anyone under 18, and who helps them first."""


class LettersJson(TypedDict):
    """The letters that can be written."""

    letters: list[LetterJson]
    """Every kind."""
