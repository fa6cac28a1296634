"""The closed sets of words in the JSON documents, each a type of its own.

They are read off the enumerations of the domain where there is one, so that a new member is in the
schema by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, get_args

from msgspec import Meta

from auditor.domain.account import Claim, ProofMethod
from auditor.domain.archives.archive import HeldKind
from auditor.domain.archives.readable import SourceKind, SourceState, TestedOn
from auditor.domain.changes import ChangedPart, NotComparedReason
from auditor.domain.findings.aftercare import AftercareKey
from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.finding import Confidence, NoticedBy, Severity, State
from auditor.domain.findings.plan import Change
from auditor.domain.findings.question import QuestionId
from auditor.domain.findings.verify import Archive, Seen
from auditor.domain.likeness.likeness import Tier
from auditor.domain.links import CutFor, Tie
from auditor.domain.openness import SignalName
from auditor.domain.outside.breaches import BreachFlag, BreachState
from auditor.domain.outside.copies import CopyKind, WebArchive
from auditor.domain.outside.data_classes import Leaked
from auditor.domain.outside.discovery import CandidateSign, WhyUnknown
from auditor.domain.outside.look_alikes import SearchState
from auditor.domain.outside.own_records import Certainty, TraceKind
from auditor.domain.outside.reported import LinkState, ReportChannel, ReportedKind
from auditor.domain.outside.training_sets import ENGINES, SoughtKind
from auditor.domain.photos.file_contents import ContactKind, FurtherKind
from auditor.domain.photos.photo import Listing, PhotoKind, Role, Visibility
from auditor.domain.photos.picture_contents import (
    IdentityState,
    ProvenanceOutcome,
    Reveals,
    TextKind,
    TrustedBy,
)
from auditor.domain.private import PrivateKind
from auditor.domain.routine.routine import PartOfDay, PartOfWeek
from auditor.domain.views import ChangeKind, PluginState, WhyUnread
from auditor.engine.outside.next_step import NextKind
from auditor.guidance.help.blackmail import StepKey
from auditor.guidance.help.help_now import ALL_KINDS
from auditor.guidance.laws.laws import Act, Status
from auditor.guidance.laws.situations import Situation
from auditor.guidance.playbooks import Affects
from auditor.guidance.removal.model_sites import sites


def closed(words: Iterable[str]) -> Meta:
    """Return what holds a text to one of `words`, for the schema and for msgspec alike."""
    known = list(words)
    return Meta(
        pattern="^(" + "|".join(re.escape(word) for word in known) + ")$",
        extra_json_schema={"enum": known},
    )


Moment = Annotated[datetime, Meta(tz=True)]
"""A time that says its offset; written as ISO 8601 in UTC."""

ClaimWord = Annotated[str, closed(Claim)]
HeldWord = Annotated[str, closed(HeldKind)]
SourceKindWord = Annotated[str, closed(SourceKind)]
SourceStateWord = Annotated[str, closed(SourceState)]
TestedOnWord = Annotated[str, closed(TestedOn)]
ProofWord = Annotated[str, closed(ProofMethod)]
PluginStateWord = Annotated[str, closed(PluginState)]
WhyUnreadWord = Annotated[str, closed(WhyUnread)]
OutcomeWord = Annotated[str, closed(("fetched", "skipped", "blocked", "failed"))]
KindWord = Annotated[str, closed(PhotoKind)]
VisibilityWord = Annotated[str, closed(Visibility)]
ListingWord = Annotated[str, closed(Listing)]
RoleWord = Annotated[str, closed(Role)]
VariantWord = Annotated[str, closed(("full", "browser", "python", "draft"))]
ContactWord = Annotated[str, closed(ContactKind)]
ContentWord = Annotated[str, closed(TextKind)]
FurtherWord = Annotated[str, closed(FurtherKind)]
ProvenanceWord = Annotated[str, closed(ProvenanceOutcome)]
TrainingWord = Annotated[str, closed(("allowed", "notAllowed", "constrained"))]
RevealsWord = Annotated[str, closed(Reveals)]
IdentityWord = Annotated[str, closed(IdentityState)]
TrustedByWord = Annotated[str, closed(TrustedBy)]
SeverityWord = Annotated[str, closed(level.word for level in Severity)]
ConfidenceWord = Annotated[str, closed(level.word for level in Confidence)]
AftercareWord = Annotated[str, closed(AftercareKey)]
NoticedByWord = Annotated[str, closed(NoticedBy)]
StateWord = Annotated[str, closed(State)]
ChangeWord = Annotated[str, closed(Change)]
TierWord = Annotated[str, closed(tier.word for tier in Tier)]
QuestionWord = Annotated[str, closed(QuestionId)]
AnswerWord = Annotated[str, closed(AnswerState)]
SeenWord = Annotated[str, closed(Seen)]
ArchiveWord = Annotated[str, closed(Archive)]
WebArchiveWord = Annotated[str, closed(WebArchive)]
CopyKindWord = Annotated[str, closed(CopyKind)]
ModelSiteWord = Annotated[str, closed(site.key for site in sites())]
SearchStateWord = Annotated[str, closed(SearchState)]
SoughtKindWord = Annotated[str, closed(SoughtKind)]
EngineWord = Annotated[str, closed(ENGINES)]
ChangeKindWord = Annotated[str, closed(ChangeKind)]
BreachFlagWord = Annotated[str, closed(BreachFlag)]
BreachStateWord = Annotated[str, closed(BreachState)]
LeakedWord = Annotated[str, closed(Leaked)]
ServiceKeyPlaceWord = Annotated[str, closed(("file", "keyring", "nowhere", "could-not-tell"))]
ChangedPartWord = Annotated[str, closed(ChangedPart)]
NotComparedWord = Annotated[str, closed(NotComparedReason)]
TieWord = Annotated[str, closed(Tie)]
CutForWord = Annotated[str, closed(CutFor)]
PartOfWeekWord = Annotated[str, closed(PartOfWeek)]
PartOfDayWord = Annotated[str, closed(PartOfDay)]
WhatIfWord = Annotated[str, closed(("shrink-1080", "shrink-640", "remove-account", "make-private"))]
ThresholdWord = Annotated[str, closed(("photos", "face", "short_side"))]
SignalWord = Annotated[str, closed(SignalName)]
RespectsWord = Annotated[str, closed(("yes", "no", "unclear"))]
PurposeWord = Annotated[
    str,
    closed(("training", "data", "search", "assistant", "agent", "undocumented", "other")),
]
StatusWord = Annotated[str, closed(Status)]
ActWord = Annotated[str, closed(Act)]
SituationWord = Annotated[str, closed(Situation)]
ServiceWord = Annotated[str, closed(ALL_KINDS)]
AudienceWord = Annotated[str, closed(("everyone", "adults", "minors"))]
BlackmailStepWord = Annotated[str, closed(get_args(StepKey))]
AffectsWord = Annotated[str, closed(get_args(Affects))]
RowWord = Annotated[
    str,
    closed(
        (
            "law",
            "setting",
            "service",
            "blackmail",
            "silent",
            "archive",
            "term",
            "authority",
            "removal",
        )
    ),
]
PrivateKindWord = Annotated[str, closed(PrivateKind)]
PrivateConfidenceWord = Annotated[str, closed(("medium", "low"))]
PrivateToldWord = Annotated[str, closed(("likely", "possible"))]
KeyPlaceWord = Annotated[str, closed(("keyring", "file"))]
LinkStateWord = Annotated[str, closed(LinkState)]
ReportChannelWord = Annotated[str, closed(ReportChannel)]
ReportedKindWord = Annotated[str, closed(ReportedKind)]
NextWord = Annotated[str, closed(NextKind)]
CertaintyWord = Annotated[str, closed(Certainty)]
TraceWord = Annotated[str, closed(TraceKind)]
SignWord = Annotated[str, closed(CandidateSign)]
WhyUnknownWord = Annotated[str, closed(WhyUnknown)]
