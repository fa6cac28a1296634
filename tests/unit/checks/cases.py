"""Accounts, photos and facts for the tests of single checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from auditor.domain.account import Account, Claim, IndexSignal, Profile, Proof, ProofMethod
from auditor.domain.archives.archive import Held
from auditor.domain.findings.check import (
    AccountCase,
    AccountCheck,
    AvatarMatch,
    Check,
    InventoryCase,
    InventoryCheck,
    PhotoCase,
    PhotoCheck,
    Print,
)
from auditor.domain.findings.finding import Observation
from auditor.domain.photos.facts import Facts, Metadata
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition
from auditor.domain.photos.place import PlaceCluster
from tests.unit.checks.asked import ASKED

TODAY = date(2026, 11, 22)
HOSTILE = "[/][@click=app.quit]x[/]\x1b]52;c;x\x07\u202e{name}{0}%s" + "y" * 10_000
POSTED = datetime(2024, 5, 6, 12, 0, tzinfo=UTC)


def account(
    name: str = "mara", *, claim: Claim = Claim.MINE, proven: bool = True, keep_apart: bool = False
) -> Account:
    proof = Proof(ProofMethod.LOCAL) if proven else Proof()
    return Account(
        f"a-{name}", "mastodon", name, f"https://example.org/@{name}", claim, proof, keep_apart
    )


def photo(
    *,
    alt: str | None = None,
    file_name: str | None = None,
    media_url: str = "https://example.org/media/x",
    published: Metadata | None = None,
    renditions: tuple[Rendition, ...] = (),
) -> Photo:
    return Photo(
        id="p-1",
        account="a-mara",
        platform="mastodon",
        kind=PhotoKind.POST,
        page_url="https://example.org/@mara/1",
        media_url=media_url,
        renditions=renditions,
        posted_at=POSTED,
        alt=alt,
        file_name=file_name,
        published=published,
    )


def facts(
    metadata: Metadata | None = None, width: int | None = None, height: int | None = None
) -> Facts:
    return Facts(
        sha256="0" * 64, bytes=1, width=width, height=height, metadata=metadata or Metadata()
    )


def on_photo(
    check: Check, subject: Photo, measured: Facts | None = None, owner: Account | None = None
) -> list[Observation]:
    assert isinstance(check, PhotoCheck)
    case = PhotoCase(owner or account(), subject, measured)
    return checked(check, list(check.run(case, TODAY)))


def on_account(
    check: Check,
    signals: tuple[IndexSignal, ...] = (),
    photos: int = 3,
    held: tuple[Held, ...] = (),
) -> list[Observation]:
    assert isinstance(check, AccountCheck)
    profile = Profile(page_url="https://example.org/@mara", signals=signals, held=held)
    return checked(check, list(check.run(AccountCase(account(), profile, photos), TODAY)))


def on_inventory(
    check: Check,
    accounts: Sequence[Account],
    prints: Sequence[Print],
    impostors: Sequence[AvatarMatch] = (),
    places: Sequence[PlaceCluster] = (),
    weekly: Sequence[PlaceCluster] = (),
    hours: Sequence[int] = (),
) -> list[Observation]:
    assert isinstance(check, InventoryCheck)
    case = InventoryCase(accounts, prints, impostors, places=places, weekly=weekly, hours=hours)
    return checked(check, list(check.run(case, TODAY)))


def checked(check: Check, found: list[Observation]) -> list[Observation]:
    """What must hold of every observation.

    It has evidence, can be put into words, hides its values when masked, and is for a question that
    the table names for its check.
    """
    assert {seen.question for seen in found} <= ASKED.get(check.id, frozenset({None}))
    assert len({(seen.account, seen.photo, seen.about) for seen in found}) == len(found)
    for seen in found:
        assert seen.evidence
        assert seen.title.render()
        for evidence in seen.evidence:
            assert len(evidence.statement.render()) < 1000
            assert evidence.statement.render(masked=True)
    return found


def words(seen: Observation, *, masked: bool = False) -> str:
    return " | ".join(evidence.statement.render(masked=masked) for evidence in seen.evidence)


def fingerprint(
    photo_id: str,
    owner: str,
    *,
    sha: str = "",
    pdq: int | None = None,
    kind: PhotoKind = PhotoKind.POST,
    quality: int = 100,
) -> Print:
    """A print whose PDQ hash is the number `pdq`.

    Its turned forms are far from it and from each other.
    """
    turned: tuple[str, ...] = ()
    if pdq is not None:
        pattern = int("0f" * 32, 16)
        turned = tuple(f"{pdq ^ (pattern << n if n else 0) & (2**256 - 1):064x}" for n in range(8))
    return Print(
        photo_id,
        f"a-{owner}",
        kind,
        f"https://example.org/{photo_id}",
        sha or f"sha-{photo_id}",
        turned,
        quality,
    )
