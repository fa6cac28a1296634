"""Addresses of sizes, traced back to the originals that may stand beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from auditor.markup.originals.builders import BUILDERS, RESIZE_KEYS, Builder, Form
from auditor.markup.urls import names_picture, safe_url

MAX_GUESSES = 16
"""Addresses that are guessed for one picture, over all steps."""
_STEPS = 3
_SCHEME = re.compile(r"https?:/{1,2}", re.IGNORECASE)
_CROP = re.compile(r"[-_](\d{1,5})x(\d{1,5})(?=[^/]{0,40}$)")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def is_picture_host(host: str) -> bool:
    """Whether `host` (lower case, no port) is one on which a builder keeps its users' pictures."""
    return any(_keeps(builder, host) for builder in BUILDERS)


def unfold_size_variant(url: str) -> tuple[str, ...]:
    """Return URLs at which a larger original of the picture may stand, the most original first.

    Empty if `url` tells nothing. One step: what comes out may be a size again. Guesses from
    documented address forms (`builders`): each has to be looked at.
    """
    return tuple(dict.fromkeys(guess for guess, _weak in _guesses(url)))


def originals_of(url: str, *, weak: bool = True) -> tuple[str, ...]:
    """Return what `unfold_size_variant` says of `url` and of what it says, at most `MAX_GUESSES`.

    Without `weak` forms that are no program's rule are left out.
    """
    found: dict[str, None] = {}
    waiting = [url]
    for _step in range(_STEPS):
        waiting = [
            guess
            for address in waiting
            for guess, is_weak in _guesses(address)
            if (weak or not is_weak) and guess != url and guess not in found
        ][:MAX_GUESSES]
        found.update(dict.fromkeys(waiting))
    return tuple(found)[:MAX_GUESSES]


def sizes_beside(url: str) -> tuple[str, ...]:
    """Return where further sizes of the picture may stand once its original was found."""
    parts = urlsplit(url)
    found: dict[str, None] = {}
    for builder in BUILDERS:
        for form in builder.forms:
            for size in form.sizes if _compiled(form.pattern).search(parts.path) else ():
                path = _compiled(form.pattern).sub(size, parts.path, count=1)
                safe = safe_url(url, urlunsplit(parts._replace(path=path)))
                if safe is not None and safe != url:
                    found.setdefault(safe)
    return tuple(found)


def inner_address(url: str) -> str | None:
    """Return the address that `url` of a builder's picture host only passes on, None if none."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    for builder in BUILDERS:
        for form in builder.forms:
            if form.inner and is_picture_host(host) and (not builder.only or _keeps(builder, host)):
                inner = next(_inner(form, parts), None)
                safe = safe_url(url, inner) if inner else None
                if safe is not None and urlsplit(safe).hostname != host:
                    return safe
    return None


def named_crop(url: str) -> tuple[int, int] | None:
    """Return the size in px that the name of a file gives, as for crops, None if none does."""
    match = _CROP.search(urlsplit(url).path)
    return (int(match[1]), int(match[2])) if match else None


def _guesses(url: str) -> Iterator[tuple[str, bool]]:
    parts = urlsplit(url)
    ruled = False  # a habit says nothing where a program's rule does
    for builder in BUILDERS:
        if builder.only and not _keeps(builder, parts.hostname or ""):
            continue
        for form in builder.forms:
            for guess in _formed(builder, form, parts) if not (form.weak and ruled) else ():
                safe = safe_url(url, guess)
                if safe is not None and safe != url:
                    ruled = ruled or not form.weak
                    yield safe, form.weak
        yield from ((guess, False) for guess in _asked_for_original(builder, parts))
    yield from ((guess, False) for guess in _without_size(parts) if guess != url)


def _formed(builder: Builder, form: Form, parts: SplitResult) -> Iterator[str]:
    if form.inner:
        yield from _inner(form, parts)
        return
    target = f"{parts.path}?{parts.query}" if form.whole else parts.path
    pattern = _compiled(form.pattern)
    if not pattern.search(target):
        return
    kept = _without(parts.query, builder.drop) if builder.drop else parts.query
    for becomes in form.becomes:
        path = pattern.sub(becomes, target, count=1)
        if path != target:
            yield urlunsplit(parts._replace(path=path, query="" if form.whole else kept))


def _inner(form: Form, parts: SplitResult) -> Iterator[str]:
    """Yield the address of the picture itself; on the same host where none is written."""
    target = f"{parts.path}?{parts.query}" if form.whole and parts.query else parts.path
    match = _compiled(form.pattern).search(target)
    if match is None:
        return
    written = match[1]
    if "%2f" in written.lower() or "%3a" in written.lower() or "=" in match[0][:12]:
        written = unquote(written)
    if _SCHEME.match(written):
        yield _SCHEME.sub(lambda scheme: scheme[0].rstrip("/") + "//", written, count=1)
    elif form.pattern.startswith("^"):  # HOST/PATH
        yield f"https://{written}"
    elif names_picture(f"https://host/{written.partition('?')[0].lstrip('/')}"):
        yield written if written.startswith("/") else f"/{written}"


def _asked_for_original(builder: Builder, parts: SplitResult) -> Iterator[str]:
    pairs = _pairs(parts.query)
    if builder.drop and not builder.forms and _keeps(builder, parts.hostname or ""):
        yield urlunsplit(parts._replace(query=_without(parts.query, builder.drop)))
    if builder.put is None:
        return
    key, looks, original = builder.put
    if any(name == key and re.fullmatch(looks, value) for name, value in pairs):
        asked = [(name, original if name == key else value) for name, value in pairs]
        yield urlunsplit(parts._replace(query=urlencode(asked)))


def _without_size(parts: SplitResult) -> Iterator[str]:
    kept = _without(parts.query, RESIZE_KEYS)
    url = urlunsplit(parts)
    named = names_picture(url) or is_picture_host(parts.hostname or "")
    if named and len(_pairs(kept)) < len(_pairs(parts.query)):
        yield urlunsplit(parts._replace(query=kept))


def _without(query: str, keys: frozenset[str]) -> str:
    pairs = _pairs(query)
    kept = [(key, value) for key, value in pairs if key.lower() not in keys]
    return query if len(kept) == len(pairs) else urlencode(kept)


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=64)
    except ValueError:
        return []


@lru_cache(maxsize=4096)
def _keeps(builder: Builder, host: str) -> bool:
    return any(_compiled(pattern).fullmatch(host) for pattern in builder.hosts)
