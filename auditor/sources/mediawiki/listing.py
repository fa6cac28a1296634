"""The files of a user of a wiki: those they uploaded last, and those that others overwrote."""

from __future__ import annotations

import asyncio
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from auditor.domain.photos.photo import Photo
from auditor.errors import PayloadBroken, SourceError
from auditor.markup.payload import require_ok
from auditor.messages import _
from auditor.ports import Http
from auditor.sources.mediawiki.payloads import (
    MOST_VERSIONS,
    FilePage,
    parse_files,
    parse_uploads,
    parse_versions,
)

FORMAT = {"format": "json", "formatversion": "2"}
_PAGE = "50"  # the most that imageinfo gives with metadata (mediawiki.org/wiki/API:Imageinfo)
_TITLES = 50  # the most that one request may name (mediawiki.org/wiki/API:Query)
_TITLES_LENGTH = 4000
"""Characters of all titles in one address: servers refuse about 8 kB."""
_LOG_PAGE = "500"  # the most that the log gives (mediawiki.org/wiki/API:Logevents)
_INFO = {
    "prop": "imageinfo",
    "iiprop": "url|size|mime|timestamp|user|comment|archivename|commonmetadata|extmetadata",
    "iilimit": str(MOST_VERSIONS),
    # the file page shows 800 x 600 px unless the reader chose otherwise ($wgImageLimits,
    # default 2)
    "iiurlwidth": "800",
    "iiurlheight": "600",
}


async def read_files(
    api: str, user: str, account: str, proceed: Mapping[str, str], http: Http
) -> FilePage:
    """Return one page of the files whose last version `user` uploaded, with their old versions."""
    params = {
        "action": "query",
        "generator": "allimages",
        "gaisort": "timestamp",
        "gaiuser": user,
        "gailimit": _PAGE,
        **_INFO,
        **FORMAT,
    }
    return await _files(api, {**_kept(proceed, params), **params}, user, account, http)


async def read_overwritten(
    api: str,
    user: str,
    account: str,
    proceed: Mapping[str, str],
    http: Http,
    known: Container[str],
) -> FilePage:
    """Return the photos of one page of the user's upload log, those of `known` titles left out.

    A version that somebody else overwrote stays public, and no list of files names it.
    """
    params = {
        "action": "query",
        "list": "logevents",
        "letype": "upload",
        "leuser": user,
        "leprop": "title",
        "lelimit": _LOG_PAGE,
        **FORMAT,
    }
    try:
        answer = require_ok(
            await http.get(api, params={**_kept(proceed, params), **params}, purpose="upload log"),
            _("upload log"),
        )
        titles, following = parse_uploads(answer.body)
    except SourceError as error:
        told = _("Files that others overwrote could not be looked for: {reason}")
        return FilePage((), None, notes=(told.format(reason=error.message),))
    photos: list[Photo] = []
    whole = FilePage((), following)
    for some in _portions([title for title in titles if title not in known]):
        asked = {"action": "query", "titles": "|".join(some), "redirects": "1", **_INFO, **FORMAT}
        rest: Mapping[str, str] = {}
        for _number in range(_TITLES):
            page = await _files(api, {**rest, **asked}, user, account, http)
            photos += page.photos
            whole = replace(whole, lost=whole.lost + page.lost, notes=(*whole.notes, *page.notes))
            if page.proceed is None or page.proceed == rest:
                break
            rest = _kept(page.proceed, asked)
    return replace(whole, photos=tuple(photos), notes=tuple(dict.fromkeys(whole.notes)))


async def versions_of(api: str, title: str, http: Http) -> tuple[str, ...] | None:
    """Return the addresses of every version of a file that the wiki at `api` still has.

    None where there is no wiki. Raises LoginNeeded, SourceError or NetworkError.
    """
    asked = {
        "action": "query",
        "titles": title,
        "redirects": "1",
        "prop": "imageinfo",
        "iiprop": "url|archivename",
        "iilimit": "500",
        **FORMAT,
    }
    found: list[str] = []
    rest: Mapping[str, str] = {}
    for _number in range(_TITLES):
        answer = await http.get(api, params={**rest, **asked}, purpose="older versions")
        if answer.gone:
            return None
        try:
            urls, proceed = parse_versions(require_ok(answer, _("files")).body, answer.url)
        except PayloadBroken:
            return None
        found += urls
        if proceed is None or proceed == rest:
            break
        rest = _kept(proceed, asked)
    return tuple(dict.fromkeys(found))


async def _files(
    api: str, params: Mapping[str, str], user: str, account: str, http: Http
) -> FilePage:
    answer = require_ok(await http.get(api, params=params, purpose="files"), _("files"))
    page = await asyncio.to_thread(parse_files, answer.body, answer.url, account, user)
    if not page.cut:
        return page
    told = _("A file has more than {count} versions; older ones were not listed.")
    return replace(page, notes=(*page.notes, told.format(count=MOST_VERSIONS)))


def _kept(proceed: Mapping[str, str], asked: Mapping[str, str]) -> dict[str, str]:
    """Return what the wiki says to send to go on; it cannot change what is asked."""
    return {key: value for key, value in proceed.items() if key not in asked}


def _portions(titles: Sequence[str]) -> Iterator[list[str]]:
    some: list[str] = []
    length = 0
    for title in titles:
        longer = len(quote(title)) + 3
        if some and (len(some) == _TITLES or length + longer > _TITLES_LENGTH):
            yield some
            some, length = [], 0
        some.append(title)
        length += longer
    if some:
        yield some
