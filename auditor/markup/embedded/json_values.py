"""Pictures in data that a page carries for its scripts.

JSON in script elements and data attributes, arrays and objects inside scripts, and what a script
writes as a string. What comes out is a hint: a string may be half an address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from auditor.dataclass import dataclass
from auditor.markup.srcset import largest, parse_srcset

MAX_TEXT = 4_000_000
"""Characters of scripts of a page that are looked through."""
MAX_FOUND = 10_000
"""Pictures of one block that are kept."""

_NODES = 2_000_000
_STARTS = 2_000
_BROKEN = 64  # data that a script does not close would cost its square
_ENDING = re.compile(
    r"\.(?:jpe?g|png|webp|gif|avif|heic|heif|tiff?|bmp|jxl)(?:[?#]|$)", re.IGNORECASE
)
_START = re.compile(r"[\[{]\s{0,99}[\"{\[]")
_ADDRESS = (
    r"[^\"'`\s<>\\]{0,999}(?:\\/[^\"'`\s<>\\]{0,999}){0,40}"
    r"\.(?:jpe?g|png|webp|gif|avif|heic|heif|tiff?|bmp|jxl)(?:\?[^\"'`\s<>\\]{0,999})?"
)
_STRING = re.compile(rf"[\"'`]({_ADDRESS})[\"'`]", re.IGNORECASE)
_PAIR = re.compile(
    rf"[\"']?\b([A-Za-z_][A-Za-z0-9_]{{0,40}})[\"']?\s{{0,9}}:\s{{0,9}}[\"'`]({_ADDRESS})[\"'`]",
    re.IGNORECASE,
)
_SIZES = (
    "original", "orig", "full", "fullsize", "full_size", "fullres", "hires", "highres", "high",
    "hd", "xxl", "xl", "large", "big", "zoom", "url", "src", "image", "img", "file", "href", "path",
    "source", "photo", "medium", "preview", "small", "thumb", "thumbnail", "thumbs", "msrc", "lqip",
    "placeholder", "tiny",
)  # fmt: skip
"""Keys under which an object names sizes of one picture, the most original first."""
_RANK = {name: rank for rank, name in enumerate(_SIZES)}
_WORDS = ("alt", "caption", "title", "description")


@dataclass(frozen=True, slots=True)
class NamedPicture:
    """One picture as written: its addresses (not resolved), the most original first, and words."""

    urls: tuple[str, ...]
    words: str | None = None


def pictures_in_json(text: str) -> tuple[NamedPicture, ...]:
    """Return the pictures of one JSON document; nothing for what is none."""
    try:
        data: object = json.loads(text[:MAX_TEXT])
    except (ValueError, RecursionError):
        return ()
    return tuple(_first(_walk(data)))


def pictures_in_script(text: str) -> tuple[NamedPicture, ...]:
    """Return the pictures of arrays and objects that are JSON, then those of single strings."""
    text = text[:MAX_TEXT]
    if _ENDING.search(text) is None and not re.search(
        r"\.(?:jpe?g|png|webp|avif|gif)", text, re.IGNORECASE
    ):
        return ()
    found: list[NamedPicture] = []
    decoder = json.JSONDecoder()
    at = broken = 0
    for _start in range(_STARTS):
        start = _START.search(text, at)
        if start is None or broken > _BROKEN or len(found) > MAX_FOUND:
            break
        try:
            data, at = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            at = start.start() + 1
            broken += 1
            continue
        found += _first(_walk(data))
    found += _in_literals(text, {url for picture in found for url in picture.urls})
    known = {url for picture in found for url in picture.urls}
    for match in _STRING.finditer(text):
        url = match[1].replace("\\/", "/")
        if url not in known and len(found) < MAX_FOUND:
            known.add(url)
            found.append(NamedPicture((url,)))
    return tuple(found)


def _in_literals(text: str, known: set[str]) -> Iterator[NamedPicture]:
    """Yield pictures of objects whose keys have no quotes, as scripts write them.

    Sizes belong together until a key comes again or an object ends.
    """
    sizes: dict[str, str] = {}
    end = 0
    for match in _PAIR.finditer(text):
        key, url = match[1], match[2].replace("\\/", "/")
        if _rank(key) is None or url in known:
            continue
        if sizes and (key in sizes or "}" in text[end : match.start()]):
            yield _sized(sizes)
            sizes = {}
        sizes[key] = url
        end = match.end()
    if sizes:
        yield _sized(sizes)


def _sized(sizes: dict[str, str]) -> NamedPicture:
    ranked = sorted(sizes.items(), key=lambda size: _rank(size[0]) or 0)
    return NamedPicture(tuple(dict.fromkeys(url for _key, url in ranked)))


def _first(pictures: Iterator[NamedPicture]) -> Iterator[NamedPicture]:
    seen: set[tuple[str, ...]] = set()
    for picture in pictures:
        if picture.urls not in seen:
            seen.add(picture.urls)
            yield picture
        if len(seen) >= MAX_FOUND:
            return


def _walk(data: object) -> Iterator[NamedPicture]:
    waiting: list[object] = [data]
    for _step in range(_NODES):
        if not waiting:
            return
        node = waiting.pop()
        match node:
            case str():
                yield from _of_string(node)
            case list():
                waiting.extend(reversed(node))
            case dict():
                sizes = sorted(
                    (rank, url)
                    for key, value in node.items()
                    if (rank := _rank(key)) is not None
                    for url in _addresses(value)
                )
                if sizes:
                    words = next(
                        (node[key] for key in _WORDS if isinstance(node.get(key), str)), None
                    )
                    yield NamedPicture(tuple(dict.fromkeys(url for _rank, url in sizes)), words)
                waiting.extend(
                    value
                    for key, value in reversed(node.items())
                    if not (_rank(key) is not None and _addresses(value))
                )
            case _:
                pass


def _rank(key: object) -> int | None:
    if not isinstance(key, str):
        return None
    name = key.lower()
    for ending in ("", "url", "_url", "src", "_src", "image", "_image"):
        rank = _RANK.get(name.removesuffix(ending) if ending else name)
        if rank is not None:
            return rank
    return 0 if name in {"srcset", "images"} else None


def _addresses(value: object) -> list[str]:
    """Return the addresses of one picture that a value is: a string, a srcset, {url: …}."""
    match value:
        case str() if "," in value and " " in value.strip():
            best = largest(parse_srcset(value[:MAX_TEXT]))
            return [best.url] if best is not None and _ENDING.search(best.url) else []
        case str() if _is_address(value):
            return [value]
        case {"url": str(url)} | {"src": str(url)} if _is_address(url):
            return [url]
        case _:
            return []


def _is_address(value: str) -> bool:
    return (
        len(value) < 4_000  # noqa: PLR2004 - longer than any address that is followed
        and _ENDING.search(value) is not None
        and not any(sign in value for sign in '<>\n"')
        and " " not in value.strip()
    )


def _of_string(text: str) -> Iterator[NamedPicture]:
    if _is_address(text):
        yield NamedPicture((text,))
    elif len(text) > 40 and ("<img" in text or '":"' in text):  # noqa: PLR2004 - data inside data
        yield from (
            NamedPicture((match[1].replace("\\/", "/"),)) for match in _STRING.finditer(text)
        )
