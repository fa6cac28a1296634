"""Looks at the first bytes of files: what a page's words for them do not tell."""

from __future__ import annotations

import hashlib
import re
from dataclasses import field
from urllib.parse import urlsplit, urlunsplit

from auditor.dataclass import dataclass
from auditor.errors import NetworkError, Offline, Throttled
from auditor.markup.originals.grammar import is_picture_host, named_crop
from auditor.markup.originals.heads import HEAD_BYTES, PictureHead, read_head
from auditor.ports import Answer, Http
from auditor.sources.website.scope import Scope

_MOST_KNOWN = 4_000
_ASPECT = 0.04
"""Share by which the shapes of two sizes of one picture may differ: both are rounded to whole px,
and the smallest are some 30 px."""
_LAST = re.compile(r"(\.[A-Za-z0-9]{1,5})?$")


@dataclass(frozen=True, slots=True)
class SeenFile:
    """What one address answered: a picture (`head`), nothing of the kind, or no answer at all.

    `bytes` is the size of the whole file where it is told, `print` tells answers apart. `gone`: the
    server says that there is no such file.
    """

    url: str
    head: PictureHead | None = None
    bytes: int | None = None
    print: str = ""
    asked: bool = True
    gone: bool = False

    @property
    def area(self) -> int:
        """Pixels, 0 where they are not known."""
        return self.head.area if self.head is not None else 0


@dataclass(slots=True)
class Probe:
    """Asks for the start of each file once, by GET: many servers refuse HEAD.

    `anything` are folders whose server answers with some picture whatever is asked for.
    """

    scope: Scope
    http: Http
    _known: dict[str, SeenFile] = field(default_factory=dict)
    _anything: dict[tuple[str, str], SeenFile] = field(default_factory=dict)

    async def look(self, url: str) -> SeenFile:
        """Return what stands at `url`. Raises Throttled and Offline."""
        if url not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.pop(next(iter(self._known)))
            self._known[url] = await self._ask(url)
        return self._known[url]

    async def _ask(self, url: str) -> SeenFile:
        try:
            answer = await self.http.get(url, purpose="size of a picture", prefix=HEAD_BYTES)
        except (Throttled, Offline):
            raise
        except NetworkError:
            return SeenFile(url, asked=False)
        if not answer.ok or not self.scope.may_hold_picture(answer.url):
            return SeenFile(url, gone=answer.gone, asked=answer.ok or answer.gone)
        digest = hashlib.sha256(answer.body).hexdigest()
        return SeenFile(url, read_head(answer.body), _size(answer), digest)

    async def confirms(self, guess: str, shown: SeenFile) -> SeenFile | None:
        """Return what stands at a guessed address if it is the picture `shown`, or larger.

        It has to be a picture that is not smaller, of the same shape (or `shown` says in its name
        that it was cropped), and not what the server answers whatever it is asked for.
        """
        found = await self.look(guess)
        if found.head is None or found.print == shown.print:
            return None
        if not _may_be_original(found, shown):
            return None
        other = await self._stranger(guess)
        if other.head is None:
            return found
        return found if _differs(found, other) and _same_shape(found, shown) else None

    async def is_size(self, guess: str, original: SeenFile) -> SeenFile | None:
        """Return what stands at a guessed address if it is a size of `original`."""
        found = await self.look(guess)
        if found.head is None or found.print == original.print or not _same_shape(found, original):
            return None
        return found if _differs(found, await self._stranger(guess)) else None

    async def _stranger(self, url: str) -> SeenFile:
        """Return what a name that nobody gave answers beside `url`."""
        parts = urlsplit(url)
        folder, _slash, name = parts.path.rpartition("/")
        ending = _LAST.search(name)
        key = (f"{parts.netloc}{folder}", ending[0] if ending else "")
        if is_picture_host(parts.hostname or ""):
            return SeenFile(url)
        if key not in self._anything:
            chance = hashlib.sha256(f"{key}".encode()).hexdigest()[:12]
            path = f"{folder}/nothing-{chance}{key[1]}"
            answer = await self.look(urlunsplit(parts._replace(path=path, query="")))
            self._anything[key] = answer
        return self._anything[key]


def _differs(found: SeenFile, stranger: SeenFile) -> bool:
    """Whether a server says something else of a name than of one that nobody gave."""
    return stranger.print != found.print and (stranger.head is None or stranger.head != found.head)


def _may_be_original(found: SeenFile, shown: SeenFile) -> bool:
    if found.head is None:
        return False
    if not found.area or not shown.area:
        return shown.head is None or not shown.area or bool(found.head.kind == "jxl")
    if _same_shape(found, shown):
        return found.area >= shown.area
    crop = named_crop(shown.url)
    cropped = crop is not None and shown.head is not None and crop[0] == shown.head.width
    return cropped and _holds(found, shown)


def _same_shape(first: SeenFile, second: SeenFile) -> bool:
    """Whether the proportions are the same; one of the two may be stored on its side (EXIF)."""
    long, short = _sides(first)
    other_long, other_short = _sides(second)
    if not short or not other_short:
        return True
    rounding = 1 / min(short, other_short)
    return abs(long / short - other_long / other_short) <= (_ASPECT + rounding) * long / short


def _holds(found: SeenFile, shown: SeenFile) -> bool:
    long, short = _sides(found)
    other_long, other_short = _sides(shown)
    return long >= other_long and short >= other_short


def _sides(seen: SeenFile) -> tuple[int, int]:
    if seen.head is None:
        return 0, 0
    sides = (seen.head.width or 0, seen.head.height or 0)
    return max(sides), min(sides)


def _size(answer: Answer) -> int | None:
    """Return the whole size in bytes of what was read the start of."""
    total = answer.headers.get("content-range", "").rpartition("/")[2]
    if total.isascii() and total.isdecimal() and len(total) < 16:  # noqa: PLR2004 - over any size
        return int(total)
    return None if answer.truncated or not answer.body else len(answer.body)
