"""What was found in the pictures of a range before it is opened, by the digest of their bytes.

One file for each story and level, and one for the range of the first three people: made by
`python -m tests.prepared write`. What is said of a picture holds for exactly these bytes, and only
where the readers still look for the same.
"""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec

from auditor.domain.photos.facts import EDITION, Facts
from auditor.practice.catalogue import CORE, Catalogue
from auditor.practice.stories.cast import Cast

SEED = 1
"""The only one whose pictures are prepared."""
_FOLDER = "auditor.practice.prepared"
_END = ".json.xz"
_FILTERS: list[dict[str, Any]] = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME}]


class PreparedFacts(msgspec.Struct, frozen=True):
    """Facts of every picture of a range that a scan reads.

    `edition` is that of the readers. `story` tells what the pictures were drawn from: `told`.
    """

    edition: int
    story: str
    facts: tuple[Facts, ...]


def name_of(cast: Cast) -> str:
    """Return what the file of a range is called: its stories and its level."""
    return "-".join((*(person.key for person in cast.people), str(cast.level)))


def told(cast: Cast) -> str:
    """Return a digest of everything that a story says of its pictures; nothing is drawn."""
    catalogue, mark = Catalogue(SEED, CORE, cast=cast), hashlib.sha256()
    for spec in cast.accounts:
        mark.update(repr(spec).encode())
        for place in range(catalogue.count(spec.key)):
            mark.update(repr(catalogue.posting(spec.key, place)).encode())
    return mark.hexdigest()


def packed(prepared: PreparedFacts) -> bytes:
    """Return the file."""
    return lzma.compress(msgspec.json.encode(prepared), filters=_FILTERS)


@lru_cache(maxsize=4)
def prepared_for(name: str) -> PreparedFacts | None:
    """Return what was prepared for a range of that name; None where there is nothing."""
    file = files(_FOLDER).joinpath(name + _END)
    if not file.is_file():
        return None
    return msgspec.json.decode(lzma.decompress(file.read_bytes()), type=PreparedFacts)


def facts_for(cast: Cast) -> Mapping[str, Facts]:
    """Return the facts that count today, by SHA-256 of the bytes in hex."""
    found = prepared_for(name_of(cast))
    if found is None or found.edition != EDITION:
        return {}
    return {facts.sha256: facts for facts in found.facts}
