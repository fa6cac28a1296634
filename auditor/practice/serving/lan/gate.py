"""The door of a seat on a network: whoever has an owner code may act as the owner there.

A code works once. It is changed for a cookie, so that nobody finds it in an address or a page.
"""

from __future__ import annotations

import hmac
import math
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie

from auditor.messages import _
from auditor.practice.serving.exchange import Request, Response, html_response, json_response
from auditor.practice.serving.forms import read_form
from auditor.practice.serving.style import esc, page

CODE_PATH = "/owner-code"
"""Where a code is changed for a cookie, on every server of a seat."""
CODES = 2
"""Codes of a seat: one for the browser, one for the program."""
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none of them is taken for another
_GROUPS, _GROUP = 3, 4  # 60 bits
_FREE_GUESSES = 5
_FIRST_WAIT_S, _LONGEST_WAIT_S = 30.0, 900.0
_MOST_CLIENTS = 512
_LONGEST_CODE = 64


def new_code() -> str:
    """Return a code of an owner."""
    return "-".join(
        "".join(secrets.choice(_LETTERS) for _letter in range(_GROUP)) for _part in range(_GROUPS)
    )


class OwnerGate:
    """Knows the codes of one seat that are left, and who changed one.

    Five wrong guesses from an address make it wait, longer each time.
    """

    def __init__(
        self, seat: int, codes: tuple[str, ...], now: Callable[[], float] = time.monotonic
    ) -> None:
        self.seat = seat
        self.codes = codes
        self._left = [_plain(code) for code in codes]
        self._now = now
        self._cookies: list[str] = []
        self._guesses: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def lets_in(self, headers: Mapping[str, str]) -> bool:
        """Whether a request comes from whoever took a code of this seat."""
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self._name)
        except CookieError:
            return False
        given = "" if found is None else found.value
        with self._lock:
            same = [hmac.compare_digest(given.encode(), known.encode()) for known in self._cookies]
        return any(same)

    def take(self, request: Request) -> Response:
        """Answer a form with a code: a cookie for a right one."""
        wants_json = request.headers.get("accept") == "application/json"
        try:
            fields = read_form(request).fields
        except ValueError:
            return self._refuse(_("The form cannot be read."), HTTPStatus.BAD_REQUEST, wants_json)
        origin = request.headers.get("origin")
        if origin not in {None, f"http://{request.headers.get('host', '')}"}:
            said = _("Only this page may ask that.")
            return self._refuse(said, HTTPStatus.FORBIDDEN, wants_json)
        waits = self._waits(request.client)
        if waits > 0:
            return self._slow(waits, wants_json)
        cookie = self._change(fields.get("code", "")[:_LONGEST_CODE])
        self._note(request.client, right=bool(cookie))
        if not cookie:
            said = _("That is no code of this seat, or it was used before.")
            return self._refuse(said, HTTPStatus.FORBIDDEN, wants_json, fields.get("back", ""))
        headers = {"Set-Cookie": f"{self._name}={cookie}; HttpOnly; SameSite=Strict; Path=/"}
        if wants_json:
            return json_response({"done": True}, headers=headers)
        headers["Location"] = _own_path(fields.get("back", ""))
        return Response(b"", "text/plain", HTTPStatus.SEE_OTHER, headers)

    def ask(self, request: Request) -> Response:
        """Return the page that asks for a code where only the owner may go on."""
        wants_json = request.headers.get("accept") == "application/json"
        back = request.path if request.method != "POST" else ""
        return self._refuse("", HTTPStatus.FORBIDDEN, wants_json, back)

    @property
    def _name(self) -> str:
        """The cookie's: all seats share one host, whose cookies go to every port."""
        return f"owner-{self.seat}"

    def _change(self, code: str) -> str:
        """Return a cookie for a code that is left and is no more then, "" for any other."""
        given = _plain(code).encode()
        with self._lock:
            # all of them are compared, so that the time tells nothing
            same = [hmac.compare_digest(given, known.encode()) for known in self._left]
            if not any(same):
                return ""
            del self._left[same.index(True)]
            self._cookies.append(secrets.token_urlsafe(32))
            return self._cookies[-1]

    def _waits(self, client: str) -> float:
        with self._lock:
            _wrong, until = self._guesses.get(client, (0, 0.0))
        return until - self._now()

    def _note(self, client: str, *, right: bool) -> None:
        with self._lock:
            wrong, _until = self._guesses.pop(client, (0, 0.0))
            if right:
                return
            further = wrong + 1 - _FREE_GUESSES
            wait = min(_FIRST_WAIT_S * 2.0 ** min(further, 10), _LONGEST_WAIT_S)
            self._guesses[client] = wrong + 1, self._now() + wait if further >= 0 else 0.0
            if len(self._guesses) > _MOST_CLIENTS:
                self._guesses.popitem(last=False)

    def _slow(self, waits: float, wants_json: bool) -> Response:
        seconds = math.ceil(waits)
        said = _("Too many wrong codes. Try again in {seconds} s.").format(seconds=seconds)
        made = self._refuse(said, HTTPStatus.TOO_MANY_REQUESTS, wants_json)
        headers = {**made.headers, "Retry-After": str(seconds)}
        return Response(made.body, made.mime, made.status, headers)

    def _refuse(self, why: str, status: int, wants_json: bool, back: str = "") -> Response:
        asks = _("This page is the owner's of seat {number}.").format(number=self.seat)
        if wants_json:
            return json_response({"done": False, "error": why or asks}, status)
        told = f"<p><b>{esc(why)}</b></p>" if why else ""
        hint = _("Type the owner code from your card. It works once, in this browser.")
        body = (
            f"<main><h1>{esc(_('Owner code'))}</h1>{told}<p>{esc(asks)}</p>"
            f'<form method="post" action="{CODE_PATH}"><p>{esc(hint)}</p>'
            f'<input type="hidden" name="back" value="{esc(_own_path(back))}">'
            f'<label>{esc(_("Owner code"))} <input name="code" autocomplete="off" '
            f'autocapitalize="characters" spellcheck="false" required></label> '
            f"<button>{esc(_('Go on'))}</button></form></main>"
        )
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
        return html_response(page(_("Owner code"), body), status, headers)


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _own_path(path: str) -> str:
    """Return a path of the server that is asked, never an address elsewhere."""
    own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if own else "/"
