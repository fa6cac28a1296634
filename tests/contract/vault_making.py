"""Invented accounts, photos, facts and findings for the tests of the vault."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from auditor.domain.account import Account, Claim, account_id
from auditor.domain.findings.finding import (
    Confidence,
    Evidence,
    Finding,
    NoticedBy,
    Observation,
    Remedy,
    Severity,
    finding_id,
)
from auditor.domain.photos.facts import EDITION, Camera, Facts, Metadata, Pdq
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
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
from auditor.domain.private import PrivateEntry, PrivateHit, PrivateImage, PrivateKind
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.hashing.private import packed as watching
from tests.fakes.pictures import drawn

T0 = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


@dataclass
class HeldClock:
    time: datetime = field(default=T0)

    def now(self) -> datetime:
        return self.time


def account(
    handle: str = "ada.example", platform: str = "atproto", claim: Claim = Claim.MINE
) -> Account:
    url = f"https://{handle}/"
    return Account(account_id(platform, handle, url), platform, handle, url, claim, added_at=T0)


def photo(
    owner: Account,
    number: int,
    *,
    alt: str | None = None,
    caption: str | None = None,
    url: str | None = None,
) -> Photo:
    name = f"IMG_{number:05d}.jpg"
    media = url or f"{owner.url}media/{name}"
    return Photo(
        id=photo_id(owner.id, str(number)),
        account=owner.id,
        platform=owner.platform,
        kind=PhotoKind.POST,
        page_url=f"{owner.url}post/{number}",
        media_url=media,
        renditions=(
            Rendition(media, Role.SERVED, width=100 + number, height=100),
            Rendition(media + "?small", Role.DISPLAYED),
        ),
        posted_at=at(number),
        alt=alt,
        caption=caption,
        visibility=Visibility.PUBLIC,
        file_name=name,
    )


def facts(number: int, *, place: bool = True, content: str = "") -> Facts:
    digest = f"{number:064x}"
    return Facts(
        sha256=(content or digest)[:64],
        bytes=1000 + number,
        width=2000 + number,
        height=1000,
        format="jpeg",
        pdq=Pdq(digest, 90, dihedral=tuple(f"{number + turn:064x}" for turn in range(8))),
        metadata=Metadata(
            gps=Position(52.52, 13.405, 34.0) if place else None,
            captured_at="2026-05-01T10:00:00",
            camera=Camera("Nikon", "Z 6"),
            serial_numbers=("SN12345",),
        ),
        faces=(face(number), face(number + 1)),
        text=(TextFound(TextKind.EMAIL, "a••@••••", 0.9, Box(1, 2, 3, 4)),),
        barcodes=(Barcode("QRCode", TextKind.WIFI, "WIFI ••••", Box(5, 6, 7, 8)),),
        provenance=Provenance(
            ProvenanceOutcome.VALID,
            ("signingCredential.untrusted",),
            reveals=(Revealed(Reveals.AUTHOR, "Ada"),),
        ),
        edition=EDITION,
        turn=6,
    )


def face(number: int) -> Face:
    box = Box(10 + number, 20, 120, 150)
    return Face(
        box,
        0.99,
        ((40, 60), (90, 60), (65, 90), (45, 120), (85, 120)),
        -12.5,
        3.25,
        0.8,
        131.0,
        covered=False,
    )


def finding(
    owner: Account,
    seen: Photo | None,
    *,
    check: str = "position",
    severity: Severity = Severity.HIGH,
    related: tuple[str, ...] = (),
) -> Finding:
    observation = Observation(
        severity=severity,
        confidence=Confidence.HIGH,
        title=Statement("Taken at {place}", (Value("place", "52.52, 13.405", Kind.PLACE),)),
        evidence=(Evidence(Statement("The file says so"), seen.page_url if seen else ""),),
        remedy="remove-position",
        account=owner.id,
        photo=seen.id if seen else None,
        related=related,
    )
    remedy = Remedy(
        "remove-position",
        "Upload it again without its position.",
        "https://help.example/",
        3.0,
        NoticedBy.NOBODY,
        False,
    )
    return Finding(finding_id(check, observation), check, observation, remedy)


def private_image(number: int = 1, label: str = "beach") -> PrivateImage:
    """An image of blobs, drawn by chance from its number."""
    packed = watching.variants_of(drawn(str(number).encode()))
    return PrivateImage(
        PrivateEntry(f"{number:08x}", label, PrivateKind.PICTURE, at(number)), packed
    )


def private_hit(number: int = 1, *, distance: int = 12, confirmed: bool = True) -> PrivateHit:
    return PrivateHit(f"{number:08x}", distance, "mirrored", confirmed, 90, 80)
