"""A MIME message of many parts (RFC 2046): the head of each part, and where its body stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from auditor.captures.reading.pane import CUT, Pane
from auditor.dataclass import dataclass
from auditor.errors import ReaderError
from auditor.messages import N_, _

MOST_PARTS = 100_000
_TOO_MANY = N_("holds more than {n} parts")
_MOST_HEAD = 64 * 1024
_BOUNDARY = re.compile(r"boundary\s*=\s*(?:\"([^\"]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class MimePart:
    """One part: its headers with lower-case names, and where its body stands in the file."""

    headers: Mapping[str, str]
    at: int
    length: int


def head_of(pane: Pane) -> dict[str, str]:
    """Return the headers that stand at `pane.at`, and go behind them. Raises ReaderError."""
    pane.hold(_MOST_HEAD)
    found = _END_OF_HEAD.search(pane.held, pane.at, min(pane.end, pane.at + _MOST_HEAD))
    if found is None:
        raise ReaderError(_(CUT))
    written = bytes(pane.held[pane.at : found.start()]).decode("utf-8", "replace")
    pane.at = found.end()
    headers: dict[str, str] = {}
    for line in re.sub(r"\r?\n[ \t]+", " ", written).splitlines():
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().casefold(), value.strip())
    return headers


def boundary_of(headers: Mapping[str, str]) -> bytes | None:
    """Return what stands between the parts; None where there are none."""
    kind = headers.get("content-type", "")
    found = _BOUNDARY.search(kind) if kind.casefold().startswith("multipart/") else None
    return None if found is None else b"--" + (found[1] or found[2]).encode("utf-8", "replace")


def parts_of(pane: Pane, boundary: bytes) -> Iterator[MimePart]:
    """Yield the parts behind the head. Raises ReaderError where the last is cut off."""
    _find(pane, boundary)
    number = 0
    while not pane.begins(b"--"):
        number += 1
        if number > MOST_PARTS:
            raise ReaderError(_(_TOO_MANY).format(n=MOST_PARTS))
        _pass_line(pane)
        headers = head_of(pane)
        at = pane.place
        end = _find(pane, boundary)
        back = pane.place
        yield MimePart(headers, at, max(0, end - at))
        pane.go_to(back)


def _find(pane: Pane, boundary: bytes) -> int:
    """Go behind the next boundary; return where the body before it ends."""
    while True:
        pane.hold(len(boundary) + 2)
        at = pane.held.find(boundary, pane.at, pane.end)
        while at >= 0 and not _begins_line(pane, at):
            at = pane.held.find(boundary, at + 1, pane.end)
        if at >= 0:
            end = at
            if end > pane.at and pane.held[end - 1] == ord("\n"):
                end -= 1
            if end > pane.at and pane.held[end - 1] == ord("\r"):
                end -= 1
            place = pane.place + end - pane.at
            pane.at = at + len(boundary)
            return place
        pane.at = max(pane.at, pane.end - len(boundary) - 2)
        if not pane.more():
            raise ReaderError(_(CUT))


def _begins_line(pane: Pane, at: int) -> bool:
    return at == 0 or pane.held[at - 1] == ord("\n") or pane.place - pane.at + at == 0


def _pass_line(pane: Pane) -> None:
    while pane.hold(1):
        found = pane.held.find(b"\n", pane.at, pane.end)
        if found >= 0:
            pane.at = found + 1
            return
        pane.at = pane.end
    raise ReaderError(_(CUT))
