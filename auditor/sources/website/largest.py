"""Which of the files that a page offers of one picture is the largest, and what the others are."""

from __future__ import annotations

from dataclasses import replace

from auditor.dataclass import dataclass
from auditor.markup.originals.grammar import originals_of, sizes_beside
from auditor.markup.pictures import Origin, PageImage
from auditor.sources.website.probe import Probe, SeenFile
from auditor.sources.website.scope import Scope

MIN_SIDE = 64
"""Pictures smaller than this on both sides, in px, are icons: nothing can be taken from them."""
MAX_RIVALS = 12
"""Files of one picture whose start is looked at, guesses apart."""
MAX_ALIKE = 4
"""Files beside the largest that the scan reads whole."""
_SAME = 0.99
_NEARLY = 0.9

_UNSURE = frozenset({Origin.LINK, Origin.SCRIPT})
"""Where what is named may be no picture at all."""
_DECORATION = frozenset({Origin.BACKGROUND, Origin.SCRIPT})


@dataclass(frozen=True, slots=True)
class Largest:
    """The file that tells most (`best`), others of about its size or with words of their own.

    `shown` is what stands at the address that the page shows, where that was looked at. `smaller`
    are addresses of sizes that tell nothing more.
    """

    best: SeenFile
    alike: tuple[SeenFile, ...] = ()
    shown: SeenFile | None = None
    smaller: tuple[str, ...] = ()

    def under(self, url: str) -> Largest:
        """Return the same files below a larger one, at `url`, that another page showed."""
        if url == self.best.url:
            return self
        alike = (self.best, *self.alike) if _tells(self.best) else self.alike
        smaller = self.smaller if _tells(self.best) else (self.best.url, *self.smaller)
        return replace(self, best=SeenFile(url), alike=alike, smaller=smaller)


async def find_largest(image: PageImage, probe: Probe, scope: Scope) -> Largest | None:
    """Return the largest file of a picture, None if nothing that can be read is one.

    The files are looked at where the page leaves it open which is the largest. Raises Throttled and
    Offline.
    """
    offered = [url for url in rivals_of(image) if scope.may_hold_picture(url)][:MAX_RIVALS]
    hints = [url for url in image.guesses if scope.may_hold_picture(url)][:MAX_RIVALS]
    if not offered and not hints:
        return None
    if not _needs_look(image, offered, hints, scope):
        return Largest(SeenFile(offered[0]), smaller=_rest(image, scope, {offered[0]}))
    found = [await probe.look(url) for url in offered]
    first = max(found, key=lambda seen: seen.area, default=None)
    if first is None or first.head is None:
        first = next((seen for seen in found if not seen.asked), first)
    for url in hints:
        hint = await probe.look(url)
        if hint.head is not None:
            found.append(hint)
    found += await _originals(found, probe, scope)
    return _chosen(image, found, first, scope)


def _chosen(
    image: PageImage, found: list[SeenFile], first: SeenFile | None, scope: Scope
) -> Largest | None:
    pictures = [seen for seen in found if seen.head is not None]
    if not pictures:
        doubtful = first is not None and not first.asked and image.origin is not Origin.SCRIPT
        plain = first is not None and image.origin not in _UNSURE and not _is_icon(image, None)
        if first is None or not (doubtful or plain):
            return None
        return Largest(first, smaller=_rest(image, scope, {first.url}))
    most = max(seen.area for seen in pictures)
    best = max(
        (seen for seen in pictures if seen.area >= most * _SAME),
        key=lambda seen: (_tells(seen), pictures.index(seen) >= len(rivals_of(image))),
    )
    if _is_icon(image, best):
        return None
    alike = [
        seen
        for seen in pictures
        if seen.url != best.url
        and seen.print != best.print
        and (seen.area >= best.area * _NEARLY or _tells(seen) or not seen.area)
    ][:MAX_ALIKE]
    doubtful_too = [seen for seen in found if seen.head is None and not seen.asked]
    alike = (alike + doubtful_too)[:MAX_ALIKE]
    shown = next((seen for seen in found if seen.url == image.url), None)
    taken = {best.url, *(seen.url for seen in alike)}
    others = (*(seen.url for seen in pictures), *_rest(image, scope, taken))
    smaller = tuple(url for url in dict.fromkeys(others) if url not in taken)
    return Largest(best, tuple(alike), shown, smaller)


async def _originals(found: list[SeenFile], probe: Probe, scope: Scope) -> list[SeenFile]:
    """Return what stands beside files whose address says that they are sizes of another."""
    confirmed: list[SeenFile] = []
    asked = {seen.url for seen in found}
    for seen in list(found):
        for guess in originals_of(seen.url):
            if guess in asked or not scope.may_hold_picture(guess):
                continue
            asked.add(guess)
            original = await probe.confirms(guess, seen)
            if original is not None:
                confirmed += [original, *await _beside(seen, original, asked, probe, scope)]
                break
    return confirmed


async def _beside(
    seen: SeenFile, original: SeenFile, asked: set[str], probe: Probe, scope: Scope
) -> list[SeenFile]:
    """Return further sizes that no page need show: they are public too."""
    sizes = [url for url in sizes_beside(seen.url) if url != original.url and url not in asked]
    asked.update(sizes)
    found = [await probe.is_size(url, original) for url in sizes if scope.may_hold_picture(url)]
    return [size for size in found if size is not None]


def rivals_of(image: PageImage) -> tuple[str, ...]:
    """Return the addresses among which the largest is, the most promising first."""
    return tuple(dict.fromkeys((*image.rivals, *(() if image.rivals else (image.largest,)))))


def _needs_look(image: PageImage, offered: list[str], hints: list[str], scope: Scope) -> bool:
    return bool(
        hints
        or len(offered) > 1
        or image.origin in _UNSURE
        or image.origin is Origin.BACKGROUND
        or _is_icon(image, None)
        or any(scope.may_hold_picture(guess) for guess in originals_of(offered[0]))
    )


def _is_icon(image: PageImage, best: SeenFile | None) -> bool:
    """Whether a picture is too small to tell anything, by its file where that was looked at."""
    if best is not None and best.head is not None and best.area:
        small = max(best.head.width or 0, best.head.height or 0) < MIN_SIDE
        declared = _declared(image)
        return small and (declared is not None or image.origin in _DECORATION)
    declared = _declared(image)
    return declared is not None and declared < MIN_SIDE


def _declared(image: PageImage) -> int | None:
    """Return the longer side that the page declares; without one an icon is the favicon."""
    if image.origin is Origin.ICON:
        return image.width or 0
    if image.width is None or image.height is None:
        given = image.width or image.height
        return given if given is not None and given < MIN_SIDE else None
    return max(image.width, image.height)


def _tells(seen: SeenFile) -> bool:
    return seen.head is not None and seen.head.telling is True


def _rest(image: PageImage, scope: Scope, taken: set[str]) -> tuple[str, ...]:
    return tuple(url for url in image.offered if url not in taken and scope.may_hold_picture(url))
