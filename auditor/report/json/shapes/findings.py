"""The shapes of accounts, scans, findings, plan, verification and the whole report."""

from __future__ import annotations

from typing import Annotated, TypedDict

from msgspec import Meta

from auditor.report.json.shapes.closed_sets import (
    AnswerWord,
    ArchiveWord,
    ChangedPartWord,
    ChangeKindWord,
    ChangeWord,
    ClaimWord,
    ConfidenceWord,
    Moment,
    NotComparedWord,
    NoticedByWord,
    OutcomeWord,
    ProofWord,
    QuestionWord,
    SeenWord,
    SeverityWord,
    StateWord,
)
from auditor.report.json.shapes.nothing_read import NothingReadJson
from auditor.report.json.shapes.photos import PhotoJson
from auditor.report.json.shapes.remedies import AftercareJson, FindingRemedyJson


class AccountJson(TypedDict):
    """One account on the list."""

    id: str
    """`a` and 16 hex digits; stays the same."""
    platform: str
    """Name of the platform."""
    handle: str
    """The platform's own form."""
    url: str
    """Page or API root by which it was recognised."""
    claim: ClaimWord
    """What the user says it is to them."""
    proof: ProofWord
    """What proves that it is the user's."""
    proof_seen_until: Moment | None
    """When the proof was last seen; it may have been taken down since. null: none."""
    keep_apart: bool
    """It must not be tied to the others, and is never read together with them."""


class AccountStateJson(AccountJson):
    """One account with how its last scan went."""

    photos: int
    """Number of photos."""
    last_scan: Moment | None
    """ISO 8601 in UTC; null: never."""
    outcome: OutcomeWord | None
    """How the last scan of it ended; null: never scanned."""
    reason: str | None
    """Why it was not read to its end, in words for a person."""
    notes: list[str]
    """What else was seen, in words for a person."""


class AddedAccountJson(TypedDict):
    """What `accounts add` recognised."""

    account: AccountJson
    """The account."""
    supported: bool
    """Whether a source reads this platform."""


class AccountsJson(TypedDict):
    """All accounts on the list."""

    accounts: list[AccountStateJson]
    """In the order in which they were added."""


class ScannedAccountJson(TypedDict):
    """What a scan did with one account."""

    id: str
    """Id of the account."""
    outcome: OutcomeWord
    """How it ended."""
    reason: str | None
    """Why it was not read to its end."""
    new: int | None
    """New photos; null where it is not proven (no comparison in time)."""
    gone: int | None
    """Photos that are gone; null where it is not proven."""
    changed: int | None
    """Photos that changed; null where it is not proven."""
    requests: int
    """Requests that were sent for it."""


class ScanJson(TypedDict):
    """One scan."""

    id: int
    """Number of the scan."""
    started_at: Moment
    """ISO 8601 in UTC."""
    ended_at: Moment | None
    """ISO 8601 in UTC; null after it was interrupted."""
    accounts: list[ScannedAccountJson]
    """What was done with each."""
    nothing_read: NothingReadJson | None
    """Null where anything was read, now or earlier."""


class EvidenceJson(TypedDict):
    """One thing that was seen."""

    text: str
    """In words for a person."""
    url: str | None
    """Where it was seen."""


class FindingJson(TypedDict):
    """One finding."""

    id: str
    """`f` and 16 hex digits; stays the same."""
    check: str
    """Id of the check (`auditor checks`)."""
    severity: SeverityWord
    """How much a stranger gains."""
    confidence: ConfidenceWord
    """How sure the check is."""
    account: str
    """Id of the account."""
    photo: str | None
    """Id of the photo; null where it is about the account."""
    related: list[str]
    """Ids of further photos that it is about."""
    title: str
    """In a sentence."""
    evidence: list[EvidenceJson]
    """What was seen, and where."""
    remedy: FindingRemedyJson
    """What to do."""
    aftercare: list[AftercareJson]
    """What to do besides, what comes first at the front."""
    state: StateWord
    """How far the user is with it."""


class FindingsJson(TypedDict):
    """All findings, or the one that was marked."""

    findings: list[FindingJson]
    """The severest first."""
    nothing_read: NothingReadJson | None
    """Null where anything was read: else no findings means that nothing is known."""


class CheckJson(TypedDict):
    """One check."""

    id: str
    """Stable id."""
    title: str
    """In a few words."""


class ChecksJson(TypedDict):
    """The checks that run."""

    checks: list[CheckJson]
    """In the order in which they run."""
    plugins: list[str]
    """Names of the plugins for checks that are installed; none is loaded for this."""


class SettingJson(TypedDict):
    """How a step is done on one platform."""

    title: str
    """Name of the setting."""
    recommended: str
    """What to set it to."""
    menu: str
    """The way through the menus."""
    changes: str
    """What that changes."""
    url: str | None
    """Page of the setting."""
    minutes: float
    """Minutes that it takes."""
    state: str | None
    """What the platform says now; null: not known."""
    source_url: str
    """Where this is known from."""
    source_date: str
    """Date of the source, as the source has it."""
    stale: bool
    """The source is so old that it has to be looked at again."""


class StepJson(TypedDict):
    """One step of the plan."""

    id: str
    """Stable id."""
    account: str
    """Id of the account."""
    platform: str
    """Name of the platform."""
    title: str
    """In a few words; may be empty."""
    text: str
    """In full."""
    about: str | None
    """What it is done to, by name; null where it is about the account alone."""
    photos: list[str]
    """Ids of the photos that it is done to."""
    change: ChangeWord
    """What is done to them, or to the account."""
    minutes: float
    """Minutes that it takes when it is done in this order."""
    noticed_by: NoticedByWord
    """Who will see that it was done."""
    evidence_first: bool
    """Whether to save evidence before."""
    critical: bool
    """It comes first whatever it costs."""
    aftercare_of: str | None
    """Id of the step whose photo showed what is to be made worthless here; null for other steps."""
    settles: list[str]
    """Ids of the findings that are gone after it, with the steps before it."""
    findings: list[str]
    """Ids of all findings that it helps to end."""
    closes: list[QuestionWord]
    """Questions that are closed with it, with the steps before it."""
    url: str | None
    """Where it is done."""
    settings: list[SettingJson]
    """The way there on this platform."""
    state: StateWord
    """How far the user is with it."""


class PlanJson(TypedDict):
    """What to do in the time there is."""

    steps: list[StepJson]
    """In the order in which they are done."""
    minutes: float
    """What they take together."""
    optimal: bool
    """No other steps that do the same take fewer minutes."""
    at_most_better: float
    """Minutes that other steps could save at most; 0 where it is `optimal`."""
    now: dict[QuestionWord, AnswerWord]
    """How each question stands."""
    after: dict[QuestionWord, AnswerWord]
    """How each question stands when the steps are done and the next scan has seen it."""


class ArchivedJson(TypedDict):
    """A copy at the Wayback Machine."""

    of: str
    """Address that it is a copy of."""
    url: str
    """Address of the copy."""
    taken: str
    """When it was taken, as the archive writes it."""


class VerificationJson(TypedDict):
    """What became of one finding."""

    finding: str
    """Id of the finding."""
    state: SeenWord
    """What was found when it was looked at again."""
    checked_at: Moment
    """ISO 8601 in UTC."""
    settled: bool
    """The check no longer finds it."""
    account: str
    """Id of the account."""
    photo: str | None
    """Id of the photo; null where it is about the account."""
    title: str
    """Title of the finding, masked."""
    words: str
    """The result in a sentence."""
    reason: str | None
    """Why it could not be told."""
    reposts: list[str]
    """Ids of the user's photos that show the same picture and still stood there."""
    archive: ArchiveWord
    """What the Wayback Machine said, if it was asked."""
    archived: list[ArchivedJson]
    """Copies that it named."""


class VerifyJson(TypedDict):
    """Whether what was to disappear did."""

    results: list[VerificationJson]
    """Of this run."""
    history: list[VerificationJson]
    """Of earlier runs too, newest first."""


class ChangedPhotoJson(TypedDict):
    """A photo that two scans do not list alike."""

    id: str
    """Id of the photo."""
    account: str
    """Id of its account."""
    change: ChangeKindWord
    """What happened to it."""
    parts: list[ChangedPartWord]
    """What changed; empty where it is new or gone."""


class ChangedQuestionJson(TypedDict):
    """How a question stood at the end of two scans."""

    question: QuestionWord
    """Id of the question."""
    state_before: AnswerWord
    """After the earlier scan."""
    state: AnswerWord
    """After the later scan."""
    findings_before: int
    """How many findings were behind it after the earlier scan."""
    findings: int
    """How many after the later scan."""
    same_accounts: bool
    """Whether both scans rest on the same accounts; else the two cannot be set side by side."""


class NotComparedJson(TypedDict):
    """An account of which nothing is said, or only some photos of it."""

    account: str
    """Id of the account."""
    reason: NotComparedWord
    """Why."""
    scans: list[int]
    """Numbers of the scans in which that holds; empty where it holds now."""
    photos: list[str]
    """Ids of the photos; empty: the whole account."""


class KeptScanJson(TypedDict):
    """A scan that can be compared."""

    id: int
    """Number of the scan."""
    started_at: Moment
    """ISO 8601 in UTC."""
    ended_at: Moment
    """ISO 8601 in UTC."""


_From = TypedDict(
    "_From",
    {"from": Annotated[int | None, Meta(description="Number of the earlier scan.")]},
)


class ChangesJson(_From):
    """Two scans compared."""

    to: int | None
    """Number of the later scan; null where there is none."""
    questions: list[ChangedQuestionJson]
    """How each question stood at the end of both scans; empty where that was not kept."""
    photos: list[ChangedPhotoJson]
    """Photos that are new, gone or changed."""
    not_compared: list[NotComparedJson]
    """Of what nothing is said, and why."""
    scans: list[KeptScanJson]
    """All scans that can be named, newest first."""


class RequestJson(TypedDict):
    """One request that left this device, or was refused."""

    at: Moment
    """ISO 8601 in UTC."""
    method: str
    """HTTP method."""
    host: str
    """Whom it went to."""
    path: str
    """What was asked for."""
    purpose: str
    """What for."""
    status: int | None
    """HTTP status; null where no answer came."""
    sent_bytes: int
    """Bytes."""
    received_bytes: int
    """Bytes."""
    note: str
    """What else is to say, for example why it was refused."""


class NetworkLogJson(TypedDict):
    """What was asked of whom."""

    requests: list[RequestJson]
    """Newest first."""


class DemoJson(TypedDict):
    """A scan of the practice range."""

    accounts: list[AccountStateJson]
    """Its accounts."""
    photos: list[PhotoJson]
    """By id."""
    findings: list[FindingJson]
    """The severest first."""
    elapsed_s: float
    """Seconds that the scan took."""


class QuestionStateJson(TypedDict):
    """How one question stands."""

    id: QuestionWord
    """Of the question."""
    title: str
    """The question, in words for a person."""
    state: AnswerWord
    """From good to bad: `not-seen`, `could-not-tell`, `partly`, `yes`."""
    sentence: str
    """What was seen, how often and where, in words for a person."""


class ReportJson(TypedDict):
    """The whole report; masked unless asked for everything (`--full`).

    Masked, `id`s and what names them are "account A", "photo 7", "finding 3", "step 2": the same
    thing has the same one within one document. Handles, names, places, files and addresses are
    hidden.
    """

    made_at: Moment
    """ISO 8601 in UTC."""
    masked: bool
    """Whether handles, names, places, files and addresses are hidden."""
    not_checked: list[str]
    """What was not checked, in words for a person."""
    not_seen: Annotated[int, Meta(ge=0, le=8)] | None
    """How many of the eight questions are `not-seen`; null where nothing was read."""
    answers: list[QuestionStateJson]
    """How the eight questions stand, the gravest first; empty where nothing was read."""
    accounts: list[AccountStateJson]
    """All accounts."""
    photos: list[PhotoJson]
    """By id; empty unless asked for everything (`--full`)."""
    findings: list[FindingJson]
    """The severest first."""
    plan: list[StepJson]
    """The steps in the order in which they are worth doing."""
