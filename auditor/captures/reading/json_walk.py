"""A JSON file read member by member: nothing is built of what is not asked for."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from auditor.captures.reading.pane import CUT, Pane
from auditor.dataclass import dataclass
from auditor.errors import ReaderError
from auditor.messages import _

_SPACE = re.compile(rb"[ \t\r\n]*+")
_STRING = re.compile(rb'(?:[^"\\]++|\\[^\n])*+')
_SCALAR = re.compile(rb"[^\s,\]}{\[\":]*+")
_BETWEEN = re.compile(rb"[^\"{}\[\]]*+")
_QUOTE, _OPEN, _CLOSE = ord('"'), frozenset(b"{["), frozenset(b"}]")
_DEEPEST = 10_000


@dataclass(frozen=True, slots=True)
class JsonText:
    """A text of a JSON file: where it stands, between its quotes, as it is written there."""

    at: int
    length: int


class JsonWalk:
    """Walks through one JSON text. Raises ReaderError where it is none or ends early.

    Whoever is handed a member or an element reads it, by `text`, `word`, `members`, `elements` or
    `skip`, before going on.
    """

    def __init__(self, pane: Pane) -> None:
        self._pane = pane
        if pane.begins(codecs.BOM_UTF8):
            pane.at += 3

    def members(self) -> Iterator[str]:
        """Yield the names of an object's members; none where it is no object."""
        if self._next() != ord("{"):
            self.skip()
            return
        self._pane.at += 1
        while True:
            sign = self._next()
            if sign == ord("}"):
                self._pane.at += 1
                return
            if sign == ord(","):
                self._pane.at += 1
                continue
            name = self.word(256)
            if self._next() != ord(":"):
                raise _broken()
            self._pane.at += 1
            yield name

    def elements(self) -> Iterator[int]:
        """Yield the numbers of an array's elements; none where it is no array."""
        if self._next() != ord("["):
            self.skip()
            return
        self._pane.at += 1
        number = 0
        while True:
            sign = self._next()
            if sign == ord("]"):
                self._pane.at += 1
                return
            if sign == ord(","):
                self._pane.at += 1
                continue
            yield number
            number += 1

    def text(self) -> JsonText | None:
        """Pass a text and return where it stands; None where it is something else."""
        if self._next() != _QUOTE:
            self.skip()
            return None
        self._pane.at += 1
        at = self._pane.place
        self._pass_text()
        return JsonText(at, self._pane.place - 1 - at)

    def word(self, most: int) -> str:
        """Return a short text or another scalar, as it is written; "" where it is longer."""
        if self._next() != _QUOTE:
            if self._next() in _OPEN:
                self.skip()
                return ""
            return self._scalar(most)
        pane = self._pane
        pane.at += 1
        pane.hold(most + 2)
        found = _STRING.match(pane.held, pane.at, min(pane.end, pane.at + most + 1))
        end = found.end() if found else pane.at
        if end - pane.at > most or end >= pane.end or pane.held[end] != _QUOTE:
            self._pass_text()
            return ""
        return pane.take(end, 1)

    def skip(self) -> None:
        """Pass whatever stands here."""
        depth = 0
        while True:
            sign = self._next()
            if sign == _QUOTE:
                self._pane.at += 1
                self._pass_text()
            elif sign in _OPEN:
                depth += 1
                self._pane.at += 1
            elif sign in _CLOSE:
                depth -= 1
                self._pane.at += 1
            elif depth:
                self._pass(_BETWEEN)
            else:
                self._scalar(64)
            if depth < 0 or depth > _DEEPEST:
                raise _broken()
            if not depth:
                return

    def _next(self) -> int:
        pane = self._pane
        while True:
            found = _SPACE.match(pane.held, pane.at, pane.end)
            pane.at = found.end() if found else pane.at
            if pane.at < pane.end:
                return pane.held[pane.at]
            if not pane.more():
                raise ReaderError(_(CUT))

    def _pass_text(self) -> None:
        """Go behind the quote that ends a text."""
        pane = self._pane
        while True:
            found = _STRING.match(pane.held, pane.at, pane.end)
            pane.at = found.end() if found else pane.at
            if pane.at < pane.end and pane.held[pane.at] == _QUOTE:
                pane.at += 1
                return
            if pane.end - pane.at > 1:  # a backslash before the end of a line
                raise _broken()
            if not pane.more():
                raise ReaderError(_(CUT))

    def _pass(self, wanted: re.Pattern[bytes]) -> None:
        pane = self._pane
        while True:
            found = wanted.match(pane.held, pane.at, pane.end)
            pane.at = found.end() if found else pane.at
            if pane.at < pane.end or not pane.more():
                return

    def _scalar(self, most: int) -> str:
        pane = self._pane
        pane.hold(most + 1)
        found = _SCALAR.match(pane.held, pane.at, min(pane.end, pane.at + most + 1))
        end = found.end() if found else pane.at
        if not 0 < end - pane.at <= most:
            raise _broken()
        return pane.take(end)


def _broken() -> ReaderError:
    return ReaderError(_(CUT))
