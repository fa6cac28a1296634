"""A host on which pictures of a person were put up by somebody else, and what it does with them.

Every link has a file, `/i/KEY.jpg`, and a page that holds it, `/v/KEY`. What they answer is told by
`auditor/practice/hosting.py` and the clock of the host, which /clock (a form on its first page) and
/control (JSON, with the token of the range) set.
"""

from __future__ import annotations

import json
import threading
from http import HTTPStatus

from auditor.messages import _
from auditor.practice.catalogue import AVATAR, BANNER, Shot
from auditor.practice.hosting import WEEK_H, HostAnswer, HostedLink, hosted
from auditor.practice.serving.exchange import (
    Request,
    Response,
    html_response,
    json_response,
    not_found,
)
from auditor.practice.serving.forms import read_form
from auditor.practice.serving.style import BUTTONS, HOST, esc, page
from auditor.practice.serving.world import World

_PUT_UP = 900
"""Number of the shot that was put up: it stands on none of the person's own accounts."""
_SIZE = (1024, 768)
_SMALLER = 480  # px, the longer side of the smaller copy
_ANEW = "fresh"  # an edit that changes nothing but how the file is saved
_SIGN = b"""<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480" viewBox="0 0 640 480">
<rect width="640" height="480" fill="#ccc"/><text x="320" y="250" text-anchor="middle"
font-size="40">image removed</text></svg>"""
_REFUSED = {
    HostAnswer.UNAUTHORISED: (HTTPStatus.UNAUTHORIZED, "401 Unauthorized"),
    HostAnswer.FORBIDDEN: (HTTPStatus.FORBIDDEN, "403 Forbidden"),
    HostAnswer.TOO_MANY: (HTTPStatus.TOO_MANY_REQUESTS, "429 Too Many Requests"),
    HostAnswer.LAW: (HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS, "451 Unavailable"),
    HostAnswer.NOT_FOUND: (HTTPStatus.NOT_FOUND, "404 Not Found"),
    HostAnswer.REMOVED: (HTTPStatus.GONE, "410 Gone"),
    HostAnswer.SILENT: (HTTPStatus.SERVICE_UNAVAILABLE, "503 Service Unavailable"),
}
_SAYS = {
    HostAnswer.OWN_WORDS: ("Removed - Pictures", "<p>This picture has been removed.</p>"),
    HostAnswer.COUNTRY: (
        "Not available",
        "<p>This content is not available in your country.</p>",
    ),
}
"""Titles and bodies of pages with status 200."""
_BANNER = (
    '<nav class="sign" aria-label="Host"><a href="/">'
    '<img src="/banner.jpg" alt="Pictures"></a></nav>'
)
"""Stands on top of every page, also of those that say that there is nothing."""
_LOOK = HOST + BUTTONS
_FRESH = {"Cache-Control": "no-store"}


class PictureHost:
    """One host with pictures and pages that hold them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.state = world.hosting
        self._never = threading.Event()
        self.links = tuple(link for key in world.cast.links if (link := hosted(key)))

    def __call__(self, request: Request) -> Response:  # noqa: C901, PLR0911 - a table of routes reads best in one match
        """Answer a request."""
        parts = [part for part in request.path.split("/") if part]
        match parts:
            case []:
                return html_response(self._home(), headers=_FRESH)
            case ["control"] if request.method == "POST":
                return self._control(request)
            case ["clock"] if request.method == "POST":
                return self._set_by_form(request)
        with self.state.lock:
            self.state.asked[request.path] += 1
            hour = self.state.hour
        match parts:
            case ["i", file] if link := self._hosted(file.removesuffix(".jpg")):
                return self._file(link, link.answer(hour))
            case ["v", key] if link := self._hosted(key):
                return self._page(link, link.answer(hour))
            case ["m" | "n", file] if self._hosted(file.removesuffix(".jpg")):
                return self._picture("", None)
            case ["w", key] if link := self._hosted(key):
                return self._shown(link, f"/m/{link.key}.jpg")
            case ["banner.jpg"]:
                return self._other(BANNER)
            case ["sign.svg"]:
                return Response(_SIGN, "image/svg+xml", headers=_FRESH)
            case ["login"]:
                return self._log_in()
        return not_found()

    def picture(self, *, longest: int | None = None) -> bytes:
        """Return the file that was put up, as the person has it; at most `longest` px a side."""
        shot = self._shot()
        files = self.world.photo_files
        return files.upload(shot) if longest is None else files.resized(shot, "", longest)

    def _shot(self) -> Shot:
        """Return what was put up: a portrait that its person never posted."""
        mara = self.world.cast.people[0]
        kept = self.world.catalogue.profile_shot(mara, AVATAR)
        return Shot(
            mara, _PUT_UP, kept.entry, kept.device, kept.place, kept.taken, _SIZE, "IMG_0900.jpg"
        )

    def _hosted(self, key: str) -> HostedLink | None:
        return next((link for link in self.links if link.key == key), None)

    def _file(self, link: HostedLink, answer: HostAnswer) -> Response:
        """Answer at the address of the file."""
        match answer:
            case HostAnswer.SHOWS | HostAnswer.ENCODED_ANEW:
                return self._picture(_ANEW if answer is HostAnswer.ENCODED_ANEW else "", None)
            case HostAnswer.SMALLER:
                return self._picture("", _SMALLER)
            case HostAnswer.ANOTHER:
                return self._other()
            case HostAnswer.REDIRECTS | HostAnswer.PLACE_HOLDER:
                elsewhere = f"/m/{link.key}.jpg" if answer is HostAnswer.REDIRECTS else "/sign.svg"
                return _to(elsewhere)
            case HostAnswer.NEW_ADDRESS:
                return _refused(HostAnswer.NOT_FOUND)
        return self._instead(answer)

    def _page(self, link: HostedLink, answer: HostAnswer) -> Response:
        """Answer at the address of the page."""
        match answer:
            case HostAnswer.SHOWS | HostAnswer.ENCODED_ANEW | HostAnswer.SMALLER:
                return self._shown(link, f"/i/{link.key}.jpg")
            case HostAnswer.ANOTHER:
                return self._shown(link, f"/i/{link.key}.jpg")
            case HostAnswer.NEW_ADDRESS:
                return self._shown(link, f"/n/{link.key}.jpg")
            case HostAnswer.REDIRECTS:
                return _to(f"/w/{link.key}")
            case HostAnswer.PLACE_HOLDER:
                return self._words('<img src="/sign.svg" alt="" width="640" height="480">')
        return self._instead(answer)

    def _instead(self, answer: HostAnswer) -> Response:
        """Answer at both addresses where neither file nor page is shown."""
        match answer:
            case HostAnswer.WORDS:
                return self._words("")
            case HostAnswer.OWN_WORDS | HostAnswer.COUNTRY:
                return _small(*_SAYS[answer])
            case HostAnswer.LOG_IN_FORM:
                return self._log_in()
            case HostAnswer.LOG_IN:
                return _to("/login")
            case HostAnswer.CHALLENGE:
                return _challenge()
            case HostAnswer.SILENT:
                self._never.wait(self.state.silent_s)
        return _refused(answer)

    def _picture(self, edit: str, longest: int | None) -> Response:
        made = self.world.picture(self._shot(), edit, longest, keep_metadata=longest is None)
        return Response(made.body, made.mime, headers=_FRESH, etag=made.etag)

    def _other(self, number: int = AVATAR) -> Response:
        """Answer with a picture of somebody else, or with what stands on top of every page."""
        shot = self.world.catalogue.profile_shot(self.world.cast.stranger, number)
        made = self.world.picture(shot, "", 480 if number == BANNER else None)
        return Response(made.body, made.mime, headers=_FRESH, etag=made.etag)

    def _shown(self, link: HostedLink, file: str) -> Response:
        base = self.world.bases["host"]
        head = f'<meta property="og:image" content="{base}{file}">'
        body = (
            f'<header class="top">{_BANNER}<h1>Holiday {esc(link.key)}</h1><nav><a href="/">All</a>'
            f'<a href="/login">Log in</a></nav></header><main><figure><img src="{file}" '
            f'alt="somebody at a harbour" width="1024" height="768"></figure>'
            "<p>Put up by nobody_in_particular. 14 people like this.</p></main>"
        )
        return html_response(
            page(f"Holiday {link.key} - Pictures", body, head=head, look=_LOOK), headers=_FRESH
        )

    @staticmethod
    def _words(picture: str) -> Response:
        said = "This picture was not found. It may have been removed."
        return _small("Page not found", f"<h1>404</h1>{picture}<p>{said}</p>")

    @staticmethod
    def _log_in() -> Response:
        form = (
            '<form method="post" action="/login"><label>Name <input name="name"></label>'
            '<label>Password <input type="password" name="password"></label>'
            "<button>Log in</button></form>"
        )
        return _small("Log in", f"<h1>Log in</h1><p>You must log in to see this.</p>{form}")

    # what steers the host

    def _control(self, request: Request) -> Response:
        """Set the clock: {"hour": 47.5}; without `hour` it is only told, with what was asked."""
        if not self.world.may_control(request):
            return json_response({"error": "token"}, HTTPStatus.FORBIDDEN)
        try:
            self._set(json.loads(request.body).get("hour"))
        except (ValueError, TypeError, AttributeError):
            return json_response({"error": "unknown wish"}, HTTPStatus.BAD_REQUEST)
        with self.state.lock:
            return json_response({"hour": self.state.hour, "asked": dict(self.state.asked)})

    def _set_by_form(self, request: Request) -> Response:
        try:
            fields = read_form(request).fields
            if not self.world.is_own_form(request, fields):
                return _small("Refused", "<p>403</p>", HTTPStatus.FORBIDDEN)
            self._set(float(fields.get("hour", "")))
        except (ValueError, TypeError):
            return _small("Refused", "<p>400</p>", HTTPStatus.BAD_REQUEST)
        return Response(b"", "text/plain", HTTPStatus.SEE_OTHER, {"Location": "/"})

    def _set(self, hour: object) -> None:
        if hour is None:
            return
        if isinstance(hour, bool) or not isinstance(hour, int | float):
            raise TypeError("no hour")
        if not 0 <= hour <= WEEK_H:
            raise ValueError("outside the week")
        with self.state.lock:
            self.state.hour = float(hour)

    def _home(self) -> str:
        with self.state.lock:
            hour = self.state.hour
        title = _("A host with pictures")
        intro = _("The same picture under many links, and what this host does with each.")
        clock = _("Hours since the pictures were put up (0 to {most}):").format(most=WEEK_H)
        form = (
            '<form class="clock" method="post" action="/clock">'
            f'<input type="hidden" name="token" value="{self.world.form_token}">'
            f'<label>{esc(clock)} <input name="hour" inputmode="decimal" size="6" '
            f'value="{hour:g}"></label> <button>{esc(_("Set"))}</button></form>'
        )
        rows = "".join(
            f'<li><a href="/v/{link.key}">/v/{link.key}</a> · '
            f'<a href="/i/{link.key}.jpg">/i/{link.key}.jpg</a><br>'
            f'<span class="soft">{esc(self._told(link, hour))}</span></li>'
            for link in self.links
        )
        body = (
            f'<header class="top"><h1>{esc(title)}</h1></header><main><p>{esc(intro)}</p>{form}'
            f'<ul class="links">{rows}</ul></main>'
        )
        return page(title, body, look=_LOOK)

    @staticmethod
    def _told(link: HostedLink, hour: float) -> str:
        begun = [turn.hour for turn in link.turns if turn.hour <= hour]
        waits = _("from hour {hour}").format(hour=f"{link.turns[0].hour:g}") if link.turns else ""
        when = _("now") if begun else waits
        return f"{_(link.told)} ({when})" if when else _(link.told)


def _to(address: str) -> Response:
    return Response(b"", "text/plain", HTTPStatus.FOUND, {"Location": address, **_FRESH})


def _refused(answer: HostAnswer) -> Response:
    status, title = _REFUSED[answer]
    return _small(title, f"<h1>{title}</h1>", status)


def _small(title: str, body: str, status: int = HTTPStatus.OK) -> Response:
    top = f'<header class="top">{_BANNER}</header>'
    return html_response(page(title, f"{top}<main>{body}</main>", look=_LOOK), status, _FRESH)


def _challenge() -> Response:
    body = "<main><h1>Checking your browser</h1><p>Please wait.</p></main>"
    return html_response(
        page("Just a moment...", body),
        HTTPStatus.FORBIDDEN,
        {**_FRESH, "cf-mitigated": "challenge", "Retry-After": "5"},
    )
