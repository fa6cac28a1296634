"""The page on which a phone votes. Any server of the range may put it at a path of its own.

A browser votes once: it is known by a cookie that this page gave it, which names nobody and is of
no use elsewhere. Whoever deletes it can vote again; a vote of a class decides nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie

from auditor.messages import _
from auditor.practice.serving.exchange import Request, Response, html_response, not_found
from auditor.practice.serving.forms import read_form
from auditor.practice.serving.style import esc, page
from auditor.practice.serving.voting.ballot import Ballot, OpenVote

_COOKIE = "voter"
_LOOK = """
body{font-size:20px}main{max-width:34rem;padding-top:24px}h1{font-size:1.4rem;line-height:1.3}
button{display:block;width:100%;margin:0 0 14px;padding:18px 20px;font:inherit;text-align:left;
color:var(--ink);background:var(--card);border:2px solid var(--accent);border-radius:12px}
button:focus-visible{outline:4px solid var(--accent);outline-offset:3px}
"""


class VotePage:
    """Shows what is voted on and takes one vote a browser.

    Answers GET and POST at whatever path it is put; its form goes back to the same path.
    """

    def __init__(self, ballot: Ballot) -> None:
        self._ballot = ballot
        self._key = secrets.token_bytes(32)

    def __call__(self, request: Request) -> Response:
        """Answer a request."""
        if request.method == "POST":
            return self._take(request)
        if request.method not in {"GET", "HEAD"}:
            return not_found()
        mark = self._mark_of(request)
        return self._shown(mark or secrets.token_hex(16), fresh=not mark)

    def _shown(self, mark: str, *, fresh: bool = False, status: int = HTTPStatus.OK) -> Response:
        vote = self._ballot.vote
        if vote is None:
            body = f"<h1>{esc(_('Nothing is voted on just now.'))}</h1>{_again()}"
        elif self._ballot.voted(mark):
            body = f"<h1>{esc(_('Your vote is counted.'))}</h1>"
            body += f"<p>{esc(_('How many chose what is shown to all.'))}</p>{_again()}"
        else:
            body = self._choices(vote, mark)
        headers = {
            "Content-Security-Policy": (
                "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
                "base-uri 'none'; frame-ancestors 'none'"
            ),
            "Cache-Control": "no-store",
            "Referrer-Policy": "same-origin",
        }
        if fresh:
            signed = f"{mark}.{self._sign(mark)}"
            headers["Set-Cookie"] = f"{_COOKIE}={signed}; Path=/; HttpOnly; SameSite=Strict"
        html = page(_("Vote"), f"<main>{body}</main>", look=_LOOK)
        return html_response(html, status, headers=headers)

    def _choices(self, vote: OpenVote, mark: str) -> str:
        token = self._sign(f"{mark} {vote.number}")
        buttons = "".join(
            f'<button name="choice" value="{place}">{esc(choice)}</button>'
            for place, choice in enumerate(vote.choices)
        )
        return (
            f'<h1>{esc(vote.ask)}</h1><form method="post" action="?">'
            f'<input type="hidden" name="vote" value="{vote.number}">'
            f'<input type="hidden" name="token" value="{token}">{buttons}</form>'
            f'<p class="soft">{esc(_("Only how many chose each is kept. You need not vote."))}</p>'
        )

    def _take(self, request: Request) -> Response:
        """Count a vote that this page's own form sent."""
        mark = self._mark_of(request)
        try:
            fields = read_form(request).fields
            number, choice = (int(fields.get(name, "")[:6]) for name in ("vote", "choice"))
        except ValueError:
            return html_response(_refused(), HTTPStatus.BAD_REQUEST)
        token = self._sign(f"{mark} {number}")
        if not mark or not hmac.compare_digest(fields.get("token", "").encode(), token.encode()):
            return html_response(_refused(), HTTPStatus.FORBIDDEN)
        self._ballot.cast(mark, number, choice)
        return Response(b"", "text/plain", HTTPStatus.SEE_OTHER, {"Location": "?"})

    def _mark_of(self, request: Request) -> str:
        """Return the mark of a browser that this page knows, empty for any other."""
        cookies = SimpleCookie()
        try:
            cookies.load(request.headers.get("cookie", ""))
        except CookieError:
            return ""
        told = cookies[_COOKIE].value if _COOKIE in cookies else ""
        mark, _dot, signature = told.partition(".")
        known = hmac.compare_digest(signature.encode(), self._sign(mark).encode())
        return mark if mark and known else ""

    def _sign(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()[:32]


def _again() -> str:
    return f'<p><a href="?">{esc(_("Look again"))}</a></p>'


def _refused() -> str:
    title = _("Not counted")
    body = f"<h1>{esc(title)}</h1><p>{esc(_('Open the page anew and choose again.'))}</p>{_again()}"
    return page(title, f"<main>{body}</main>", look=_LOOK)
