"""Which photo of an account an address belongs to, on each platform of the range."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from auditor.practice.catalogue import AVATAR, BANNER
from auditor.practice.serving.site_pages import SiteContents
from auditor.practice.serving.sky import PROFILE, Pds, Repository, did
from auditor.practice.serving.social import Social, is_id, status_of
from auditor.practice.stories.rows import AccountSpec

_PORTRAITS: tuple[int, ...] = (AVATAR, BANNER)


class PhotoAddresses(Protocol):
    """Addresses of one account's photos. A place is one of its postings, AVATAR or BANNER."""

    spec: AccountSpec
    portraits: tuple[int, ...]
    """The profile pictures that the platform shows."""

    def place_of(self, address: str) -> int | None:
        """Return the place of a photo, by the address of its file or of its own page.

        One that it had before another file took its place is known too. None for an address of
        something else, or of what was taken down.
        """

    def file(self, place: int) -> str:
        """Return the address of the largest file of a photo."""

    def small(self, place: int) -> str:
        """Return the address of a small picture of it."""


def _parts(address: str, base: str) -> list[str]:
    """Return the path of an address in parts, empty for an address of another server."""
    there, here = urlsplit(address), urlsplit(base)
    if there.netloc != here.netloc:
        return []
    return [part for part in unquote(there.path).split("/") if part]


class SiteAddresses:
    """The photos of a web site, which has no banner."""

    portraits: tuple[int, ...] = (AVATAR,)

    def __init__(self, contents: SiteContents) -> None:
        self.contents = contents
        self.spec = contents.spec

    def place_of(self, address: str) -> int | None:
        """Return the place of a photo."""
        catalogue, key = self.contents.world.catalogue, self.spec.key
        match _parts(address, self.contents.base):
            case ["photos" | "photo", number, *_file] if is_id(number):
                place = catalogue.place(key, int(number))
            case ["images", "me.jpg" | "me-small.jpg"]:
                place = AVATAR
            case _:
                place = None
        return place if place is not None and self.contents.world.shows(key, place) else None

    def file(self, place: int) -> str:
        """Return the address of the original."""
        return self._files(place)[-1]

    def small(self, place: int) -> str:
        """Return the address of the smallest size."""
        return self._files(place)[0]

    def _files(self, place: int) -> list[str]:
        if place == AVATAR:
            return [f"{self.contents.base}/images/me-small.jpg", self.contents.avatar()[0]]
        posting = self.contents.world.posting(self.spec.key, place)
        return [url for url, _width, _height in self.contents.files(posting)]


class SocialAddresses:
    """The photos of an account on a Mastodon server."""

    portraits = _PORTRAITS

    def __init__(self, social: Social, spec: AccountSpec) -> None:
        self.social = social
        self.spec = spec

    def place_of(self, address: str) -> int | None:
        """Return the place of a photo."""
        number = ""
        match _parts(address, self.social.base):
            case ["system", "accounts", "avatars" | "headers" as folder, *account, _style, _file]:
                if "".join(account) != self.social.account_id(self.spec):
                    return None
                place = AVATAR if folder == "avatars" else BANNER
                return place if self.social.world.shows(self.spec.key, place) else None
            case ["system", "media_attachments", "files", *media, _style, _file]:
                number = str(status_of("".join(media)))
            case [name, status] if name == f"@{self.spec.name}":
                number = status
        found = self.social.by_status(number)
        return found.place if found and found.account == self.spec else None

    def file(self, place: int) -> str:
        """Return the address of the original."""
        return self._files(place)[0]

    def small(self, place: int) -> str:
        """Return the address of the preview."""
        return self._files(place)[1]

    def _files(self, place: int) -> tuple[str, str]:
        if place in _PORTRAITS:
            address = self.social.portrait(self.spec, place)
            return address, address
        return self.social.files(self.social.world.posting(self.spec.key, place))


class SkyAddresses:
    """The photos of an account of the AT Protocol; `view` is the address of the AppView."""

    portraits = _PORTRAITS

    def __init__(self, pds: Pds, spec: AccountSpec, view: str) -> None:
        self.pds = pds
        self.spec = spec
        self.view = view

    def place_of(self, address: str) -> int | None:
        """Return the place of a photo."""
        found = self._repository
        if found is None:
            return None
        asked = {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}
        match _parts(address, self.pds.world.bases["sky"]):
            case ["xrpc", "com.atproto.sync.getBlob"] if asked.get("did") == found.did:
                return found.place_of(asked.get("cid", ""))
            case ["xrpc", "com.atproto.repo.getRecord"] if asked.get("repo") == found.did:
                return _of_record(found, asked.get("collection", ""), asked.get("rkey", ""))
        match _parts(address, self.view):
            case ["img", _preset, "plain", name, cid] if name == found.did:
                return found.place_of(cid.partition("@")[0])
        return None

    def file(self, place: int) -> str:
        """Return the address of the blob."""
        name, cid = did(self.spec), self._cid(place)
        base = self.pds.world.bases["sky"]
        return f"{base}/xrpc/com.atproto.sync.getBlob?did={name}&cid={cid}"

    def small(self, place: int) -> str:
        """Return the address of the picture that apps show in a list."""
        preset = "avatar_thumbnail" if place == AVATAR else "feed_thumbnail"
        return f"{self.view}/img/{preset}/plain/{did(self.spec)}/{self._cid(place)}@jpeg"

    def _cid(self, place: int) -> str:
        found = self._repository
        return "" if found is None else found.cid(place)

    @property
    def _repository(self) -> Repository | None:
        return self.pds.repositories.get(did(self.spec))


def _of_record(found: Repository, collection: str, rkey: str) -> int | None:
    if collection == PROFILE:  # it holds two pictures
        return None
    return next((place for place in found.records(collection) if found.rkey(place) == rkey), None)
