"""Which pictures of a page are the account's own. What is not told to be theirs stays out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from urllib.parse import unquote

from auditor.captures.page.in_markup import ShownPage, ShownPicture
from auditor.captures.page.owner import PageOwner
from auditor.captures.page.platforms import RULES, PageRules
from auditor.captures.recording import SAVED, RecordedPicture, split
from auditor.domain.photos.photo import PhotoKind
from auditor.messages import N_


class Why(StrEnum):
    """Why a picture is not taken for the account's own. The value is shown."""

    BESIDE = N_("comments, suggestions and what stands beside the page")
    OTHERS = N_("pictures that lead to somebody else's page")
    PORTRAIT = N_("portraits of accounts")
    NOT_NAMED = N_("pictures that the page does not name")


PORTRAIT, NOT_NAMED = Why.PORTRAIT, Why.NOT_NAMED
_Group = tuple[Sequence[RecordedPicture], str, PhotoKind]


def sorted_out(
    pictures: Sequence[RecordedPicture],
    pages: Iterable[tuple[str, ShownPage]],
    of_others: Sequence[ShownPage],
    owner: PageOwner,
) -> tuple[list[_Group], Mapping[Why, int]]:
    """Return the account's own pictures, each with all its sizes, and why others stay out.

    `of_others`: pages of somebody else in the same capture. Where there are any, nobody can tell
    whose the pictures are that no page names.
    """
    by_address: dict[str, RecordedPicture] = {}
    for picture in pictures:
        by_address.setdefault(_compared(picture.address), picture)
    rules = RULES.get(owner.platform)
    left: Counter[Why] = Counter()
    groups = _Groups()
    named: set[str] = set()
    for address, page in pages:
        for shown in page.pictures:
            offered = [each for each in map(_compared, shown.offered) if each in by_address]
            if not offered:
                continue
            why, kind = _judged(shown, offered, address, owner, rules)
            fresh = not named & set(offered)
            named.update(offered)
            if why is None:
                groups.join(offered, shown.alt, kind)
            elif fresh:
                left[why] += 1
    for theirs in _shown_on(of_others, by_address):
        left[Why.OTHERS] += not named & theirs
        named |= theirs
    for key in (each for each in by_address if each not in named):
        why = Why.NOT_NAMED if of_others else _by_address(key, rules)
        if why is None:
            groups.join([key], "", PhotoKind.POST)
        else:
            left[why] += 1
    return [
        ([by_address[key] for key in keys], alt, kind) for keys, alt, kind in groups.all()
    ], left


def _shown_on(pages: Iterable[ShownPage], kept: Container[str]) -> Iterator[set[str]]:
    """Yield the addresses of each picture of some pages that was kept."""
    for shown in (each for page in pages for each in page.pictures):
        offered = {each for each in map(_compared, shown.offered) if each in kept}
        if offered:
            yield offered


def _by_address(address: str, rules: PageRules | None) -> Why | None:
    """Return why a picture stays out that no page names; its address alone tells what it is."""
    if rules is not None and rules.posted.search(address):
        return None
    portrait = rules is not None and rules.portrait.search(address)
    return Why.PORTRAIT if portrait else Why.NOT_NAMED


class _Groups:
    """Addresses of the same picture, put together as they are met."""

    def __init__(self) -> None:
        self._of: dict[str, int] = {}
        self._known: dict[int, tuple[dict[str, None], str, PhotoKind]] = {}

    def join(self, keys: Sequence[str], alt: str, kind: PhotoKind) -> None:
        """Put these together, with all that any of them stands with already."""
        keys = [*keys, *(stem for key in keys if (stem := _stem(key)))]
        numbers = sorted({self._of[key] for key in keys if key in self._of})
        number = numbers[0] if numbers else len(self._of) + 1
        together, said, meant = self._known.get(number, ({}, alt, kind))
        for other in numbers[1:]:
            more, _said, _meant = self._known.pop(other)
            together.update(more)
        together.update(dict.fromkeys(keys))
        self._known[number] = (together, said or alt, meant)
        self._of.update(dict.fromkeys(together, number))

    def all(self) -> Iterator[tuple[list[str], str, PhotoKind]]:
        """Yield the groups, without what only tells which belong together."""
        for keys, alt, kind in self._known.values():
            yield [key for key in keys if not key.startswith(_STEM)], alt, kind


_STEM = "stem:"
_META_KIND = re.compile(r"/t\d+\.\d+-\d+(?=/)")


def _stem(key: str) -> str:
    """Return what names a picture in all its sizes where its host is known to do so."""
    parts = split(key)
    host = parts.netloc
    if host.endswith((".cdninstagram.com", ".fbcdn.net")):
        kind = _META_KIND.search(parts.path)
        return f"{_STEM}{kind[0] if kind else ''}/{parts.path.rsplit('/', 1)[-1]}"
    if host == "pbs.twimg.com":
        return f"{_STEM}{parts.path.partition('.')[0]}"
    return ""


def _judged(
    shown: ShownPicture,
    offered: Sequence[str],
    address: str,
    owner: PageOwner,
    rules: PageRules | None,
) -> tuple[Why | None, PhotoKind]:
    """Return why a picture stays out, None where it is the account's own, and what it is."""
    portrait = shown.portrait or (
        rules is not None and any(rules.portrait.search(each) for each in offered)
    )
    if any(_leads_to_others(link, address, owner, rules) for link in shown.links):
        return Why.OTHERS, PhotoKind.POST
    if portrait:
        handle = owner.handle.rpartition("/")[2].lstrip("@").casefold()
        own = bool(handle) and handle in shown.alt.casefold()
        return (None if own else Why.PORTRAIT), PhotoKind.AVATAR
    if shown.beside:
        return Why.BESIDE, PhotoKind.POST
    if rules is not None and not (
        any(rules.posted.search(each) for each in offered)
        or any(rules.post.search(link) for link in (*shown.links, address))
    ):
        return Why.NOT_NAMED, PhotoKind.POST
    return None, PhotoKind.POST


def _leads_to_others(link: str, address: str, owner: PageOwner, rules: PageRules | None) -> bool:
    """Whether a link around a picture leads to somebody else on the same platform."""
    if rules is not None:
        found = rules.post.search(link)
        name = found.groupdict().get("name") if found else None
        return bool(name) and bool(owner.handle) and not _same(str(name), owner.handle)
    here, there = split(address), split(link)
    if there.netloc != here.netloc or not here.path.startswith("/@"):
        return False
    name = there.path.split("/")[1] if there.path.count("/") else ""
    return name.startswith("@") and not _same(name, here.path.split("/")[1])


def _same(first: str, second: str) -> bool:
    return first.lstrip("@").casefold() == second.lstrip("@").casefold()


def _compared(address: str) -> str:
    """Return an address as those of files and of pages are compared."""
    plain = address.partition("#")[0]
    return unquote(plain) if plain.startswith(SAVED) else plain
