"""A session that answers with invented people, for the tests of reports."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from auditor.domain.account import Account, Claim, Link, Profile, Proof, ProofMethod
from auditor.domain.findings.aftercare import AftercareKey
from auditor.domain.findings.finding import (
    Confidence,
    Evidence,
    Finding,
    NoticedBy,
    Observation,
    Remedy,
    Severity,
    State,
)
from auditor.domain.findings.plan import Closing, Closings, Plan, PlanStep
from auditor.domain.findings.question import QuestionId
from auditor.domain.likeness.likeness import (
    Best,
    Hide,
    Likeness,
    Original,
    Reason,
    Shrink,
    Threshold,
    Tier,
)
from auditor.domain.photos.facts import Facts, Metadata
from auditor.domain.photos.photo import Listing, Photo, PhotoKind, Rendition, Role, Visibility
from auditor.domain.photos.picture_contents import (
    Box,
    Face,
    Provenance,
    ProvenanceOutcome,
    Revealed,
    Reveals,
    TextFound,
    TextKind,
)
from auditor.domain.photos.position import Position
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.domain.traits import Traits
from auditor.domain.views import AccountState, Overview, PhotoDetail, PhotoRow, StoredPhoto
from auditor.engine.plan.book import PlanBook
from auditor.engine.plan.wanted import EVERYTHING, Wanted
from auditor.engine.session import Session
from auditor.report import files
from tests.fakes.accounts import GivenAccounts
from tests.fakes.answers import ANSWERS
from tests.fakes.changes import FakeChanges
from tests.fakes.exposure import FakeExposure
from tests.fakes.finding_lists import FindingLists

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
NASTY = "[/][@click=app.quit]x[/]\x1b]52;c;aGk=\x07\u202e<script>document.title='run'</script>"
NASTY += "<img src=http://127.0.0.1:9/x onerror=alert(1)>"
NASTIER = NASTY + "\"'><style>*{display:none}</style><base href=//evil.example>&lt;" + "x" * 10_000

ADA = Account(
    "a0000000000000001",
    "atproto",
    "ada.example",
    "https://ada.example/",
    Claim.MINE,
    Proof(ProofMethod.DOMAIN, "ada.example", NOW),
    added_at=NOW,
)
BEA = Account(
    "a0000000000000002",
    "mastodon",
    "@bea@toots.example",
    "https://toots.example/@bea",
    Claim.MINE,
    added_at=NOW,
)
REMEDY = Remedy(
    "remove-position",
    "Upload it again without its position.",
    "https://help.example/metadata",
    3.0,
    NoticedBy.NOBODY,
    evidence_first=True,
)


def photo(account: Account, number: int, text: str) -> StoredPhoto:
    url = f"{account.url}media/{number}.jpg"
    made = Photo(
        f"p{number:016x}",
        account.id,
        account.platform,
        PhotoKind.POST,
        f"{account.url}post/{number}",
        url,
        (Rendition(url, Role.SERVED, 2000, 1500),),
        posted_at=NOW,
        alt=text,
        file_name=text,
    )
    facts = Facts(
        "ab" * 32,
        1234,
        2000,
        1500,
        "jpeg",
        metadata=Metadata(gps=Position(52.52, 13.405)),
        faces=(Face(Box(10, 10, 240, 300), 0.9),),
        text=(TextFound(TextKind.EMAIL, text, 0.9, Box(0, 0, 9, 9)),),
        provenance=Provenance(ProvenanceOutcome.VALID, reveals=(Revealed(Reveals.AUTHOR, text),)),
        edition=2,
    )
    return StoredPhoto(made, facts)


def finding(
    account: Account,
    number: int,
    severity: Severity,
    *,
    place: str = "52.52, 13.405",
    check: str = "position",
) -> Finding:
    seen = Observation(
        severity=severity,
        confidence=Confidence.HIGH,
        title=Statement(
            "The photo tells that it was taken at {place}", (Value("place", place, Kind.PLACE),)
        ),
        evidence=(
            Evidence(
                Statement("The EXIF data of {file}", (Value("file", "IMG_1.jpg", Kind.FILE),)),
                f"{account.url}post/{number}",
            ),
        ),
        remedy="remove-position",
        account=account.id,
        photo=f"p{number:016x}",
        aftercare=(AftercareKey.PAYMENT_CARD, AftercareKey.KEY_OR_CODE) if number == 1 else (),
    )
    return Finding(f"f{number:016x}", check, seen, REMEDY, State.OPEN)


class InventedExposure(FakeExposure):
    """Two photos to hide, on two accounts."""

    async def likeness(self) -> Likeness:
        source = "https://arxiv.org/abs/1"
        rung = Reason(
            Tier.ONE_SHOT,
            2,
            1,
            "a face of {face} px",
            source,
            (Threshold("face", 112, source, 2024, "paper"),),
        )
        photos = (f"p{1:016x}", f"p{2:016x}")
        return Likeness(
            Tier.ONE_SHOT,
            (rung,),
            photos,
            Hide(photos, Tier.NONE, optimal=True, bound=2),
            (),
            unread=1,
            blunt=True,
            looked=2,
            best=Best(
                photos[1],
                BEA.id,
                900,
                1200,
                "https://example.org/page",
                Original("https://example.org/large.jpg", 180, 240),
            ),
            shrink=(Shrink(512, photos[1:], 3.0), Shrink(112, photos, 6.0)),
        )

    async def rows(self, photo_ids: Sequence[str]) -> tuple[PhotoRow, ...]:
        return tuple(_row(name, ADA if name.endswith("1") else BEA) for name in photo_ids)


def _row(photo_id: str, account: Account) -> PhotoRow:
    return PhotoRow(
        photo_id,
        account.id,
        account.platform,
        PhotoKind.POST,
        NOW,
        Visibility.PUBLIC,
        9,
        9,
        9,
        None,
        "",
        has_place=False,
        severity=None,
        findings=0,
        gone=False,
    )


def step_on(number: int) -> PlanStep:
    photos = (f"p{number:016x}",)
    values = (Value("number", str(number)), Value("where", ADA.handle, Kind.HANDLE))
    about = Statement("photo {number} on {where}", values)
    return PlanStep(
        f"s{number}", ADA.id, "atproto", REMEDY, ("f1",), photos, 3.0, State.OPEN, about=about
    )


LEAVES = (Statement("Copies stay."), Statement("What others know stays known."))
CLOSINGS = Closings(
    Closing((step_on(1), step_on(2)), 5.0, True, 5.0, NoticedBy.NOBODY, LEAVES[:1]),
    Closing((step_on(1), step_on(3)), 9.0, True, 9.0, NoticedBy.NOBODY, LEAVES),
)
"""Two ways that share their first step."""


class InventedPlanning(PlanBook):
    """One step, whose text stands in the report."""

    def __init__(self) -> None:
        """Without rooms: nothing is asked."""

    async def plan(self, wanted: Wanted = EVERYTHING) -> Plan:
        states = {answer.id: answer.state for answer in ANSWERS}
        return Plan((step_on(1),), 3.0, True, 0.0, states, states)

    async def closings(
        self, questions: Iterable[QuestionId] = tuple(QuestionId)
    ) -> Mapping[QuestionId, Closings]:
        return dict.fromkeys(questions, CLOSINGS)


class NothingPlanned(InventedPlanning):
    """No step, as before the first scan."""

    async def plan(self, wanted: Wanted = EVERYTHING) -> Plan:
        return replace(await super().plan(wanted), steps=())


class InventedSession(FindingLists, Session):
    """Answers what a report asks; `text` stands in every foreign text."""

    invented = False

    def __init__(
        self,
        text: str = "a cat",
        thumbnail: bytes | None = None,
        listing: Listing = Listing.LISTED,
    ) -> None:
        self.text, self.webp, self.listing = text, thumbnail, listing
        self.exposure = InventedExposure()
        self.changes = FakeChanges(None, empty=False)
        self.planning: PlanBook = InventedPlanning()
        self.answers_given = ANSWERS
        self.photos_counted = 7
        self.found = [
            finding(ADA, 1, Severity.HIGH, place=text if text != "a cat" else "52.52, 13.405"),
            finding(BEA, 2, Severity.CRITICAL, check="serial-number"),
        ]
        self.states = (
            AccountState(
                ADA,
                Profile("Ada Lovelace", links=(Link("https://ada.blog.example/"),)),
                5,
                NOW,
                "fetched",
                "",
                (),
            ),
            AccountState(
                BEA,
                None,
                2,
                NOW,
                "blocked",
                f"https://toots.example/@bea answers 403; {text}",
                (text,),
            ),
        )
        self.accounts = GivenAccounts(self.states)

    def traits(self, platform: str) -> Traits:
        return Traits({"atproto": "Bluesky", "mastodon": "Mastodon"}.get(platform, platform))

    def reads(self, platform: str) -> bool:
        return platform in {"atproto", "mastodon"}

    async def overview(self, *, steps: bool = True, answers: bool = True) -> Overview:
        del steps
        lines = (
            "@bea@toots.example: not scanned: Ada Lovelace at toots.example",
            f"{self.text} near 52.5200, 13.4050",
        )
        return Overview(
            lines,
            self.answers_given,
            self.states,
            self.photos_counted,
            ((Severity.CRITICAL, 1), (Severity.HIGH, 1)),
            None,
            interrupted=False,
            first_steps=(),
        )

    async def findings(
        self,
        *,
        ids: Iterable[str] | None = None,
        check: str | None = None,
        severity_at_least: Severity | None = None,
    ) -> tuple[Finding, ...]:
        return tuple(self.found)

    async def stream_photos(self) -> AsyncIterator[StoredPhoto]:
        first = photo(ADA, 1, self.text)
        yield replace(first, photo=replace(first.photo, listing=self.listing))
        yield photo(BEA, 2, self.text)

    async def photo(self, photo_id: str) -> PhotoDetail:
        shown = photo(ADA, 1, self.text)
        listing = self.listing if photo_id == shown.photo.id else Listing.LISTED
        stored = replace(shown, photo=replace(shown.photo, listing=listing))
        return PhotoDetail(ADA, stored, (), (), self.webp)


async def text_of(session: Session, form: str, *, full: bool) -> str:
    """Return a whole report."""
    return "".join([piece async for piece in files.pieces(session, form, full=full, now=NOW)])
