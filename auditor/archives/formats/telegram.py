"""Telegram: what Telegram Desktop exports, whole or one chat of it.

Only public channels and groups are open to strangers; pictures of other people stay out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import datetime
from functools import partial

from auditor.archives.export import Export
from auditor.archives.media import NO_FILE, is_film, is_picture
from auditor.archives.tree.tree import Tree
from auditor.archives.values import (
    Document,
    Record,
    document,
    moment,
    shortened,
    written_time,
)
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
    NotOwn,
)
from auditor.domain.archives.readable import TestedOn
from auditor.domain.photos.photo import PhotoKind, Visibility
from auditor.errors import ReaderError
from auditor.messages import N_, _

_RESULT = r"(?:[^/]+/)?result\.json\Z"
_PAGES = r"(?:[^/]+/)?(?:export_results|messages\d*|chats/[^/]+/messages\d*)\.html\Z"
_TITLE, _HEAD = b"Exported Data", 8192
"""What stands at the top of every page, in every language (tdesktop)."""
_PUBLIC = frozenset({"public_channel", "public_supergroup"})
_CHANNEL = "public_channel"
_PROFILE, _STORIES = "Profile pictures", "Stories"
_WHOLE = ("personal_information", "profile_pictures", "chats", "left_chats")
_MEDIA = ("photo", "file", "media", "video")
_NO_PICTURES = frozenset({"sticker", "animation", "voice_message", "audio_file"})
_FILMS = frozenset({"video_file", "video_message"})
_NOT_INCLUDED = N_("the export was made without its file")
_WHOSE = N_("this form does not tell whose pictures these are")
_NO_PUBLIC = N_("holds no public channel or group: choose them when you export")
_ONE_CHAT = N_("This is an export of one chat: it does not tell whose it is, nor of the others.")
_HTML = N_(
    "This is the form for reading in a browser (HTML). It does not tell whose the pictures of "
    "chats are: only profile pictures are looked into. Export again with Telegram Desktop, and "
    "choose JSON as the format."
)


class Telegram:
    """See ArchiveFormat."""

    name = "telegram"
    platform = "telegram"
    title = "Telegram"
    tested_on = TestedOn.RECORDED

    def open(self, tree: Tree) -> Export | None:
        """See ArchiveFormat."""
        known = [
            (found.name, _about(found), Held.joined(_held(found)))
            for found in map(partial(document, tree), tree.matching(_RESULT))
            if isinstance(found, Document) and _is_export(found)
        ]
        export_of = partial(
            Export,
            format=self.name,
            platform=self.platform,
            title=self.title,
            tree=tree,
            made_at=tree.newest,
            of_a_time=True,
            serves_files=True,  # what was sent as a file keeps what it says
        )
        if known:
            names = tuple(name for name, _told, _kept in known)
            about = next((told for _name, told, _kept in known if told is not None), _About())
            return export_of(
                listed=lambda: _entries(tree, names),
                identity=ArchiveIdentity(about.handle, about.me, about.profile.display_name),
                profile=about.profile,
                held=Held.joined(held for _name, _told, kept in known for held in kept),
                notes=() if about.me else (_(_ONE_CHAT),),
            )
        if any(_is_page(tree, name) for name in tree.matching(_PAGES)):
            return export_of(listed=lambda: _files(tree), notes=(_(_HTML),))
        return None


def _is_export(found: Document) -> bool:
    """Whether a file is one of Telegram's: of the whole account, or of one chat."""
    if not _is_chat(found):
        return found.begins_with(*_WHOLE) != ""
    return bool(found.section("type").body and found.section("id").body)


def _is_chat(found: Document) -> bool:
    return found.begins_with("messages", *_WHOLE) == "messages"


def _is_page(tree: Tree, name: str) -> bool:
    try:
        return _TITLE in tree.read(name)[:_HEAD]
    except ReaderError:
        return False


@dataclass(frozen=True, slots=True)
class _About:
    """Whose export it is: `me` is the number of the account. One chat alone does not tell."""

    handle: str = ""
    me: str = ""
    profile: Profile = field(default_factory=Profile)


def _about(found: Document) -> _About | None:
    if _is_chat(found):
        return None
    told = found.section("personal_information")
    me = _number(told.raw("user_id"))
    if not me:
        return None
    handle = told.text("username").lstrip("@") or me
    name = " ".join(filter(None, (told.text("first_name"), told.text("last_name"))))
    page = f"https://t.me/{handle}" if handle != me else ""
    return _About(handle, me, Profile(name, told.text("bio"), page))


def _number(value: object) -> str:
    """Return a number of an account as text: exports write `user111`, `111` or 111."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.removeprefix("user") if isinstance(value, str) else ""


def _entries(tree: Tree, names: Sequence[str]) -> Iterator[ArchiveEntry]:
    for name in names:
        found = document(tree, name)
        if isinstance(found, EntryLeftOut):
            yield found
            continue
        about = _about(found)
        me = "" if about is None else about.me
        taking = _Taking(tree, name.rpartition("result.json")[0], me, set())
        if _is_chat(found):
            yield from taking.chat(found)
            continue
        yield from taking.of_profile(found, "profile_pictures", _PROFILE, PhotoKind.AVATAR)
        yield from taking.of_profile(found, "stories", _STORIES, PhotoKind.POST)
        public = False
        for chats in ("chats", "left_chats"):
            for chat in found.documents(chats, "list"):
                if isinstance(chat, EntryLeftOut):
                    yield chat
                    continue
                public = public or _kind_of(chat) in _PUBLIC
                yield from taking.chat(chat)
        if not public:
            yield EntryLeftOut(name, _(_NO_PUBLIC), gap=True)


@dataclass(frozen=True, slots=True)
class _Taking:
    """Takes pictures in. `folder`: where the file lies that names them; `me`: the own number.

    `seen` are the keys that came already, as hashes.
    """

    tree: Tree
    folder: str
    me: str
    seen: set[int]

    def of_profile(
        self, found: Document, name: str, album: str, kind: PhotoKind
    ) -> Iterator[ArchiveEntry]:
        """Yield profile pictures or stories. Who sees them is a setting that is not told."""
        for row in found.records(name):
            if isinstance(row, EntryLeftOut):
                yield row
                continue
            when = row.text("date_unixtime", "date")
            key = f"{name}/{_number(row.raw('id')) or when}"
            yield from self._medium(row, key, Visibility.UNKNOWN, album, kind)

    def chat(self, chat: Document) -> Iterator[ArchiveEntry]:
        """Yield the pictures of one chat, those of other people as a number."""
        kind = _kind_of(chat)
        number = _number(chat.section("id").body)
        name = str(chat.section("name").body or "") if kind in _PUBLIC else ""
        others = 0
        for row in chat.records("messages"):
            if isinstance(row, EntryLeftOut):
                yield row
                continue
            if not _pictured(row):
                continue
            if not self._is_own(row, kind):
                others += not _is_film(row)
                continue
            seen_by = self._seen_by(kind)
            key = f"{number}/{_number(row.raw('id'))}"
            yield from self._medium(row, key, seen_by, name, PhotoKind.POST)
        if others:
            yield NotOwn(others)

    def _is_own(self, row: Record, kind: str) -> bool:
        """Whether a message is the person's: what is exported of a public channel whole is."""
        if row.text("type") == "service":
            return False
        if row.has("forwarded_from") or row.has("forwarded_from_id"):
            return self.me != "" and _number(row.raw("forwarded_from_id")) == self.me
        if kind == _CHANNEL:
            return True
        return self.me != "" and _number(row.raw("from_id")) == self.me

    def _seen_by(self, kind: str) -> Visibility:
        if kind not in _PUBLIC:
            return Visibility.PRIVATE
        return Visibility.PUBLIC if self.me else Visibility.UNKNOWN  # whose channel is not told

    def _medium(
        self, row: Record, key: str, seen_by: Visibility, album: str, kind: PhotoKind
    ) -> Iterator[ArchiveEntry]:
        if _is_film(row):
            yield ArchiveFilm()
            return
        reference = row.text(*_MEDIA)
        if not reference or hash(key) in self.seen:
            return
        self.seen.add(hash(key))
        private = seen_by is Visibility.PRIVATE
        absent = _is_absent(reference)
        member = None if absent else self.tree.located(f"{self.folder}{reference}")
        yield ArchiveItem(
            key=key,
            member=member or "",
            kind=PhotoKind.FILE if kind is PhotoKind.POST and not row.has("photo") else kind,
            posted_at=_time_of(row),
            caption=None if private else _text(row) or None,
            visibility=seen_by,
            album=album,
            file_name=row.text("file_name") or None,
            settled=private,
        )
        if member is None:
            name = shortened(f"{album}: {key}".removeprefix(": ") if absent else reference)
            yield EntryLeftOut(name, _(_NOT_INCLUDED if absent else NO_FILE))


def _kind_of(chat: Document) -> str:
    """Return what kind of chat it is, in Telegram's words."""
    return str(chat.section("type").body or "")


def _is_absent(reference: str) -> bool:
    """Whether a sentence in brackets stands in place of a file."""
    return reference.startswith("(") and reference.endswith(")")


def _pictured(row: Record) -> bool:
    """Whether a message holds a picture or a film; stickers and moving pictures are none."""
    if row.text("media_type") in _NO_PICTURES:
        return False
    if row.text("photo") or _is_film(row):
        return True
    kind, file = row.text("mime_type"), row.text("file", "media")
    if kind:
        return file != "" and kind.startswith("image/")
    return is_picture(file) or is_picture(row.text("file_name"))


def _is_film(row: Record) -> bool:
    if row.text("media_type") in _FILMS or row.text("mime_type").startswith("video/"):
        return True
    return not row.text("photo") and is_film(row.text(*_MEDIA))


def _text(row: Record) -> str:
    """Return the text of a message: whole, or of parts with and without form."""
    for key in ("text", "caption"):
        value = row.raw(key)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, list) and value:
            return "".join(
                each if isinstance(each, str) else Record(each).text("text") for each in value
            )
    return ""


def _time_of(row: Record) -> datetime | None:
    """Return when it was sent: the seconds have a zone, the date has none."""
    return moment(row.raw("date_unixtime")) or written_time(row.raw("date"), "%Y-%m-%dT%H:%M:%S")


def _files(tree: Tree) -> Iterator[ArchiveEntry]:
    """Yield the pictures of an export for reading, as far as it is clear whose they are."""
    chats: dict[str, None] = {}
    for name in tree.names:
        folder = name.rpartition("/")[0]
        if not is_picture(name) or name.endswith(("_thumb.jpg", "_thumb.png")):
            continue
        if folder.rpartition("/")[2] == "profile_pictures":
            yield ArchiveItem(
                f"profile_pictures/{name.rpartition('/')[2]}",
                name,
                PhotoKind.AVATAR,
                album=_PROFILE,
            )
        elif folder.rpartition("/")[2] in {"photos", "files"}:
            chats[folder] = None
    yield from (EntryLeftOut(folder, _(_WHOSE), gap=True) for folder in chats)


def _held(found: Document) -> Iterator[Held]:
    if _is_chat(found):
        return
    for name, inner, kind in (
        ("sessions", "list", HeldKind.LOG_IN),
        ("web_sessions", "list", HeldKind.LOG_IN),
        ("other_data", "ips", HeldKind.LOG_IN),
        ("contacts", "list", HeldKind.CONTACT),
    ):
        rows = found.section(name, inner).body
        if isinstance(rows, list) and rows:
            yield Held(kind, len(rows))
