"""What is said around the private hash list, from handover.toml.

The hand-over page, and the words before and after each step.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.private import PrivateKind
from auditor.messages import _, ngettext

ADDED = "added"
HANDOVER = "handover"
VARIANTS = "variants"
WRITTEN = "written"
CLEANED = "cleaned"
NOT_IN_IT = "not-in-it"
UNDER_18 = "under-18"
POSSIBLE = "possible"
NONE = "none"
LINK = "link"
ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class HandoverPart:
    """One piece of text: `title` and `steps` are English keys of the catalogue."""

    key: str
    title: str
    steps: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    part: tuple[HandoverPart, ...]


@lru_cache(maxsize=1)
def parts() -> dict[str, HandoverPart]:
    """Return every part by key."""
    read = msgspec.toml.decode(
        files("auditor.guidance").joinpath("handover.toml").read_bytes(), type=_File
    )
    return {part.key: part for part in read.part}


def title(key: str) -> str:
    """Return the title of a part in the user's language."""
    return _(parts()[key].title)


def steps(key: str) -> tuple[str, ...]:
    """Return the steps of a part in the user's language."""
    return tuple(_(step) for step in parts()[key].steps)


def tell_outdated(counts: Mapping[PrivateKind, int]) -> str:
    """Say that an older version kept less of some images, and what to do; "" where it did not."""
    told: list[str] = []
    if pictures := counts.get(PrivateKind.PICTURE, 0):
        told.append(
            ngettext(
                "{count} picture was put on the list by an older version: copies of it under "
                "stickers, in collages, screenshots and large crops are not found. Add it again "
                "from its file; its hashes cannot be made from the list.",
                "{count} pictures were put on the list by an older version: copies of them under "
                "stickers, in collages, screenshots and large crops are not found. Add them again "
                "from their files; their hashes cannot be made from the list.",
                pictures,
            ).format(count=pictures)
        )
    if videos := counts.get(PrivateKind.VIDEO, 0):
        told.append(
            ngettext(
                "{count} video was put on the list by an older version: copies of it that are "
                "cropped, framed or mirrored, or begin a moment later, may not be found. Add it "
                "again from its file; its hashes cannot be made from the list.",
                "{count} videos were put on the list by an older version: copies of them that are "
                "cropped, framed or mirrored, or begin a moment later, may not be found. Add them "
                "again from their files; their hashes cannot be made from the list.",
                videos,
            ).format(count=videos)
        )
    return " ".join(told)


def often_missed() -> tuple[str, ...]:
    """Return what kinds of copies are often not found: wherever nothing was, this is said."""
    return steps(NONE)[1:]


def not_for_minors() -> str:
    """Return what is said wherever a picture is read without asking how old who is shown was."""
    return steps(ORDINARY)[0]
