"""Whether a capture opens an account: cookies by their names, marks of a page by its markup.

Values of cookies are never looked at. The names and marks are those that the platforms' pages and
public programs for them show (looked up 2026-11). docs/archives.md says on which saved pages they
were tried.
"""

from __future__ import annotations

import re

from auditor.errors import UsageError
from auditor.messages import N_, _

_SESSIONS = frozenset(
    {
        "sessionid", "sessionid_ss", "ds_user_id", "c_user", "xs", "auth_token", "twid", "li_at",
        "sid_tt", "sid_guard", "reddit_session", "user_session", "sapisid", "hsid", "ssid",
        "__secure-1psid", "__secure-3psid", "remember_user_token",
    }
)  # fmt: skip
"""Names of cookies that nobody has without a log-in. Those of others may carry one or not."""
_SESSION_LEADS = ("wordpress_logged_in", "wordpress_sec")
_TELLING = frozenset(
    {"cookie", "cookie2", "set-cookie", "set-cookie2", "authorization", "proxy-authorization"}
)
"""Headers that carry what opens an account, or may."""

_Q = rb"(?:\\?[\"']|&(?:quot|#34);)"
"""A quote as it stands in a script, in a text inside one, or in markup that holds JSON."""
_IS = rb"\s{0,3}=\s{0,3}(?:\\?[\"'])?"
"""Between an attribute and its value; SingleFile leaves quotes away where none are needed."""
_HOST = rb"(?:https?:\\?/\\?/[\w.-]{1,99})?"
_CLASS = rb"(?:logged-?in|compose-form|global-nav__me|is-logged-in|signed-in)(?![a-z-])"
_ONLY_THEIRS = rb"(?:SideNav_AccountSwitcher_Button|tweetTextarea_0|AppTabBar_DirectMessage_Link)"
_NAMED = rb"%s(?:id|pk|username|name|login)%s\s{0,9}:\s{0,9}(?:%s[^\"'\\&0]|[1-9])"
_SAID = rb"(?:(?:is_?|user_?)(?:login|authenticated)|(?:is_?|user_?)?(?:logged_?in|signed_?in))"
_SOMEBODY = rb"%s\s{0,9}:\s{0,9}(?:%s)?[1-9]\d{2}"
_SCRIPTS = (
    # behind a quote, in what pages hand to their scripts: who looks, or that there is somebody
    _SAID + rb"%s\s{0,9}:\s{0,9}true\b",
    rb"(?:viewer|current_?User|logged_?In_?User)%s\s{0,9}:\s{0,9}\{[^{}]{0,400}?" + _NAMED,
    rb"(?:USER_ID|ACCOUNT_ID|actorID|viewer_?Id)" + _SOMEBODY,
    rb"access_token%s\s{0,9}:\s{0,9}%s[^\"'\\&]{8}",
    rb"(?:webapp\.)?app-?context%s\s{0,9}:\s{0,9}\{[^{}]{0,900}?%suser%s\s{0,9}:\s{0,9}\{"
    rb"[^{}]{0,3000}?%suid" + _SOMEBODY,
    rb"com\.linkedin\.voyager\.common\.Me%s",
)
_MARKUP = (
    # what only somebody with an account is offered: messages, writing, the switch of accounts
    rb"href" + _IS + _HOST + rb"\\?/(?:direct\\?/inbox|compose\\?/post|mynetwork)\b",
    rb"href" + _IS + rb"https:\\?/\\?/www\.linkedin\.com\\?/messaging\b",
    rb"data-testid" + _IS + _ONLY_THEIRS,
    rb"class\s{0,3}=(?:\s{0,3}\\?[\"'][^\"'>]{0,300}?(?<![a-z-]))?" + _CLASS,
    rb"<meta\s[^<>]{0,99}name" + _IS + rb"user-login\b[^<>]{0,99}content" + _IS + rb"[^\"'\\\s>]",
    rb"name" + _IS + rb"fb_dtsg\b[^<>]{0,99}value" + _IS + rb"[^\"'\\\s>]",
)
_LOGGED_IN = re.compile(
    (rb"%s(?:" + b"|".join(_SCRIPTS) + b")|" + b"|".join(_MARKUP)).replace(b"%s", _Q),
    re.IGNORECASE,
)

_WIDE = re.compile(rb"[^\0]{0,4}?\0")
"""Begins as UTF-16 and UTF-32 do; no other markup holds zeros there."""
_WAY_OUT = re.compile(
    rb"[/=?&](?:log[_-]?out|sign[_-]?out|log[_-]?off|session/destroy)(?![a-z-])", re.IGNORECASE
)
_LONGEST_WAY = 300
_LEADS = re.compile(
    rb"(?:href|action)\s{0,3}=\s{0,3}\\?[\"']?[^\"'\s>]{0,%d}\Z" % _LONGEST_WAY, re.IGNORECASE
)
"""What stands before a way out that a link or a form takes."""

_OPENS = N_("{file}: this file opens your account: delete it.")
_MAY_OPEN = N_(
    "{file}: this file holds cookies or keys of a browser, which may open your account: delete it."
)
_ENDS = N_(
    "Logging out everywhere ends it too; every other device, an abuser's as well, will notice. "
    "Nothing was taken in. Save the page anew in a private window without logging in; as HAR "
    "without cookies (Chrome and Edge: sanitized), or as MHTML."
)


class CookiesSeen:
    """What the names of cookies and headers of a capture say, as they come by."""

    def __init__(self) -> None:
        self.any = False
        self.session = False

    def cookie(self, name: str) -> None:
        """Take the name of a cookie."""
        self.any = True
        low = name.casefold()
        self.session |= low in _SESSIONS or low.startswith(_SESSION_LEADS)

    def header(self, name: str) -> None:
        """Take the name of a header."""
        low = name.strip().casefold()
        self.any |= low in _TELLING

    def require_none(self, file: str) -> None:
        """Raise UsageError where there were any."""
        if self.session:
            raise refusal(file)
        if self.any:
            raise UsageError(_(_MAY_OPEN).format(file=file), _(_ENDS))


def refusal(file: str) -> UsageError:
    """Return what is said of a file that opens an account."""
    return UsageError(_(_OPENS).format(file=file), _(_ENDS))


def shows_account(markup: bytearray | memoryview, start: int = 0, end: int | None = None) -> bool:
    """Whether the markup of a page, or its text in a JSON file, bears a mark of being logged in."""
    stop = len(markup) if end is None else end
    if _WIDE.match(markup, start, stop) is not None:  # each letter stands with bytes of zero
        wide = bytearray(memoryview(markup)[start:stop])
        narrow = wide.translate(None, b"\0")
        found = shows_account(narrow)
        wide[:], narrow[:] = bytes(len(wide)), bytes(len(narrow))
        return found
    if _LOGGED_IN.search(markup, start, stop) is not None:
        return True
    for out in _WAY_OUT.finditer(markup, start, stop):
        before = max(start, out.start() - _LONGEST_WAY - 20)
        if _LEADS.search(markup, before, out.start()) is not None:
            return True
    return False
