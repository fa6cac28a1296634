"""Flickr: one file about each photo in some zips, the photos in others, joined by their number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import PurePosixPath

from auditor.archives.export import Export
from auditor.archives.media import NO_FILE, is_film, is_picture
from auditor.archives.tree.tree import Tree
from auditor.archives.values import BROKEN, Record, record, shortened, written_time
from auditor.dataclass import dataclass
from auditor.domain.account import Profile
from auditor.domain.archives.archive import (
    ArchiveEntry,
    ArchiveFilm,
    ArchiveIdentity,
    ArchiveItem,
    EntryLeftOut,
    Held,
    HeldKind,
)
from auditor.domain.archives.readable import TestedOn
from auditor.domain.photos.photo import Visibility
from auditor.messages import N_, _, ngettext

_ABOUT = re.compile(r"(?:.*/)?photo_(?P<id>\d+)\.json")
_ACCOUNT = r"(?:.*/)?account_profile\.json\Z"
_ALBUMS = r"(?:.*/)?albums(?:_part\d+)?\.json\Z"
_CONTACTS = r"(?:.*/)?contacts(?:_part\d+)?\.json\Z"
_ORIGINAL = re.compile(r"(?:.*[_-])?(?P<id>\d{6,})_(?:(?=\d*[a-f])[0-9a-f]{10}_)?o")
"""A file is called after its title and number or, where it has no title, its number and secret."""
_FILM = re.compile(r".*_\d{6,}(?:_o)?")
_PAGE = re.compile(r"https?://(?:www\.)?flickr\.com/(?:photos|people)/(?P<path>[^/?#\s]+)")
_TRIED = 20
_WORDS = (("noncommercial", "NC"), ("noderiv", "ND"), ("sharealike", "SA"))
_NOT_ABOUT = N_("what is about it is in none of the parts")


class Flickr:
    """See ArchiveFormat."""

    name = "flickr"
    platform = "flickr"
    title = "Flickr"
    tested_on = TestedOn.RECORDED

    def open(self, tree: Tree) -> Export | None:
        """See ArchiveFormat."""
        account = _account(tree)
        if account is None and not _is_flickr(tree):
            return None
        found = _owner(tree, account or Record(None))
        return Export(
            self.name,
            self.platform,
            self.title,
            tree,
            listed=lambda: _entries(tree, found),
            identity=ArchiveIdentity(found.path, found.number, found.name),
            made_at=tree.newest,
            profile=Profile(found.name, found.about, found.page),
            held=tuple(_held(tree)),
            serves_files=True,  # the original is public unless the owner switched it off
        )


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose export it is. `path`: the name in addresses; `photos`: how many the account holds."""

    path: str
    number: str
    name: str
    about: str
    photos: int | None

    @property
    def page(self) -> str:
        """The address of the profile."""
        return f"https://www.flickr.com/people/{self.path}/" if self.path else ""


def _account(tree: Tree) -> Record | None:
    for name in tree.matching(_ACCOUNT):
        found = record(tree, name)
        if found.has("nsid") or (found.has("screen_name") and found.has("join_date")):
            return found
    return None


def _is_flickr(tree: Tree) -> bool:
    """Whether files about photos, or nothing but originals, are there."""
    abouts = (name for name in tree.names if _ABOUT.fullmatch(name))
    if any(_is_about(record(tree, name)) for name in islice(abouts, _TRIED)):
        return True
    return _is_named(tree)


def _is_named(tree: Tree) -> bool:
    """Whether all is named as originals are: one saved from Flickr may lie in any other export."""
    found = False
    for name in tree.names:
        stem = PurePosixPath(name).stem
        original = is_picture(name) and _ORIGINAL.fullmatch(stem) is not None
        if not original and not (is_film(name) and _FILM.fullmatch(stem)):
            return False
        found = found or original
    return found


def _is_about(found: Record) -> bool:
    return found.has("id") and (found.has("photopage") or found.has("date_imported"))


def _owner(tree: Tree, account: Record) -> _Owner:
    number = account.text("nsid")
    path = _path_in(account.text("profile_url", "photos_url"))
    if not path:
        for name in islice((name for name in tree.names if _ABOUT.fullmatch(name)), _TRIED):
            path = path or _path_in(record(tree, name).text("photopage"))
    shown = account.text("real_name", "screen_name")
    photos = _whole(account.raw("photo_count"))
    if photos is None:
        photos = _whole(account.at("stats").raw("photo_count"))
    return _Owner(path or number, number, shown, account.text("description"), photos)


def _path_in(address: str) -> str:
    found = _PAGE.match(address)
    return found["path"] if found else ""


def _whole(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        return int(value[:12])
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _entries(tree: Tree, owner: _Owner) -> Iterator[ArchiveEntry]:
    abouts = {
        found["id"]: name for name in tree.names if (found := _ABOUT.fullmatch(name)) is not None
    }
    files, untold = _files(tree, abouts)
    albums = _albums(tree)
    for number, name in abouts.items():
        told = record(tree, name)
        if told.body is None:
            yield EntryLeftOut(name, _(BROKEN), gap=True)
        member = files.get(number, "")
        if is_film(member) or (not member and _is_film(told)):
            yield ArchiveFilm()
            continue
        yield _item(number, member, told, albums.get(number, ""), owner)
        if not member:
            yield EntryLeftOut(shortened(name), _(NO_FILE))
    for number, member in untold.items():
        if is_film(member):
            yield ArchiveFilm()
        else:
            yield _item(number, member, Record(None), albums.get(number, ""), owner)
    yield from _missing(owner, len(abouts) + len(untold), next(iter(untold.values()), ""))


def _missing(owner: _Owner, count: int, untold: str) -> Iterator[EntryLeftOut]:
    if untold:
        yield EntryLeftOut(shortened(untold), _(_NOT_ABOUT), gap=True)
    if owner.photos is not None and owner.photos > count:
        yield EntryLeftOut(
            "account_profile.json",
            ngettext(
                "the account holds {n} photo, the archive {count}: Flickr left some out, or a "
                "part is missing",
                "the account holds {n} photos, the archive {count}: Flickr left some out, or a "
                "part is missing",
                owner.photos,
            ).format(n=owner.photos, count=count),
            gap=True,
        )


def _files(tree: Tree, abouts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the files by the number of their photo, and those of which nothing is told."""
    files: dict[str, str] = {}
    untold: dict[str, str] = {}
    for name in tree.names:
        if not (is_picture(name) or is_film(name)):
            continue
        stem = PurePosixPath(name).stem
        numbers = [step for step in re.split(r"[_-]", stem) if step in abouts]
        if numbers:
            files.setdefault(numbers[-1], name)  # a title may hold a number too, in front
            continue
        found = _ORIGINAL.fullmatch(stem)
        if found is not None:
            untold.setdefault(found["id"], name)
    return files, untold


def _albums(tree: Tree) -> dict[str, str]:
    """Return the first album of each photo; the file about a photo names none (Flickr2Any#6)."""
    found: dict[str, str] = {}
    for name in tree.matching(_ALBUMS):
        for album in record(tree, name).all("albums"):
            title = album.text("title")
            for number in album.texts("photos"):
                found.setdefault(number, title)
    return found


def _is_film(told: Record) -> bool:
    return told.text("media") == "video" or is_film(told.text("original"))


def _item(number: str, member: str, told: Record, album: str, owner: _Owner) -> ArchiveItem:
    path = _path_in(told.text("photopage")) or owner.path
    name, about = told.text("name").strip(), told.text("description").strip()
    return ArchiveItem(
        key=number,
        member=member,
        posted_at=written_time(told.raw("date_imported"), "%Y-%m-%d %H:%M:%S"),
        caption="\n".join(filter(None, (name, about))) or None,
        visibility=_seen_by(told.text("privacy")),
        album=album or next((each.text("title") for each in told.all("albums")), ""),
        page_url=f"https://www.flickr.com/photos/{path}/{number}/" if path else "",
        licence=_licence(told.text("license")) or None,
        keeps=tuple(_keeps(told)),
    )


def _seen_by(privacy: str) -> Visibility:
    """Say who sees a photo. Friends or family alone are written as both (Flickr2Any#5)."""
    said = privacy.strip().casefold()
    if said == "public":
        return Visibility.PUBLIC
    if "friend" in said or "family" in said:
        return Visibility.FOLLOWERS
    return Visibility.PRIVATE if said == "private" else Visibility.UNKNOWN


def _licence(text: str) -> str:
    """Return a licence by its usual name: Flickr spells those of Creative Commons out."""
    plain = text.casefold().replace("-", "").replace(" ", "")
    if not plain.startswith("attribution"):
        return text
    version = re.search(r"\d\.\d", text)
    code = "-".join(["BY", *(short for word, short in _WORDS if word in plain)])
    return f"CC {code} {version[0]}" if version else f"CC {code}"


def _keeps(told: Record) -> Iterator[HeldKind]:
    if any(_is_place(place) for place in told.all("geo")):
        yield HeldKind.POSITION
    if told.at("exif").text("Make", "Model", "Camera"):
        yield HeldKind.DEVICE
    if any(True for _person in told.all("people")):
        yield HeldKind.FACE


def _is_place(place: Record) -> bool:
    return any(str(place.raw(name) or "").strip("0.- ") != "" for name in ("latitude", "longitude"))


def _held(tree: Tree) -> Iterator[Held]:
    contacts = 0
    for name in tree.matching(_CONTACTS):
        told = record(tree, name).raw("contacts")
        contacts += len(told) if isinstance(told, dict | list) else 0
    if contacts:
        yield Held(HeldKind.CONTACT, contacts)
