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

__all__ = ["Gaps", "gaps", "not_looked_for"]

_SETTING = "reader-gaps"
"""Setting of the vault: a JSON list of (reader, reason, photos)."""
_LOOKED = "not-looked-for"
"""Setting of the vault: in how many photos each thing was not looked for, as JSON."""
_OLDER = "older"
"""Stands for facts of an older edition."""
_MOST = 6
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


class Gaps:
    """Counts, page by page, which reader could not do its part, and why."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._looked: Counter[Looked] = Counter()

    def take(self, page: Iterable[StoredPhoto], accounts: Collection[str]) -> None:
        """Count the photos of `accounts` on a page."""
        for stored in page:
            if stored.facts is None or stored.photo.account not in accounts:
                continue
            if of_first_bytes(stored.facts):
                continue  # it counts as not read at all
            if stored.facts.edition < EDITION:
                self._counts[_OLDER, ""] += 1
            told = {
                (_PARTS.get(unread.reader, unread.reader), unread.reason[:_LONGEST])
                for unread in stored.facts.unread
            }
            self._counts.update(each for each in told if each[0] in _NAMES)
            older = _EVERYTHING if stored.facts.edition < EDITION else frozenset[Looked]()
            blind = (_BLIND.get(unread.reader, _METADATA) for unread in stored.facts.unread)
            self._looked.update(older.union(*blind))

    async def keep(self, vault: Vault) -> None:
        """Keep the counts for the first page."""
        rows = [(reader, reason, count) for (reader, reason), count in self._counts.most_common(50)]
        await vault.put_setting(_SETTING, msgspec.json.encode(rows).decode())
        counts = {looked.value: count for looked, count in sorted(self._looked.items())}
        await vault.put_setting(_LOOKED, msgspec.json.encode(counts).decode())


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
