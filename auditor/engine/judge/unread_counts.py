"""What readers could not look for in the user's own photos.

Counted while they are judged, told on the first page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from auditor.domain.account import Account
from auditor.domain.findings.digest import Looked
from auditor.domain.photos.facts import EDITION
from auditor.domain.photos.looked import of_first_bytes
from auditor.domain.views import PhotoQuery, StoredPhoto
from auditor.messages import N_, _, ngettext
from auditor.ports import Vault

__all__ = ["gaps", "gaps_of", "keep_gaps", "not_looked_for"]

_SETTING = "reader-gaps"
"""Setting of the vault: a JSON list of (reader, reason, photos)."""
_LOOKED = "not-looked-for"
"""Setting of the vault: in how many photos each thing was not looked for, as JSON."""
_OLDER = "older"
"""Stands for facts of an older edition."""
_MOST = 6
_KEPT = 50
_LONGEST = 200
_NAMES = {
    "faces": N_("Faces"),
    "text": N_("Text in pictures"),
    "barcodes": N_("Barcodes"),
    "provenance": N_("Content credentials"),
    "further": N_("Further pictures in the files"),
    "metadata": N_("Metadata"),
}
_PARTS = dict.fromkeys(("exif", "xmp", "iptc", "container"), "metadata")
"""Readers of parts of the metadata, which a person knows under one name."""
_TOLD_IN_PART = frozenset({"metadata", "further"})
"""Readers that tell what they could; a gap of theirs is never all that they look for."""


_EVERYTHING = frozenset(Looked)
_OF_THE_PICTURE = frozenset(
    {Looked.FACES, Looked.TEXT, Looked.BARCODES, Looked.HASHES, Looked.FURTHER}
)
_BLIND: Mapping[str, frozenset[Looked]] = {
    "worker": _EVERYTHING,
    "header": _EVERYTHING,
    "pixels": _OF_THE_PICTURE,
    **{looked.value: frozenset({looked}) for looked in Looked},
}
"""What was not looked for where a reader could not do its part; that of any other reader (exif, a
film's box) is part of the metadata."""
_METADATA = frozenset({Looked.METADATA})


async def unread_photos(vault: Vault, accounts: Iterable[Account]) -> int:
    """Return how many photos that strangers can see were not measured."""
    counts = [
        account.archive.unread
        if account.archive is not None
        else await vault.count_photos(PhotoQuery(account=account.id, measured=False))
        for account in accounts
    ]
    return sum(counts)


class _PhotoGaps(msgspec.Struct, frozen=True, array_like=True):
    """What could not be looked for in one photo: (reader, reason), and what that leaves open."""

    told: tuple[tuple[str, str], ...]
    looked: tuple[Looked, ...]


_PHOTO_GAPS = msgspec.msgpack.Decoder(_PhotoGaps)


def gaps_of(stored: StoredPhoto, accounts: Collection[str]) -> bytes:
    """Return what could not be looked for in a photo of `accounts`, packed; empty: nothing."""
    facts = stored.facts
    if facts is None or stored.photo.account not in accounts:
        return b""
    if of_first_bytes(facts):
        return b""  # it counts as not read at all
    older = facts.edition < EDITION
    if not older and not facts.unread:
        return b""
    told = {
        (_PARTS.get(unread.reader, unread.reader), unread.reason[:_LONGEST])
        for unread in facts.unread
    }
    named = {each for each in told if each[0] in _NAMES} | ({(_OLDER, "")} if older else set())
    blind = (_BLIND.get(unread.reader, _METADATA) for unread in facts.unread)
    looked = (_EVERYTHING if older else frozenset[Looked]()).union(*blind)
    return msgspec.msgpack.encode(_PhotoGaps(tuple(sorted(named)), tuple(sorted(looked))))


async def keep_gaps(vault: Vault, judged: Iterable[tuple[bytes, int]]) -> None:
    """Keep for the first page which reader could not do its part in how many photos.

    `judged` are packed gaps, each with the number of photos.
    """
    counts: Counter[tuple[str, str]] = Counter()
    looked: Counter[Looked] = Counter()
    for packed, photos in judged:
        found = _PHOTO_GAPS.decode(packed)
        counts.update(dict.fromkeys(found.told, photos))
        looked.update(dict.fromkeys(found.looked, photos))
    rows = [
        (reader, reason, count)
        for (reader, reason), count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ][:_KEPT]
    await vault.put_setting(_SETTING, msgspec.json.encode(rows).decode())
    by_name = {part.value: count for part, count in sorted(looked.items())}
    await vault.put_setting(_LOOKED, msgspec.json.encode(by_name).decode())


async def not_looked_for(vault: Vault) -> dict[Looked, int]:
    """Return in how many photos something was not looked for, or not to its end."""
    kept = await vault.setting(_LOOKED)
    return msgspec.json.decode(kept, type=dict[Looked, int]) if kept else {}


async def gaps(vault: Vault) -> list[str]:
    """Return what could not be looked for, in the user's language.

    The same reason of several readers in one line.
    """
    kept = await vault.setting(_SETTING)
    rows = msgspec.json.decode(kept, type=list[tuple[str, str, int]]) if kept else []
    together: dict[tuple[str, int], list[str]] = {}
    for reader, reason, count in rows:
        together.setdefault((reason, count), []).append(reader)
    return list(_lines(together))


def _lines(together: Mapping[tuple[str, int], list[str]]) -> Iterator[str]:
    for (reason, count), readers in list(together.items())[:_MOST]:
        if _OLDER in readers:
            line = ngettext(
                "{n} photo was read before all was looked for that is looked for today: "
                "the next scan reads it anew.",
                "{n} photos were read before all was looked for that is looked for today: "
                "the next scan reads them anew.",
                count,
            )
            yield line.format(n=count)
            continue
        names = ", ".join(_(_NAMES[name]) for name in _NAMES if name in readers)
        if set(readers) <= _TOLD_IN_PART:
            line = ngettext(
                "{names}, in {n} photo: not all could be told ({reason}).",
                "{names}, in {n} photos: not all could be told ({reason}).",
                count,
            )
            yield line.format(names=names, n=count, reason=reason)
            continue
        line = ngettext(
            "{names}, in {n} photo: not looked for ({reason}).",
            "{names}, in {n} photos: not looked for ({reason}).",
            count,
        )
        yield line.format(names=names, n=count, reason=reason)
