"""What the exports of Meta's platforms have in common: how a list tells of one medium."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from urllib.parse import unquote

from auditor.archives.addresses import unsigned
from auditor.archives.export import ArchiveFormat, Export
from auditor.archives.tree.names import normal
from auditor.archives.tree.tree import Tree
from auditor.archives.values import Record, mended, moment, records, written_time
from auditor.domain.account import Profile
from auditor.domain.archives.archive import ArchiveIdentity, Held, HeldKind
from auditor.errors import ReaderError

ListOf = tuple[str, tuple[str, ...], str]
"""Where a list stands (a regular expression), keys that may wrap it, and the album it makes."""
THREADS = (
    r"(?:your_(?:instagram|threads)_activity/)?(?:threads/)?threads_and_replies(?:_\d+)?\.json\Z"
)
THREADS_PAGE = THREADS.replace("json", "html")
THREADS_KEY = "text_post_app_text_posts"
"""Where Instagram's zip holds what was posted on Threads, and the key of the list."""
_SHOWN = re.compile(rb"""(?:src|href)\s*=\s*["']([^"']+)""", re.IGNORECASE)
USERNAME = frozenset(
    {
        "username", "benutzername", "nom d\u2019utilisateur", "nom d'utilisateur",
        "nombre de usuario", "nome utente", "nome de usu\u00e1rio", "gebruikersnaam",
        "nazwa u\u017cytkownika", "kullan\u0131c\u0131 ad\u0131",
        "имя пользователя",
        "\u30e6\u30fc\u30b6\u30fc\u30cd\u30fc\u30e0", "anv\u00e4ndarnamn", "brukernavn",
        "brugernavn", "k\u00e4ytt\u00e4j\u00e4nimi",
    }
)  # fmt: skip
PRIVATE = frozenset(
    {
        "private account", "privates konto", "compte priv\u00e9", "cuenta privada",
        "account privato", "conta privada", "priv\u00e9account", "konto prywatne", "gizli hesap",
    }
)  # fmt: skip
NAMES = frozenset({"name", "nom", "nombre", "nome", "naam", "ad", "nazwa"})
"""How fields of a profile are called in pages and lists, in the language of the account."""
_LONGEST_PAGE = 64 * 1024 * 1024
_ZONED = "%Y-%m-%dT%H:%M:%S%z"
_DEEPEST = 6


def media_in(row: Record, depth: int = 0) -> Iterator[Record]:
    """Yield whatever names a file, in whichever of Instagram's shapes since 2018 it stands."""
    if row.text("uri", "path"):
        yield row
        return
    if depth > _DEEPEST:
        return
    for key in ("media", "label_values", "dict", "vec"):
        for inner in row.all(key):
            yield from media_in(inner, depth + 1)


def file_of(medium: Record) -> str:
    """Return the file that a medium names, or the address that may stand in its place."""
    return mended(unsigned(medium.text("uri", "path")))


def time_of(row: Record) -> datetime | None:
    """Return when a posting or medium came about, None where it is not told."""
    for key in ("creation_timestamp", "timestamp", "taken_at"):
        found = moment(row.raw(key)) or written_time(row.raw(key), "%Y-%m-%dT%H:%M:%S", _ZONED)
        if found is not None:
            return found
    for each in _told(row):
        found = moment(each.raw("creation_timestamp"))
        if found is not None:
            return found
    return None


def keeps(medium: Record) -> Iterator[HeldKind]:
    """Yield what the platform keeps on a medium beside its picture."""
    told = tuple(_told(medium))
    if medium.text("location") or any(each.number("latitude") is not None for each in told):
        yield HeldKind.POSITION
    if any(each.text("device_id", "camera_model") for each in told):
        yield HeldKind.DEVICE
    if any(each.text("upload_ip") for each in told):
        yield HeldKind.UPLOAD_ADDRESS


def fields_of(person: Record) -> Mapping[str, str]:
    """Return the fields of a profile by the names that they have in the account's language."""
    fields = person.at("string_map_data").body
    return {
        mended(name): mended(Record(value).text("value"))
        for name, value in (fields.items() if isinstance(fields, dict) else ())
    }


def called(told: Mapping[str, str], names: frozenset[str]) -> str:
    """Return the first field that is called by one of `names` and says something, else ""."""
    return next((told[name] for name in told if name.casefold() in names and told[name]), "")


def is_private(told: Mapping[str, str]) -> bool | None:
    """Whether the account is private, None where its profile does not tell."""
    return {"true": True, "false": False}.get(called(told, PRIVATE).casefold())


def on_threads(tree: Tree) -> frozenset[str]:
    """Return the files that Threads' lists name, or its pages where there are no lists."""
    named = set[str]()
    for name in tree.matching(THREADS):
        for row in records(tree, name, THREADS_KEY):
            if isinstance(row, Record):
                named.update(normal(file_of(each)) for each in media_in(row))
    return frozenset(named) or frozenset(shown_in(tree, tree.matching(THREADS_PAGE)))


def shown_in(tree: Tree, pages: Iterable[str]) -> Iterator[str]:
    """Yield the files that pages show, in their order."""
    for page in pages:
        with suppress(ReaderError):
            for found in _SHOWN.finditer(tree.read(page, _LONGEST_PAGE)):
                name = tree.located(unquote(html.unescape(found[1].decode("utf-8", "replace"))))
                if name is not None:
                    yield name


def _told(medium: Record) -> Iterator[Record]:
    for part in ("photo_metadata", "video_metadata"):
        yield from medium.at("media_metadata", part).all("exif_data")


def lists_in(tree: Tree, known: Iterable[ListOf]) -> tuple[ListOf, ...]:
    """Return the lists that are there: each with its name in place of the expression."""
    return tuple(
        (name, keys, album)
        for pattern, keys, album in known
        for name in tree.matching(pattern + r"\Z")
    )


def export_of(
    form: ArchiveFormat,
    tree: Tree,
    identity: ArchiveIdentity,
    profile: Profile,
    held: Sequence[Held] = (),
) -> partial[Export]:
    """Return what makes an export of one of these platforms: how it is listed is still to say."""
    return partial(
        Export,
        format=form.name,
        platform=form.platform,
        title=form.title,
        tree=tree,
        identity=identity,
        made_at=tree.newest,
        of_a_time=True,
        profile=profile,
        held=held,
    )
