"""Markup with its pictures written into it (data: addresses), and the same without them."""

from __future__ import annotations

import re
from dataclasses import field

from auditor.captures.reading.pane import TOO_LARGE, Pane
from auditor.dataclass import dataclass
from auditor.errors import ReaderError
from auditor.messages import N_, _

LEAD = "data-picture:"
"""In front of a number, where the markup named the picture of that number."""
_DATA = re.compile(rb"data:(image/[a-z0-9.+-]{1,40})((?:;[a-z0-9=-]{1,40}){0,4}?)(;base64)?,")
_PACKED = re.compile(rb"(?:[A-Za-z0-9+/=_-]++|%[0-9A-Fa-f]{2})*+")
_LONGEST_LEAD = 256
MOST_WRITTEN_IN = 100_000
"""Pictures in one page's markup. A judgement."""
_TOO_MANY = N_("holds more than {n} pictures")


@dataclass(frozen=True, slots=True)
class DataPicture:
    """One picture in the markup: where its base64 stands in the file."""

    media_type: str
    at: int
    length: int


@dataclass(slots=True)
class Bare:
    """Markup without the pictures that stood in it; each left `LEAD` and its number."""

    markup: bytearray = field(default_factory=bytearray)
    pictures: list[DataPicture] = field(default_factory=list)


def bare(pane: Pane, most: int) -> Bare:
    """Return the markup of a file of any length. Raises ReaderError above `most` bytes of it."""
    made = Bare()
    while pane.hold(1):
        pane.hold(len(pane.held) // 2)
        found = _DATA.search(pane.held, pane.at, pane.end)
        end = found.start() if found else max(pane.at, pane.end - _LONGEST_LEAD)
        if found is None and not pane.end - pane.at > _LONGEST_LEAD:
            end = pane.end
        made.markup += pane.held[pane.at : end]
        pane.at = end
        if len(made.markup) > most:
            made.markup[:] = bytes(len(made.markup))
            raise ReaderError(_(TOO_LARGE).format(n=most))
        if found is None:
            continue
        kind, packed = found[1].decode("ascii"), found[3] is not None
        pane.at = found.end()
        if not packed or kind == "image/svg+xml":
            made.markup += b"data:,"
            if packed:
                _pass(pane)
            continue
        if len(made.pictures) == MOST_WRITTEN_IN:
            raise ReaderError(_(_TOO_MANY).format(n=MOST_WRITTEN_IN))
        at = pane.place
        _pass(pane)
        made.markup += f"{LEAD}{len(made.pictures)}".encode()
        made.pictures.append(DataPicture(kind, at, pane.place - at))
    return made


def _pass(pane: Pane) -> None:
    """Go behind a stretch of base64."""
    while pane.hold(1):
        found = _PACKED.match(pane.held, pane.at, pane.end)
        pane.at = found.end() if found else pane.at
        if pane.at < pane.end:
            return
