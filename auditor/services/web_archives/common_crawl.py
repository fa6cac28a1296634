"""Captures in the newest crawls of Common Crawl, from its indexes.

https://github.com/webrecorder/pywb/blob/main/docs/manual/cdxserver_api.rst and answers recorded by
https://github.com/cocrawler/cdx_toolkit. `collinfo.json` lists the crawls, the newest first. An
index answers with a JSON object a line, or with 404 and "No Captures found".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import field
from urllib.parse import quote, urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.findings.verify import Archive
from auditor.domain.outside.copies import EVERYTHING_BELOW, CaptureAnswer, Captured, WebArchive
from auditor.domain.text.foreign_text import clean
from auditor.errors import NetworkError
from auditor.messages import _
from auditor.ports import Answer, Consent, Http, Outgoing, OutgoingRequest
from auditor.services.web_archives.rows import (
    MAX_BYTES,
    CaptureRow,
    NoAnswer,
    captured,
    no_answer,
    not_documented,
    not_usable,
    row_of,
)

PURPOSE = "copies in Common Crawl"
CRAWLS = 3
"""How many of the newest crawls are asked, each of which is one request for each address. A
judgement: about one is made a month, and the list goes back to 2008."""
MOST_ROWS = 5_000
"""Rows asked for: fewer than the 12,000 that the index reads at least without pages (five blocks
of 3,000), so that fewer than this are all there are."""
LIST = "/collinfo.json"
_FIELDS = "urlkey,timestamp,url,mime,status,digest"
_CRAWL = re.compile(r"CC-MAIN-\d{4}-[\d-]{2,9}")
_NOTHING = b"No Captures found"
_MESSAGE = 200
"""Bytes in which an answer that found nothing says so: {"message": "No Captures found for: …"}."""
_NOT_FOUND = 404
_Lists = msgspec.json.Decoder(list[dict[str, object]])
_Line = msgspec.json.Decoder(dict[str, object])


@dataclass(slots=True)
class _Run:
    """The crawls that are asked in one run, or why they are not known."""

    crawls: tuple[str, ...] = ()
    refused: NoAnswer | None = None


@dataclass(slots=True)
class _Said:
    """What the crawls said of one address so far."""

    rows: list[tuple[str, CaptureRow]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    down: bool = False


class CommonCrawl:
    """The indexes of Common Crawl: one request for the list, one for each address and crawl."""

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")
        self._run: _Run | None = None

    @property
    def name(self) -> str:
        """See ports.Lookup."""
        return WebArchive.COMMON_CRAWL

    def outgoing(self, items: Iterable[str]) -> Outgoing:
        """See ports.Lookup; `items` are addresses, with a final * for everything below."""
        root = urlsplit(self._base)
        asked = tuple(dict.fromkeys(items))
        requests = [OutgoingRequest("GET", root.netloc, root.path + LIST, (), root.scheme)]
        requests += [
            OutgoingRequest(
                "GET",
                root.netloc,
                f"{root.path}/CRAWL-{number}-index",
                tuple(_params(item).items()),
                root.scheme,
            )
            for item in asked
            for number in range(1, CRAWLS + 1)
        ]
        return Outgoing(
            self.name,
            root.netloc,
            _(
                "Sent to {host} (Common Crawl): these addresses of yours, one by one, from your "
                "connection, to the index of each of the newest {n} crawls. CRAWL-1 to CRAWL-{n} "
                "stand for their names, which the first answer tells."
            ).format(host=root.netloc, n=CRAWLS),
            asked,
            tuple(requests) if asked else (),
        )

    async def ask(self, consent: Consent, http: Http) -> dict[str, CaptureAnswer]:
        """See ports.Lookup. The list of crawls is asked for once, and again after a failure."""
        items = consent.items_for(self.name)
        if items and (self._run is None or self._run.refused):
            self._run = await self._newest(items, http)
        return {item: await self._answer(item, http) for item in items}

    async def _newest(self, items: Sequence[str], http: Http) -> _Run:
        try:
            answer = await http.get(
                self._base + LIST, purpose=PURPOSE, max_bytes=MAX_BYTES, hidden=items
            )
        except NetworkError as error:
            return _Run(refused=no_answer(error))
        if not answer.ok:
            return _Run(refused=not_usable(answer))
        crawls = parse_list(answer.body)
        if not crawls:
            return _Run(refused=not_documented())
        return _Run(crawls[:CRAWLS])

    async def _answer(self, item: str, http: Http) -> CaptureAnswer:
        run = self._run or _Run()
        if run.refused is not None:
            return CaptureAnswer(Archive.COULD_NOT_TELL, (), run.refused.reason, down=True)
        said = _Said()
        for crawl in run.crawls:
            await self._ask_crawl(crawl, item, said, http)
            if said.down:
                break
        names = ", ".join(run.crawls)
        found = self._captured(said)
        if said.reasons:
            state = Archive.FOUND if found else Archive.COULD_NOT_TELL
            return CaptureAnswer(state, found, "; ".join(dict.fromkeys(said.reasons)), said.down)
        asked = _("asked were only the newest crawls: {names}").format(names=names)
        return CaptureAnswer(Archive.FOUND if found else Archive.NONE_FOUND, found, asked)

    async def _ask_crawl(self, crawl: str, item: str, said: _Said, http: Http) -> None:
        try:
            answer = await http.get(
                f"{self._base}/{crawl}-index",
                params=_params(item),
                purpose=PURPOSE,
                max_bytes=MAX_BYTES,
                hidden=(item,),
            )
        except NetworkError as error:
            said.reasons.append(no_answer(error).reason)
            said.down = True
            return
        rows, refused = parse(answer)
        said.rows += [(crawl, row) for row in rows]
        if refused is not None:
            said.reasons.append(f"{crawl}: {refused.reason}")
            said.down = refused.down

    def _captured(self, said: _Said) -> tuple[Captured, ...]:
        crawl_of = {row: crawl for crawl, row in said.rows}

        def at(row: CaptureRow) -> str:
            where = f"{self._base}/{crawl_of[row]}-index"
            return f"{where}?url={quote(row.url, safe='')}&output=json"

        return captured((row for _crawl, row in said.rows), at)


def _params(item: str) -> dict[str, str]:
    below = item.endswith(EVERYTHING_BELOW)
    return {
        "url": item.removesuffix(EVERYTHING_BELOW),
        "matchType": "prefix" if below else "exact",
        "output": "json",
        "fl": _FIELDS,
        "limit": str(MOST_ROWS),
    }


def parse_list(body: bytes) -> tuple[str, ...]:
    """Return the names of the crawls in the list, in its order; none where it is no such list."""
    try:
        listed = _Lists.decode(body)
    except msgspec.MsgspecError:
        return ()
    names = (entry.get("id") for entry in listed)
    return tuple(name for name in names if isinstance(name, str) and _CRAWL.fullmatch(name))


def parse(answer: Answer) -> tuple[tuple[CaptureRow, ...], NoAnswer | None]:
    """Return the captures in one answer, and why it tells nothing or not all."""
    if _NOTHING in answer.body[:_MESSAGE] and (answer.ok or answer.status == _NOT_FOUND):
        return (), None
    if not answer.ok:
        return (), not_usable(answer)
    lines = [line for line in answer.body.splitlines() if line.strip()]
    rows = tuple(row for row in map(_row, lines) if row is not None)
    refused = None
    if not lines:
        refused = NoAnswer(_("the archive answered with nothing"))
    elif len(rows) < len(lines):
        refused = not_documented()
    elif len(rows) >= MOST_ROWS:
        refused = NoAnswer(_("only the first {n} captures were read").format(n=len(rows)))
    return rows, refused


def _row(line: bytes) -> CaptureRow | None:
    try:
        told = _Line.decode(line)
    except msgspec.MsgspecError:
        return None
    fields = {name: clean(text, 4000) for name, text in told.items() if isinstance(text, str)}
    return row_of(fields, url="url", mime="mime", status="status")
