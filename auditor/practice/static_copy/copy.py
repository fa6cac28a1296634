"""The files of a copy: pages whose links lead to each other, pictures, and a page that explains."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import escape, unescape
from urllib.parse import quote, urljoin

from auditor.practice.serving.exchange import Response
from auditor.practice.static_copy import front
from auditor.practice.static_copy.walk import (
    ACCOUNTS,
    OTHERS,
    StaticPages,
    content,
    static_pages,
    world_of,
)

INDEX = "index.html"
_ANCHOR = re.compile(r'<a\b([^>]*?)\shref="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_SOURCE = re.compile(r'\bsrc="([^"]*)"')
_SET = re.compile(r'\bsrcset="([^"]*)"')
_DOCTYPE = "<!doctype html>"


def static_copy(story: str, level: int, photos: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every file of a copy, the same ones at each time."""
    made = static_pages(world_of(story, level, photos, seed))
    yield INDEX, front.page_of(made).encode()
    for file in sorted(made.markup):
        yield file, _linked(made, file).encode()
    for file, answer in sorted(made.pictures.items(), key=_first):
        yield file, content(answer)


def _first(pair: tuple[str, Response]) -> str:
    return pair[0]


def _linked(made: StaticPages, file: str) -> str:
    """Return a page whose addresses are those of files; what is in no file is no link."""
    url = made.urls[file]

    def there(written: str) -> str | None:
        target = made.files.get(urljoin(url, unescape(written)).partition("#")[0])
        return None if target is None else relative(file, target)

    def anchor(found: re.Match[str]) -> str:
        before, written, after, text = found.groups()
        to = there(written)
        return f"<span>{text}</span>" if to is None else f'<a{before} href="{to}"{after}>{text}</a>'

    def source(found: re.Match[str]) -> str:
        return f'src="{there(found[1]) or ""}"'

    def sized(found: re.Match[str]) -> str:
        parts = (each.split() for each in unescape(found[1]).split(", ") if each.strip())
        return 'srcset="' + ", ".join(f"{there(part[0])} {part[1]}" for part in parts) + '"'

    markup = _SET.sub(sized, _SOURCE.sub(source, _ANCHOR.sub(anchor, made.markup[file])))
    if not file.startswith((f"{ACCOUNTS}/", f"{OTHERS}/")):
        return markup
    address = escape(made.urls[_first_part(made, file)])
    saved = f"<!-- saved from url=({len(address):04d}){address} -->"
    return markup.replace(_DOCTYPE, f"{_DOCTYPE}{saved}", 1)


def _first_part(made: StaticPages, file: str) -> str:
    """Return the first page of the account that a page is of: all are saved from its address."""
    folder = posixpath.dirname(file)
    return next(
        account.file for account in made.accounts if posixpath.dirname(account.file) == folder
    )


def relative(file: str, target: str) -> str:
    """Return the address of one file in another."""
    return quote(posixpath.relpath(target, posixpath.dirname(file) or "."))
