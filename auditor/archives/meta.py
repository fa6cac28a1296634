"""What the exports of Meta's platforms have in common: how a list tells of one medium."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.archives.values import Record, moment, written_time
from auditor.domain.archives.archive import HeldKind

THREADS = r"(?:your_instagram_activity/)?threads/threads_and_replies(?:_\d+)?\.json\Z"
THREADS_KEY = "text_post_app_text_posts"
"""Where Instagram's zip holds what was posted on Threads, and the key of the list."""
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
"""How the name of an account is called in pages and lists, in the language of the account."""
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


def _told(medium: Record) -> Iterator[Record]:
    for part in ("photo_metadata", "video_metadata"):
        yield from medium.at("media_metadata", part).all("exif_data")
