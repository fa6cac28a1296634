"""In which order a scan looks at pictures: those that tell most first, then those known longest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from auditor.dataclass import dataclass
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.views import WaitingPhoto
from auditor.messages import ngettext

MOST_AGAIN = 1000
"""Pictures of one account that one scan asks again whether they changed, where their addresses do
not say so. A judgement: three and a half minutes at the pace that a foreign server is asked at."""
_TELLING = re.compile(
    r"passport|pass(?![a-z])|ausweis|carnet|identi|\bid\b|licen[cs]e|visa|ticket|boarding|booking|"
    r"invoice|rechnung|receipt|contract|vertrag|certificate|diploma|card|karte|screenshot|"
    r"bildschirm|captura|scan|password|passwort|\bkey\b|qr",
    re.IGNORECASE,
)
"""Names of files that often show something written."""


@dataclass(slots=True)
class AskingAgain:
    """How many known pictures of an account may still be asked for in a scan, and which were not.

    `left_out` are the ids of those, as keys.
    """

    left: int = field(default_factory=lambda: MOST_AGAIN)
    asked: int = 0
    left_out: dict[str, None] = field(default_factory=dict)

    def take(self) -> bool:
        """Whether one more may be asked for, which is counted."""
        may = self.left > 0
        self.left -= may
        self.asked += may
        return may

    def note(self, read: Sequence[datetime | None]) -> str:
        """Return what is told of those that were not asked for; `read` is when each was."""
        count, together = len(self.left_out), len(self.left_out) + self.asked
        known = [each for each in read if each is not None]
        if not known or len(known) < len(read):
            return ngettext(
                "{n} of {m} pictures was not asked for again; it was read in an earlier scan",
                "{n} of {m} pictures were not asked for again; they were read in earlier scans",
                count,
            ).format(n=count, m=together)
        return ngettext(
            "{n} of {m} pictures was not asked for again; it was read on {day}",
            "{n} of {m} pictures were not asked for again; they were read on {day} or later",
            count,
        ).format(n=count, m=together, day=min(known).date().isoformat())


def in_order(waiting: Sequence[WaitingPhoto]) -> list[WaitingPhoto]:
    """Return photos in the order in which they are looked at.

    New ones first, the most telling in front: portraits, telling file names, places that come
    back, any place. Then those known before: the newest, half as many as may be asked for again,
    and then those that were read longest ago, so that each has its turn.
    """
    places = Counter(photo.place for photo in waiting)
    new = [photo for photo in waiting if not photo.measured or photo.must]
    new.sort(key=lambda photo: (_rank(photo, places), photo.newest))
    known = [photo for photo in waiting if photo.measured and not photo.must]
    known.sort(key=lambda photo: photo.newest)
    half = MOST_AGAIN // 2 if len(known) > MOST_AGAIN else len(known)
    longest = sorted(known[half:], key=lambda photo: photo.read)  # stable: then the newest
    return [*new, *known[:half], *longest]


def _rank(photo: WaitingPhoto, places: Counter[tuple[float, float] | None]) -> int:
    if photo.kind in {PhotoKind.AVATAR, PhotoKind.BANNER}:
        return 0
    if _TELLING.search(photo.label):
        return 1
    if photo.place is None:
        return 4
    return 2 if places[photo.place] > 1 else 3
