"""Captures in the Wayback Machine, from its index (CDX).

https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server (README, CDXServer.java).
Nothing is collapsed or filtered there: collapsing compares neighbouring rows and drops the last
capture of a group, and a filtered search may end early without saying so.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote_plus, urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.findings.verify import Archive
from auditor.domain.outside.copies import EVERYTHING_BELOW, CaptureAnswer, WebArchive
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

PATH = "/cdx/search/cdx"
PURPOSE = "copies in the Wayback Machine"
MOST_ROWS = 5_000
"""Rows asked for at once."""
MOST_ASKED = 6
"""Requests for one address at most: 30,000 captures. The server's own limit is 150,000 rows."""
_FIELDS = "urlkey,timestamp,original,mimetype,statuscode,digest"
_EXCLUDED = (b"AdministrativeAccessControlException", b"RobotAccessControlException")
"""Stand in an answer about an address that the archive keeps closed (edgi-govdata-archiving/
wayback#34, iipc/openwayback#361), with status 403 or 200."""
_ERROR_HEADER = "x-archive-wayback-runtime-error"
_Rows = msgspec.json.Decoder(list[list[str]])


@dataclass(frozen=True, slots=True)
class _Page:
    """One answer: its rows, where the next ones begin, or why it tells nothing."""

    rows: tuple[CaptureRow, ...] = ()
    resume: str = ""
    refused: NoAnswer | None = None


class WaybackCaptures:
    """The index of the Wayback Machine: one request for an address, more where it has many rows."""

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")

    @property
    def name(self) -> str:
        """See ports.Lookup."""
        return WebArchive.WAYBACK

    def outgoing(self, items: Iterable[str]) -> Outgoing:
        """See ports.Lookup; `items` are addresses, with a final * for everything below."""
        host = urlsplit(self._base).netloc
        path, scheme = urlsplit(self._base).path + PATH, urlsplit(self._base).scheme
        asked = tuple(dict.fromkeys(items))
        return Outgoing(
            self.name,
            host,
            _(
                "Sent to {host} (Wayback Machine of the Internet Archive): these addresses of "
                "yours, one by one, from your connection. Where one has more than {rows} captures, "
                "up to {times} more requests with the same fields and the answer's resumeKey."
            ).format(host=host, rows=MOST_ROWS, times=MOST_ASKED - 1),
            asked,
            tuple(
                OutgoingRequest("GET", host, path, tuple(_params(item).items()), scheme)
                for item in asked
            ),
        )

    async def ask(self, consent: Consent, http: Http) -> dict[str, CaptureAnswer]:
        """See ports.Lookup."""
        return {item: await self._answer(item, http) for item in consent.items_for(self.name)}

    async def _answer(self, item: str, http: Http) -> CaptureAnswer:
        rows: list[CaptureRow] = []
        resume, refused = "", None
        for _turn in range(MOST_ASKED):
            page = await self._page(item, resume, http)
            rows += page.rows
            refused = page.refused
            if refused or not page.resume or page.resume == resume:
                break
            resume = page.resume
        else:
            refused = NoAnswer(_("only the first {n} captures were read").format(n=len(rows)))
        found = captured(rows, self._at)
        if refused is None:
            return CaptureAnswer(Archive.FOUND if found else Archive.NONE_FOUND, found)
        state = Archive.FOUND if found else Archive.COULD_NOT_TELL
        return CaptureAnswer(state, found, refused.reason, refused.down)

    async def _page(self, item: str, resume: str, http: Http) -> _Page:
        params = _params(item) | ({"resumeKey": resume} if resume else {})
        try:
            answer = await http.get(
                self._base + PATH,
                params=params,
                purpose=PURPOSE,
                max_bytes=MAX_BYTES,
                hidden=(item,),
            )
        except NetworkError as error:
            return _Page(refused=no_answer(error))
        return parse(answer)

    def _at(self, row: CaptureRow) -> str:
        return f"{self._base}/web/{row.timestamp}/{row.url}"


def _params(item: str) -> dict[str, str]:
    below = item.endswith(EVERYTHING_BELOW)
    return {
        "url": item.removesuffix(EVERYTHING_BELOW),
        "matchType": "prefix" if below else "exact",
        "output": "json",
        "fl": _FIELDS,
        "limit": str(MOST_ROWS),
        "showResumeKey": "true",
    }


def parse(answer: Answer) -> _Page:
    """Return what one answer holds.

    A list of lists: the names of the fields, the captures, and where more are left an empty list
    and a list with the resume key, which is escaped. `[]`: no captures. An empty body is what the
    server writes of an address that it keeps closed.
    """
    refused = _refused(answer)
    if refused is not None:
        return _Page(refused=refused)
    try:
        lines = _Rows.decode(answer.body)
    except msgspec.MsgspecError:
        return _Page(refused=not_documented())
    resume = ""
    if lines[-2:-1] == [[]] and len(lines[-1]) == 1:
        resume = unquote_plus(lines[-1][0])
        lines = lines[:-2]
    names, captures = (lines[0], lines[1:]) if lines else ([], [])
    told = [dict(zip(names, line, strict=False)) for line in captures]
    rows = [row_of(each, url="original", mime="mimetype", status="statuscode") for each in told]
    read = tuple(row for row in rows if row is not None)
    if lines and ("urlkey" not in names or len(read) < len(rows)):
        return _Page(read, refused=not_documented())
    return _Page(read, resume)


def _refused(answer: Answer) -> NoAnswer | None:
    """Return why an answer tells nothing; None where it may."""
    said = answer.body + answer.headers.get(_ERROR_HEADER, "").encode()
    if any(mark in said for mark in _EXCLUDED):
        return NoAnswer(_("the archive does not show it: it is excluded there"))
    if not answer.ok:
        return not_usable(answer)
    if not answer.body.strip():
        return NoAnswer(_("the archive answered with nothing, as it does of what it does not show"))
    return None
