"""Google Photos as Takeout packs it: albums as folders, and beside each picture a file about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from auditor.archives.export import Export
from auditor.archives.media import NO_FILE, is_film, is_picture
from auditor.archives.tree.tree import Tree
from auditor.archives.values import Record, moment, record, shortened
from auditor.dataclass import dataclass
from auditor.domain.archives.archive import (
    ArchiveEntry,
    ArchiveFilm,
    ArchiveItem,
    EntryLeftOut,
    HeldKind,
    NotOwn,
)
from auditor.domain.archives.readable import TestedOn
from auditor.domain.photos.photo import PhotoKind, Visibility
from auditor.messages import N_, _

_PRODUCT = re.compile(
    r"google\W*(?:photos?|fotos?|foto\S*|\u0444\u043e\u0442\u043e|\u30d5\u30a9\u30c8"
    r"|\u76f8\u518c|\u76f8\u7c3f|\ud3ec\ud1a0|zdj\u0119cia|foto's)",
    re.IGNORECASE,
)
"""The folder of the product, whose name is translated; told by what lies in it, else by this."""
_TRIED = 60
_ABOUT = "supplemental-metadata"
_SHORTEST = 40
"""Units of UTF-16 that the name of a file about a picture has before ".json" where it was cut. It
is cut at 46 (TheLastGimbus PR 449, ente PR 4956; UTF-16 by the tests of immich-go); some that are
a little shorter were seen.
"""
_MOST_LOST = 2
"""Characters of a picture's ending that were seen to be lost in front of what follows it."""
_NUMBER = re.compile(r"(?P<before>.*?)\((?P<number>\d{1,4})\)(?P<after>\.[^.]*)?\Z")
_EDITED = re.compile(
    r"-(?:edited|bearbeitet|modifi\u00e9|ha editado|editado|edytowane|bewerkt|modificato|"
    r"redigerad|redigeret|redigert|muokattu|editada|upraveno|szerkesztve|editat|"
    r"d\u00fczenlendi|\u0438\u0437\u043c\u0435\u043d\u0435\u043d\u043e|"
    r"\u7de8\u96c6\u6e08\u307f|\u5df2\u4fee\u6539|\u5df2\u7de8\u8f2f|\uc218\uc815\ub428|edit)\Z",
    re.IGNORECASE,
)
"""What is put behind the name of a picture that was edited, in the languages of the account
(shared facts on layouts; the rest as users of public parsers list them).
"""
_PART = re.compile(r".*-(?P<number>\d{3})(?: ?\(\d+\))?\.zip\Z", re.IGNORECASE)
"""How parts are called: takeout-20250101T120000Z-001.zip, with one more number in newer ones."""
_SMALLEST_CUT = 1_000_000_000
_FULL = 0.95
"""Takeout cuts at 1 GB or more, as was chosen; a part so full, in share, is hardly the last one."""
_YEAR = re.compile(r".*\b(?:19|20)\d\d\Z")
_SEARCHED = N_("what is about it is in none of the parts")
_NO_PART = N_("this part is missing")
_MORE_PARTS = N_("is so full that another part may follow, which is missing")
_BROKEN = N_("cannot be read: what it says of its picture is not known")


class GooglePhotos:
    """See ArchiveFormat."""

    name = "google-photos"
    platform = "google-photos"
    title = "Google Photos"
    tested_on = TestedOn.RECORDED

    def open(self, tree: Tree) -> Export | None:
        """See ArchiveFormat."""
        product = _product(tree)
        if product is None:
            return None
        return Export(
            self.name,
            self.platform,
            self.title,
            tree,
            listed=lambda: _entries(tree, product),
            made_at=tree.newest,
            serves_files=True,  # a shared album gives the original away
            parts_known=_numbers(tree) is not None,
        )


def _product(tree: Tree) -> str | None:
    """Return the folder that holds the albums, "" for the top; None where there is none.

    Also where an album was taken out of its folder: then its pictures stand at the top.
    """
    tried: dict[str, int] = {}
    for name in tree.names:
        steps = name.split("/")
        if not name.endswith(".json"):
            continue
        parent = "/".join(steps[:-2])
        if tried.setdefault(parent, 0) < _TRIED:
            tried[parent] += 1
            if _is_about(record(tree, name)):
                return parent
    for folder in tree.folders:
        steps = folder.split("/")
        if steps[0] == "Takeout" and len(steps) > 1 and _PRODUCT.match(steps[1]):
            return "/".join(steps[:2])
    return None


def _is_about(found: Record) -> bool:
    """Whether a file is one about a picture."""
    return found.has("photoTakenTime") and (found.has("title") or found.has("url"))


@dataclass(frozen=True, slots=True)
class _Album:
    """A folder: its title, and who sees it as far as the archive says."""

    folder: str
    title: str
    seen_by: Visibility
    of_year: bool


def _entries(tree: Tree, product: str) -> Iterator[ArchiveEntry]:
    albums = [
        _album(tree, folder)
        for folder in sorted(tree.folders)
        if folder.startswith(f"{product}/" if product else "")
    ]
    order = {Visibility.PUBLIC: 0, Visibility.UNLISTED: 1, Visibility.UNKNOWN: 2}
    yield from _missing_parts(tree)
    taking = _Taking(tree, set(), {})
    for album in sorted(
        albums, key=lambda each: (order.get(each.seen_by, 3), each.of_year, each.folder)
    ):
        yield from taking.album(album)
    yield from taking.without_file()


def _missing_parts(tree: Tree) -> Iterator[EntryLeftOut]:
    """Yield the parts that must be there by the numbers of the others: nothing else tells them."""
    lengths = _numbers(tree)
    if lengths is None:
        return
    last = max(lengths)
    for number in range(1, last + 1):
        if number not in lengths:
            yield EntryLeftOut(f"takeout-…-{number:03}.zip", _(_NO_PART), gap=True)
    others = max((size for number, size in lengths.items() if number != last), default=0)
    if lengths[last] >= _FULL * (others or _SMALLEST_CUT):
        yield EntryLeftOut(f"takeout-…-{last:03}.zip", _(_MORE_PARTS), gap=True)


def _numbers(tree: Tree) -> dict[int, int] | None:
    """Return the bytes of each part by its number; None where some part has none."""
    found = [_PART.fullmatch(name) for name in tree.parts]
    numbers = [int(each["number"]) for each in found if each is not None]
    if not numbers or None in found:
        return None
    return dict(zip(numbers, tree.lengths, strict=True))


def _album(tree: Tree, folder: str) -> _Album:
    title, of_year = folder.rpartition("/")[2], False
    for name in tree.in_folder(folder):
        stem = PurePosixPath(name).name
        if not name.endswith(".json") or "." in stem.removesuffix(".json"):
            continue  # a file about a picture names it with its ending
        found = record(tree, name)
        told = found.at("albumData") if found.has("albumData") else found
        if told.has("title") and not _is_about(told):
            return _Album(folder, told.text("title") or title, _shared(found, told), of_year=False)
    of_year = _YEAR.match(title) is not None
    return _Album(folder, "" if of_year else title, Visibility.PRIVATE, of_year)


def _shared(whole: Record, told: Record) -> Visibility:
    """Say who sees an album. Everything is private unless its file says that it is shared."""
    access = told.text("access").casefold()
    if access == "public":
        return Visibility.PUBLIC
    if access in {"shared", "link", "unlisted"} or told.flag("sharedAlbum") or told.flag("shared"):
        return Visibility.UNLISTED
    if whole.has("sharedAlbumComments") or told.has("sharedAlbumComments"):
        return Visibility.UNKNOWN  # somebody else saw it; whether by a link is not told
    return Visibility.PRIVATE


@dataclass(frozen=True, slots=True)
class _Taking:
    """Takes albums in, those first that most people see.

    `seen`: hashes of the keys that came already; `waiting`: pictures that an album tells of whose
    file was not there yet, with the album, the file about them, and the key.
    """

    tree: Tree
    seen: set[int]
    waiting: dict[int, tuple[_Album, str, str]]

    def album(self, album: _Album) -> Iterator[ArchiveEntry]:
        """Yield the pictures whose files lie in a folder."""
        names = sorted(self.tree.in_folder(album.folder))
        files = [name for name in names if is_picture(name) or is_film(name)]
        about = _Abouts(names)
        plain = {_plain(name) for name in files if is_picture(name)}
        edits = {name: original for name in files if (original := about.original_of(name))}
        replaced = about.replaced(edits.values())
        here: Counter[str] = Counter()
        for name in files:
            original = edits.get(name, name)
            own = about.of(original)
            if name not in edits and is_picture(name) and not replaced.isdisjoint({name, own}):
                about.used.update(filter(None, [own]))
                continue  # the edited one is what is shown
            told_in = own or about.beside(original)
            if is_film(name):
                if told_in not in about.used and not _is_motion(name, plain):
                    yield ArchiveFilm()
                about.of_films.update(filter(None, [own]))
                continue
            if told_in is not None:
                about.used.add(told_in)
            yield from self._picture(name, told_in, album, here)
        for name in about.unused():
            self._wait(name, album, here)

    def _picture(
        self, name: str, told_in: str | None, album: _Album, here: Counter[str]
    ) -> Iterator[ArchiveEntry]:
        told = Record(None) if told_in is None else record(self.tree, told_in)
        key = _numbered(_key(told) or name, here)
        if hash(key) in self.seen:
            return
        self.seen.add(hash(key))
        if _by_others(told):
            yield NotOwn()
            return
        if told_in is None:
            yield EntryLeftOut(shortened(name), _(_SEARCHED), gap=True)
        elif not _is_about(told):
            yield EntryLeftOut(shortened(told_in), _(_BROKEN), gap=True)
        wider, _told_in, _of = self.waiting.pop(hash(key), (album, "", ""))
        yield _item(key, name, told, wider)

    def _wait(self, name: str, album: _Album, here: Counter[str]) -> None:
        told = record(self.tree, name)
        if not _is_about(told) or not _key(told):
            return
        key = _numbered(_key(told), here)
        if hash(key) not in self.seen:
            self.waiting.setdefault(hash(key), (album, name, key))

    def without_file(self) -> Iterator[ArchiveEntry]:
        """Yield what is told of pictures whose files lie in a part that is not here."""
        for album, name, key in self.waiting.values():
            told = record(self.tree, name)
            if is_film(told.text("title")):
                continue
            if _by_others(told):
                yield NotOwn()
                continue
            yield _item(key, "", told, album)
            yield EntryLeftOut(
                shortened(f"{album.folder}/{told.text('title')}"), _(NO_FILE), gap=True
            )


def _item(key: str, member: str, told: Record, album: _Album) -> ArchiveItem:
    hidden = any(told.flag(name) for name in ("trashed", "archived", "inLockedFolder"))
    return ArchiveItem(
        key=key,
        member=member,
        kind=PhotoKind.FILE,
        posted_at=moment(told.at("photoTakenTime").raw("timestamp")),
        caption=told.text("description") or None,
        visibility=Visibility.PRIVATE if hidden else album.seen_by,
        album=album.title,
        file_name=told.text("title") or (PurePosixPath(member).name if member else None),
        settled=hidden,
        keeps=tuple(_keeps(told)),
    )


def _key(told: Record) -> str:
    """Return what names a picture in every album: title, when taken, when uploaded."""
    taken = told.at("photoTakenTime").text("timestamp")
    made = told.at("creationTime").text("timestamp")
    title = told.text("title")
    return f"{title}|{taken}|{made}" if title and (taken or made) else ""


def _numbered(key: str, here: Counter[str]) -> str:
    """Return a key that no other picture of the folder has: two can be of one name and moment."""
    here[key] += 1
    return key if here[key] == 1 else f"{key}|{here[key]}"


def _by_others(told: Record) -> bool:
    origin = told.at("googlePhotosOrigin")
    return origin.has("fromPartnerSharing") or origin.has("fromSharedAlbum")


def _keeps(told: Record) -> Iterator[HeldKind]:
    place = told.at("geoData")
    if any(place.number(name) for name in ("latitude", "longitude")):  # 0.0: none is known
        yield HeldKind.POSITION
    origin = told.at("googlePhotosOrigin")
    if origin.at("mobileUpload").text("deviceType") or origin.text("deviceType"):
        yield HeldKind.DEVICE
    if any(person.text("name") for person in told.all("people")):
        yield HeldKind.FACE


class _Abouts:
    """The files about pictures in one folder, found from the picture's name only.

    `used` are those that belong to a picture, `of_films` those of films, or of both.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self.used: set[str] = set()
        self.of_films: set[str] = set()
        for name in names:
            if not name.endswith(".json"):
                continue
            stem = PurePosixPath(name).name.removesuffix(".json")
            found = _NUMBER.fullmatch(stem)
            if found is not None and found["after"] is None:
                self._known[found["before"], found["number"]] = name
            else:
                self._known[stem, ""] = name

    def of(self, name: str) -> str | None:
        """Return the file about a picture or film, None where there is none."""
        file = PurePosixPath(name).name
        found = _NUMBER.fullmatch(file)
        if found is None:
            return self._cut(file, "") or self._short(file, "")
        named, number = f"{found['before']}{found['after'] or ''}", found["number"]
        return self._cut(named, number) or self._cut(file, "") or self._short(named, number)

    def original_of(self, name: str) -> str | None:
        """Return the original of an edited picture; None of one that has a file of its own."""
        original = _without_edited(name)
        if original is None or self.of(name) not in {None, self.of(original)}:
            return None
        return original

    def replaced(self, originals: Iterable[str]) -> frozenset[str]:
        """Return what edited pictures stand for: the files, and those about them."""
        found: set[str] = set()
        for name in originals:
            found.update(filter(None, (name, self.of(name) or self.beside(name))))
        return frozenset(found)

    def beside(self, name: str) -> str | None:
        """Return that of the picture beside which a film or another form of it lies."""
        stem = PurePosixPath(name).name.rpartition(".")[0]
        for ending in ("HEIC", "heic", "JPG", "jpg", "jpeg", "JPEG", "PNG", "png", "DNG", "dng"):
            found = self.of(f"{stem}.{ending}")
            if found is not None:
                return found
        return None

    def _cut(self, file: str, number: str) -> str | None:
        full = f"{file}.{_ABOUT}"
        for length in range(len(full), 0, -1):
            if length < len(file) and _units(full[:length]) < _SHORTEST:
                return None
            found = self._known.get((full[:length], number))
            if found is not None:
                return found
        return None

    def _short(self, file: str, number: str) -> str | None:
        """Return that of a picture whose ending it lacks, in part or whole."""
        bare, dot, ending = file.rpartition(".")
        fronts = [file[:-lost] for lost in range(1, min(_MOST_LOST, len(ending) - 1) + 1)]
        for front in (*fronts, bare) if dot else ():
            for length in range(len(_ABOUT), -1, -1):
                behind = f".{_ABOUT[:length]}" if length else ""
                found = self._known.get((f"{front}{behind}", number))
                if found is not None:
                    return found
        return None

    def unused(self) -> tuple[str, ...]:
        """Return those that belong to nothing here."""
        belonging = self.used | self.of_films
        return tuple(name for name in self._known.values() if name not in belonging)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _plain(name: str) -> str:
    """Return the name of a picture's file without its ending."""
    return PurePosixPath(name).name.rpartition(".")[0].casefold()


def _without_edited(name: str) -> str | None:
    """Return the name of the original of an edited picture; None where it is none."""
    path = PurePosixPath(name)
    stem, number = path.stem, ""
    found = _NUMBER.fullmatch(stem)
    if found is not None and found["after"] is None:
        stem, number = found["before"], f"({found['number']})"
    bare = _EDITED.sub("", stem)
    return None if bare == stem else str(path.with_name(f"{bare}{number}{path.suffix}"))


def _is_motion(name: str, pictures: set[str]) -> bool:
    """Whether a film is the moving part of a picture beside it."""
    return not {_plain(name), PurePosixPath(name).name.casefold()}.isdisjoint(pictures)
