"""Photos: one public posting of one image, and the sizes in which it can be had."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.domain.archives.capture import SCHEME as CAPTURE
from auditor.domain.photos.facts import Metadata
from auditor.domain.text.content_id import content_id


class Visibility(StrEnum):
    """Who can see a posting. Unknown is asked, never guessed."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    FOLLOWERS = "followers"
    PRIVATE = "private"
    UNKNOWN = "unknown"


class PhotoKind(StrEnum):
    """What the photo is used for."""

    POST = "post"
    AVATAR = "avatar"
    BANNER = "banner"
    FILE = "file"  # a media library or gallery entry, a picture on a page


class Listing(StrEnum):
    """Whether a platform's list still names a photo that can be had. The value is used in JSON."""

    LISTED = "listed"
    UNLINKED = "unlinked"  # no list names it, its address answers
    HIDDEN = "hidden"  # its account is switched off and can come back


class Role(StrEnum):
    """What a rendition is.

    `SERVED` is the largest a stranger can get; `DISPLAYED` what the page shows. `ALIKE` is another
    file of the picture that may tell what the largest does not, and is measured with it; `SMALLER`
    a size that is public too.
    """

    UPLOADED = "uploaded"
    SERVED = "served"
    DISPLAYED = "displayed"
    ALIKE = "alike"
    SMALLER = "smaller"


@dataclass(frozen=True, slots=True)
class Rendition:
    """One URL and the size of what it serves.

    Width and height in px, `bytes` in bytes, None where not known. `immutable` says that the URL
    names its content (a content hash), so it never needs a second download. `replaced`: another
    file took its place, and it can still be had.
    """

    url: str
    role: Role
    width: int | None = None
    height: int | None = None
    bytes: int | None = None
    format: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    immutable: bool = False
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """One public posting of one image.

    `published` is metadata which the platform's interface itself publishes beside the image
    (MediaWiki's `commonmetadata`, WordPress's `image_meta`, an exif record): it leaks even where
    the file does not. `earlier` are addresses at which it stood before and that the list names no
    more. `listing` is what the last scan saw; sources leave both as they are. `unkept_words` is a
    hash of words that are not kept since nobody can see them: only a change of them is told.
    """

    id: str
    account: str
    platform: str
    kind: PhotoKind
    page_url: str
    media_url: str
    renditions: tuple[Rendition, ...]
    posted_at: datetime | None = None
    alt: str | None = None
    caption: str | None = None
    visibility: Visibility = Visibility.UNKNOWN
    file_name: str | None = None
    published: Metadata | None = None
    licence: str | None = None  # as the platform names it, e.g. CC BY-SA 4.0
    earlier: tuple[str, ...] = ()
    listing: Listing = Listing.LISTED
    unkept_words: str = ""

    def rendition(self, role: Role) -> Rendition | None:
        """Return the first rendition of that role."""
        return next((rendition for rendition in self.renditions if rendition.role is role), None)

    @property
    def of_archive(self) -> bool:
        """Whether only the person's own export tells of it: nobody saw it at an address."""
        return bool(self.renditions) and all(each.role is Role.UPLOADED for each in self.renditions)

    @property
    def of_page(self) -> bool:
        """Whether it is as a page shows it that the person kept: no address of it is asked for."""
        return self.media_url.startswith(CAPTURE)

    @property
    def open_to_strangers(self) -> bool | None:
        """Whether somebody who is not logged in can see it; None where nobody said.

        What a source lists it saw without a log-in.
        """
        if not self.of_archive:
            return True
        if self.visibility is Visibility.UNKNOWN:
            return None
        return self.visibility in {Visibility.PUBLIC, Visibility.UNLISTED}

    @property
    def by_size(self) -> tuple[Rendition, ...]:
        """The first rendition of each role, the largest that a stranger can get in front."""
        found = (self.rendition(role) for role in (Role.SERVED, Role.UPLOADED, Role.DISPLAYED))
        return tuple(rendition for rendition in found if rendition is not None)

    @property
    def largest(self) -> Rendition | None:
        """The largest rendition that a stranger can get, the one that is fetched and measured."""
        return next(iter(self.by_size), None)


def photo_id(account: str, item: str) -> str:
    """Return the content id of a photo, which its source gives it: `p` and 16 hex digits.

    `item` is the platform's own stable name of the posting and picture. The engine names the photo
    with the key of the vault as soon as the source hands it on.
    """
    return content_id("p", account, item)
