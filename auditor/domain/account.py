"""Accounts: what the user says is theirs, and what proves it."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.domain.archives.archive import ArchiveMark, Held
from auditor.domain.openness import Signal
from auditor.domain.text.content_id import content_id


class Claim(StrEnum):
    """What the user says of an account.

    Only `MINE` is scanned; of an `IMPOSTOR` only the avatar is compared.
    """

    MINE = "mine"
    NOT_MINE = "not-mine"
    IMPOSTOR = "impostor"
    UNSURE = "unsure"


class ProofMethod(StrEnum):
    """How ownership was shown, strongest first; `NONE` keeps the sharp analyses blunt."""

    DOMAIN = "domain"  # the handle is the user's own domain, which answers for it
    CREDENTIAL = "credential"  # an API credential of this account worked
    SITE_FILE = "site-file"  # the token stands in a file on the site
    REL_ME = "rel-me"  # two pages link to each other with rel=me
    ARCHIVE = "archive"  # the user holds the platform's export of the account
    BIO = "bio"  # the token stands in the profile text; followers see it
    LOCAL = "local"  # the practice range that this process started
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves that the account is the user's, since when, and until when it was seen.

    What was seen may be taken down afterwards: the proof holds, and says when it was last there.
    """

    method: ProofMethod = ProofMethod.NONE
    detail: str = ""
    proven_at: datetime | None = None
    seen_at: datetime | None = None

    @property
    def seen_until(self) -> datetime | None:
        """When it was last seen; None without a proof."""
        return (self.seen_at or self.proven_at) if self.holds else None

    def renewed(self, seen: Proof) -> Proof:
        """Return what a look saw, since when this one says it, if both say the same."""
        same = (self.method, self.detail) == (seen.method, seen.detail)
        since = self.proven_at if same and seen.holds else seen.proven_at
        return replace(seen, proven_at=since, seen_at=seen.seen_until)

    @property
    def holds(self) -> bool:
        """Whether anything was proven."""
        return self.method is not ProofMethod.NONE


@dataclass(frozen=True, slots=True)
class Account:
    """One account on one platform.

    `url` is the page or API root it was recognised by; `handle` the platform's own form.
    `stable_id` is what names it for good on its platform (`Traits.stable_id`), as the first scan
    saw it; "" before, and where a platform has none. `archive` is set where it was read from the
    person's own export, and from nothing else.
    """

    id: str
    platform: str
    handle: str
    url: str
    claim: Claim = Claim.UNSURE
    proof: Proof = field(default_factory=Proof)
    keep_apart: bool = False
    supported: bool = True  # false: neither source nor archive tells of it, shown as "not checked"
    added_at: datetime | None = None
    stable_id: str = ""
    archive: ArchiveMark | None = None

    @property
    def ties(self) -> bool:
        """Whether it is proven so that it may be tied to other accounts: not by an archive alone.

        Anybody can write an archive, so it proves the account for what the archive holds only.
        """
        return self.proof.holds and self.proof.method is not ProofMethod.ARCHIVE


def account_id(platform: str, handle: str, url: str) -> str:
    """Return the content id of an account: `a` and 16 hex digits. The vault's key names it."""
    return content_id("a", platform, handle.casefold(), url.rstrip("/").casefold())


def is_host(platform: str) -> bool:
    """Whether a platform is only known by its host: a service that own records tell of."""
    return "." in platform


def same_handle(typed: str, handle: str) -> bool:
    """Whether somebody typed this handle; case and a leading @ do not matter."""
    return typed.strip().lstrip("@").casefold() == handle.strip().lstrip("@").casefold() != ""


def names_account(typed: str, handle: str, address: str) -> bool:
    """Whether `typed` is the handle of an account, or its address as it was given."""
    return same_handle(typed, handle) or typed.strip() == address.strip() != ""


class Openness(StrEnum):
    """Where a statement about search engines was read."""

    PLATFORM_FLAG = "platform-flag"
    META_ROBOTS = "meta-robots"
    X_ROBOTS_TAG = "x-robots-tag"
    ROBOTS_TXT = "robots-txt"
    LABEL = "label"  # e.g. AT Protocol self-label !no-unauthenticated


@dataclass(frozen=True, slots=True)
class IndexSignal:
    """One statement about search engines.

    `open` is None where the signal says nothing either way.
    """

    where: Openness
    says: str
    open: bool | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link that a profile shows.

    `verified` if the platform or a rel=me in both directions confirms it.
    """

    url: str
    label: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform shows of an account besides its photos.

    `held` is what it keeps on the person without showing it, as its archive tells.
    """

    display_name: str = ""
    description: str = ""
    page_url: str = ""
    links: tuple[Link, ...] = ()
    signals: tuple[IndexSignal, ...] = ()
    training: tuple[Signal, ...] = ()
    held: tuple[Held, ...] = ()
