"""The files of a user of a wiki: those they uploaded last, and those that others overwrote."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from auditor.dataclass import dataclass
from auditor.domain.photos.photo import Photo
from auditor.errors import PayloadBroken, SourceError
from auditor.markup.payload import require_ok
from auditor.messages import _
from auditor.ports import Answer, Http
from auditor.sources.mediawiki.payloads import (
    LOG_GOES_ON,
    MOST_VERSIONS,
    FilePage,
    parse_files,
    parse_uploads,
    parse_versions,
)
from auditor.sources.mediawiki.shown import BOX, with_shown

FORMAT = {"format": "json", "formatversion": "2"}
_PAGE = "500"  # the most that the list gives (mediawiki.org/wiki/API:Allimages)
_TITLES = 50  # the most that one request may name (mediawiki.org/wiki/API:Query)
_TITLES_LENGTH = 4000
"""Characters of all titles in one address: servers refuse about 8 kB."""
_LOG_PAGE = "500"  # the most that the log gives (mediawiki.org/wiki/API:Logevents)
_INFO = {
    "prop": "imageinfo",
    "iiprop": "url|size|mime|timestamp|user|comment|archivename|commonmetadata|extmetadata",
    "iilimit": str(MOST_VERSIONS),
}
_SHOWN = {"iiurlwidth": str(BOX[0]), "iiurlheight": str(BOX[1])}


@dataclass(frozen=True, slots=True)
class Where:
    """The address of api.php, a user of that wiki, and the account they are."""

    api: str
    user: str
    account: str


def file_list(user: str, log: str | None, *, shown: bool = True) -> dict[str, str]:
    """Return what to ask for the files whose last version `user` uploaded, with old versions.

    `shown` asks for what their pages show, too: then an answer holds 50 versions at most.

    `log` is where their upload log goes on, "" at its start; None leaves it out. Both lists go by
    time, so that what the log names is listed soon after, or was overwritten by somebody else.
    """
    files = {
        "action": "query",
        "generator": "allimages",
        "gaisort": "timestamp",
        "gaiuser": user,
        "gailimit": _PAGE,
        **_INFO,
        **(_SHOWN if shown else {}),
        **FORMAT,
    }
    return files if log is None else {**files, **_log(user, log)}


async def read_files(
    where: Where,
    proceed: Mapping[str, str],
    http: Http,
    log: str | None,
    *,
    shown: bool,
) -> FilePage:
    """Return one page of files, and of the upload log from `log` on; see `file_list`.

    A log that is closed to strangers is told, and the files are listed without it.
    """
    params = file_list(where.user, log, shown=shown)
    try:
        return await _files(where, {**_kept(proceed, params), **params}, http)
    except SourceError as error:
        if log is None:
            raise
        params = file_list(where.user, None, shown=shown)
        page = await _files(where, {**_kept(proceed, params), **params}, http)
        return replace(page, uploads=(), log=None, notes=(*page.notes, _no_log(error)))


async def read_log(api: str, user: str, log: str, http: Http) -> FilePage:
    """Return the files that one page of the user's upload log names.

    A version that somebody else overwrote stays public, and no list of files names it.
    """
    try:
        params = {"action": "query", **_log(user, log), **FORMAT}
        answer = await http.get(api, params=params, purpose="upload log")
        return parse_uploads(require_ok(answer, _("upload log")).body)
    except SourceError as error:
        return FilePage(notes=(_no_log(error),))


def _no_log(error: SourceError) -> str:
    told = _("Files that others overwrote could not be looked for: {reason}")
    return told.format(reason=error.message)


def _log(user: str, log: str) -> dict[str, str]:
    asked = {
        "list": "logevents",
        "letype": "upload",
        "leuser": user,
        "leprop": "title",
        "ledir": "newer",
        "lelimit": _LOG_PAGE,
    }
    return {**asked, LOG_GOES_ON: log} if log else asked


async def read_overwritten(where: Where, titles: Sequence[str], http: Http) -> FilePage:
    """Return the photos that the user uploaded among all versions of the files called `titles`.

    With what their pages show.
    """
    named = {"action": "query", "titles": "|".join(titles), "redirects": "1"}
    asked = {**named, **_INFO, **_SHOWN, **FORMAT}
    photos: list[Photo] = []
    whole = FilePage()
    rest: Mapping[str, str] = {}
    for _number in range(_TITLES):
        page = await _files(where, {**rest, **asked}, http)
        photos += page.photos
        whole = replace(whole, lost=whole.lost + page.lost, notes=(*whole.notes, *page.notes))
        if page.proceed is None or page.proceed == rest:
            break
        rest = _kept(page.proceed, asked)
    return replace(whole, photos=tuple(photos), notes=tuple(dict.fromkeys(whole.notes)))


async def add_shown(page: FilePage, where: Where, http: Http) -> FilePage:
    """Return a page of files with what the wiki shows of each; see `with_shown`."""

    async def ask(titles: Sequence[str]) -> list[Photo]:
        found: list[Photo] = []
        while titles:
            some = portion(titles)
            told = await read_overwritten(where, some, http)
            found += told.photos
            titles = titles[len(some) :]
        return found

    try:
        return replace(page, photos=await with_shown(page.photos, ask))
    except SourceError as error:
        told = _("What the wiki shows of its files could not be read: {reason}")
        return replace(page, notes=(*page.notes, told.format(reason=error.message)))


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


async def _files(where: Where, params: Mapping[str, str], http: Http) -> FilePage:
    answer = require_ok(await http.get(where.api, params=params, purpose="files"), _("files"))
    return await file_page(answer, where.user, where.account, params.get("iicontinue", ""))


async def file_page(answer: Answer, user: str, account: str, begun: str = "") -> FilePage:
    """Return the page of files in an answer; see `parse_files`."""
    page = await asyncio.to_thread(parse_files, answer.body, answer.url, account, user, begun)
    if not page.cut:
        return page
    told = _("A file has more than {count} versions; older ones were not listed.")
    return replace(page, notes=(*page.notes, told.format(count=MOST_VERSIONS)))


def _kept(proceed: Mapping[str, str], asked: Mapping[str, str]) -> dict[str, str]:
    """Return what the wiki says to send to go on; it cannot change what is asked."""
    return {key: value for key, value in proceed.items() if key not in asked}


def portion(titles: Sequence[str]) -> Sequence[str]:
    """Return as many of the first titles as one request may name; at least one."""
    length = 0
    for count, title in enumerate(titles[:_TITLES]):
        length += len(quote(title)) + 3
        if count and length > _TITLES_LENGTH:
            return titles[:count]
    return titles[:_TITLES]
