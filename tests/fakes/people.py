"""Invented accounts, photos and findings for the faces, tame or hostile."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PIL import Image, ImageDraw

from auditor.domain.account import Account, Claim, Profile, Proof, ProofMethod
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
    finding_id,
)
from auditor.domain.findings.question import QuestionId
from auditor.domain.photos.facts import EDITION, Camera, Facts, Metadata, Pdq, Unread, blunt
from auditor.domain.photos.file_contents import (
    Contact,
    ContactKind,
    Further,
    FurtherKind,
    Generation,
    NamedPerson,
    Trace,
)
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility
from auditor.domain.photos.picture_contents import (
    Barcode,
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
from auditor.domain.views import AccountState, PhotoRow, StoredPhoto

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATITUDE, LONGITUDE = 52.517037, 13.388860


def account(
    number: int, platform: str, handle: str, claim: Claim, proof: ProofMethod = ProofMethod.NONE
) -> Account:
    """Return an account with a readable id."""
    return Account(
        id=f"a{number:016x}",
        platform=platform,
        handle=handle,
        url=f"https://{handle.rsplit('@', 1)[-1]}/{number}",
        claim=claim,
        proof=Proof(
            proof,
            "answers at https://maja.example/.well-known/atproto-did"
            if proof is not ProofMethod.NONE
            else "",
        ),
        supported=platform != "instagram",
    )


ACCOUNTS = (
    account(1, "atproto", "maja.example", Claim.MINE, ProofMethod.DOMAIN),
    account(2, "mastodon", "@maja@social.example", Claim.MINE),
    account(3, "website", "majas-garden.example", Claim.MINE, ProofMethod.SITE_FILE),
    account(4, "instagram", "majalindgren", Claim.UNSURE),
    account(5, "mastodon", "@maja.lindgren@social.example", Claim.IMPOSTOR),
)
NAME = "Maja Lindgren"


def state(account: Account, photos: int) -> AccountState:
    """Return how an account stands after a scan."""
    scanned = account.claim is Claim.MINE
    return AccountState(
        account=account,
        profile=Profile(display_name=NAME) if scanned else None,
        photos=photos if scanned else 0,
        last_scan=NOW - timedelta(hours=2) if scanned else None,
        outcome=("blocked" if account.platform == "website" else "fetched") if scanned else None,
        reason="majas-garden.example asks to wait" if account.platform == "website" else "",
        notes=("the post list needs a log-in",)
        if account.platform == "mastodon" and scanned
        else (),
    )


_LABELS = (
    "IMG_20240506_070809.jpg",
    "harbour at dawn",
    "our kitchen",
    "desk.jpg",
    "Anna and Ben at school",
    "badge.png",
)
_SEVERITIES = (
    Severity.HIGH,
    None,
    Severity.LOW,
    None,
    Severity.MEDIUM,
    Severity.CRITICAL,
    Severity.INFO,
)


def row(index: int, label: str | None = None) -> PhotoRow:
    """Return line `index` of a list of any length."""
    account = ACCOUNTS[index % 3]
    severity = _SEVERITIES[index % len(_SEVERITIES)]
    return PhotoRow(
        id=f"p{index:016x}",
        account=account.id,
        platform=account.platform,
        kind=PhotoKind.AVATAR if index % 31 == 0 else PhotoKind.POST,
        posted_at=NOW - timedelta(hours=7 * index),
        visibility=Visibility.PUBLIC,
        width=4000 if index % 5 else None,
        height=3000 if index % 5 else None,
        bytes=2_345_678 if index % 5 else None,
        format="JPEG",
        label=_LABELS[index % len(_LABELS)] if label is None else label,
        has_place=severity in {Severity.HIGH, Severity.CRITICAL},
        severity=severity,
        findings=0 if severity is None else 1 + index % 3,
        gone=index % 41 == 40,
    )


REMEDIES = (
    Remedy(
        "clean-metadata",
        "Replace the file by a copy without metadata, then delete the old one.",
        "https://social.example/settings/profile",
        4,
        NoticedBy.FOLLOWERS,
        evidence_first=False,
        title="Replace the file by a clean copy",
    ),
    Remedy(
        "search-engines",
        "Turn off the setting that lets search engines list this profile.",
        "https://social.example/settings",
        1,
        NoticedBy.NOBODY,
        evidence_first=False,
    ),
    Remedy(
        "report-impostor",
        "Report the account that pretends to be you.",
        "",
        10,
        NoticedBy.PLATFORM,
        evidence_first=True,
    ),
)


def finding(
    number: int,
    check: str,
    severity: Severity,
    title: str,
    told: str,
    value: Value,
    remedy: Remedy,
    *,
    state: State = State.OPEN,
    aftercare: tuple[AftercareKey, ...] = (),
) -> Finding:
    """Return a finding with one piece of evidence; `told` names the value by {value}."""
    seen = Observation(
        severity=severity,
        confidence=Confidence.HIGH if number % 2 else Confidence.MEDIUM,
        title=Statement(title),
        evidence=(
            Evidence(
                Statement(told, (replace(value, name="value"),)), "https://maja.example/photo/1"
            ),
        ),
        remedy=remedy.key,
        account=ACCOUNTS[number % 3].id,
        photo=f"p{number:016x}",
        about=str(number),
        aftercare=aftercare,
        question=QuestionId.HOME,
    )
    return Finding(finding_id(check, seen), check, seen, remedy, state)


def findings(word: str | None = None) -> tuple[Finding, ...]:
    """Return one of each kind; `word` takes the place of every value."""

    def value(text: str, kind: Kind) -> Value:
        return Value("value", text if word is None else word, kind)

    clean_, engines, impostor = REMEDIES
    position = value(f"{LATITUDE}, {LONGITUDE}", Kind.PLACE)
    serial = value("SN12345", Kind.DEVICE)
    mastodon = value("@maja@social.example", Kind.HANDLE)
    place = ("The photo says where it was taken", "The file says {value}.", position)
    made = (
        finding(0, "position-in-metadata", Severity.CRITICAL, *place, clean_),
        finding(7, "position-in-metadata", Severity.HIGH, *place, clean_),
        finding(
            4,
            "device-serial-number",
            Severity.MEDIUM,
            "The file names the device",
            "Serial number {value}",
            serial,
            clean_,
            aftercare=(AftercareKey.WIFI,),
        ),
        finding(
            1,
            "open-to-search-engines",
            Severity.LOW,
            "Search engines may list this profile",
            "The page of {value} says: index.",
            mastodon,
            engines,
        ),
        finding(
            2,
            "same-avatar",
            Severity.HIGH,
            "An account that pretends to be you shows your avatar",
            "{value} shows the same picture.",
            value("@maja.lindgren@social.example", Kind.HANDLE),
            impostor,
        ),
        finding(
            5,
            "owner-name",
            Severity.MEDIUM,
            "The file names its owner",
            "Owner: {value}",
            value(NAME, Kind.NAME),
            clean_,
            state=State.ACCEPTED,
        ),
    )
    return tuple(sorted(made, key=lambda finding: -finding.observation.severity))


def thumbnail(seed: int) -> bytes:
    """Return a small drawn landscape as WebP."""
    image = Image.new("RGB", (320, 240), (110, 160, 205))
    draw = ImageDraw.Draw(image)
    draw.ellipse((220, 25, 270, 75), fill=(250, 225, 140))
    draw.polygon([(0, 190), (90, 80 + seed % 40), (190, 190)], fill=(75, 95, 105))
    draw.polygon([(110, 200), (220, 100), (320, 200)], fill=(95, 115, 120))
    draw.rectangle((0, 185, 320, 240), fill=(70, 120, 70))
    out = io.BytesIO()
    image.save(out, "WEBP")
    return out.getvalue()


def stored(index: int, word: str | None = None) -> StoredPhoto:
    """Return a photo with its facts; `word` takes the place of every foreign text."""
    line = row(index)
    account = next(a for a in ACCOUNTS if a.id == line.account)

    def text(usual: str) -> str:
        return usual if word is None else word

    photo = Photo(
        id=line.id,
        account=account.id,
        platform=account.platform,
        kind=line.kind,
        page_url=text("https://maja.example/photo/1"),
        media_url=text("https://cdn.maja.example/1.jpg"),
        renditions=(
            Rendition("https://cdn.maja.example/1.jpg", Role.SERVED, 4000, 3000, 2_345_678, "JPEG"),
        ),
        posted_at=line.posted_at,
        alt=text("Anna and Ben at school"),
        caption=text("First day!"),
        visibility=Visibility.PUBLIC,
        file_name=text("IMG_20240506_070809.jpg"),
    )
    metadata = Metadata(
        gps=Position(LATITUDE, LONGITUDE, 34.0),
        captured_at=text("2024-05-06T07:08:09+02:00"),
        camera=Camera(text("Nikon"), text("Z 6"), text("NIKKOR Z 35mm")),
        serial_numbers=(text("SN12345"),),
        owner=(text(NAME),),
        software=text("Darktable 4.8"),
        description=text("kitchen window"),
        file_name=text("DSC_0001.JPG"),
        gps_others=(Position(48.8584, 2.2945, where=text("XMP Iptc4xmpExt")),),
        people=(NamedPerson(text("Ben Holmqvist"), text("XMP mwg-rs:Name")),),
        keywords=(text("Midsummer"), text("grandmother")),
        contact=tuple(
            Contact(kind, text(value), text("XMP Iptc4xmpCore"))
            for kind, value in (
                (ContactKind.EMAIL, "ben@holmqvist.example"),
                (ContactKind.PHONE, "+46 31 5550100"),
                (ContactKind.ADDRESS, "Storgatan 5"),
                (ContactKind.URL, "https://holmqvist.example"),
            )
        ),
        paths=(Trace(text("/Users/benholmqvist/garden.psd"), text("XMP xmpMM:History")),),
        identifiers=(Trace(text("A1B2C3D4"), text("EXIF ImageUniqueID")),),
        generation=Generation(text("ComfyUI"), text("portrait of Ben Holmqvist at the harbour")),
    )
    facts = Facts(
        sha256="ab" * 32,
        bytes=2_345_678,
        width=4000,
        height=3000,
        format=text("JPEG"),
        pdq=Pdq("f0" * 32, 93),
        metadata=metadata if account.proof.holds else blunt(metadata),
        faces=(Face(Box(100, 200, 300, 320), 0.99), Face(Box(900, 200, 90, 120), 0.8)),
        text=(TextFound(TextKind.PAYMENT_CARD, text("•••• 1234"), 0.9, Box(1, 2, 30, 4)),),
        barcodes=(Barcode(text("QRCode"), TextKind.WIFI, text("WIFI: •••"), Box(5, 6, 70, 70)),),
        provenance=Provenance(
            ProvenanceOutcome.VALID if index % 3 else ProvenanceOutcome.NONE,
            (text("signingCredential.untrusted"),),
            reveals=(Revealed(Reveals.AUTHOR, text(NAME)),),
        ),
        further=(
            Further(
                FurtherKind.VIDEO,
                text("MP4"),
                1920,
                1080,
                2_000_000,
                text("behind the end"),
                gps=Position(48.8584, 2.2945),
                sound=True,
                text=(
                    TextFound(TextKind.EMAIL, text("b•••@holmqvist.example"), 0.9, Box(1, 2, 3, 4)),
                ),
            ),
        ),
        edition=EDITION,
        unread=(
            Unread("metadata", text("the maker note is cut off")),
            *((Unread("text", text("not installed")),) if index % 2 else ()),
        ),
    )
    if index % 5 == 0:
        return StoredPhoto(photo, None, text("the server refused the picture"))
    return StoredPhoto(photo, facts)
