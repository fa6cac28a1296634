"""Pages with status 200 that are not the page: challenges, log-ins, shells for scripts.

The marks are what the services wrote into their pages in November 2026. A mark that ordinary
pages behind the same service carry too counts only where the page shows nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

CHECKED = "2026-11"

_LOOKED_AT = 400_000
_FEW_WORDS = 1_500
_FEW_LINKS = 4
_SHELL_WORDS = 200
_WIDGET_WORDS = 400
_A_LOGO = 1
_NO_WORDS = 4


class Hindrance(StrEnum):
    """What stands in place of a page."""

    CHALLENGE = "challenge"  # asks whether a person is there
    SCRIPTS = "scripts"  # empty until scripts ran
    LOGIN = "login"  # asks for a password
    MISSING = "missing"  # says that there is no such page
    FRAME = "frame"  # shows another host in a frame, or leads there


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows, as far as it matters here: pictures in its body, links to its own host."""

    title: str
    pictures: int
    links: int
    foreign_frames: int = 0


@dataclass(frozen=True, slots=True)
class ServiceMark:
    """What a service writes, in lower case.

    `alone`: also into ordinary pages, so hardly anything else may be there.
    """

    service: str
    text: str
    alone: bool = False


MARKS = (
    ServiceMark("Cloudflare", "_cf_chl_opt"),
    ServiceMark("Cloudflare", "/orchestrate/chl_page"),
    ServiceMark("Cloudflare", "/orchestrate/", alone=True),
    ServiceMark("Cloudflare", 'id="challenge-form"', alone=True),
    ServiceMark("Cloudflare", "challenges.cloudflare.com/turnstile", alone=True),
    ServiceMark("Cloudflare", "cf-browser-verification"),
    ServiceMark("Cloudflare", "/cdn-cgi/styles/cf.errors.css", alone=True),
    ServiceMark("Anubis", "/.within.website/x/cmd/anubis/"),
    ServiceMark("Anubis", 'id="anubis_challenge"'),
    ServiceMark("Anubis", "anubis_challenge", alone=True),
    ServiceMark("Sucuri", "sucuri_cloudproxy_js"),
    ServiceMark("Sucuri", "sucuri website firewall - access denied"),
    ServiceMark("DDoS-Guard", "/.well-known/ddos-guard/"),
    ServiceMark("DDoS-Guard", "check.ddos-guard.net", alone=True),
    ServiceMark("Imperva", "incapsula incident id"),
    ServiceMark("Imperva", "_incapsula_resource", alone=True),
    ServiceMark("AWS WAF", "awswafcookiedomainlist"),
    ServiceMark("AWS WAF", "window.gokuprops"),
    ServiceMark("AWS WAF", ".awswaf.com/", alone=True),
    ServiceMark("PerimeterX", "px-captcha", alone=True),
    ServiceMark("PerimeterX", "window._pxappid", alone=True),
    ServiceMark("DataDome", "captcha-delivery.com", alone=True),
    ServiceMark("Akamai", "sec-if-cpt-container"),
    ServiceMark("Akamai", "bm-verify", alone=True),
    ServiceMark("Kasada", "window.kpsdk", alone=True),
    ServiceMark("SiteGround", "/.well-known/sgcaptcha/"),
    ServiceMark("Hostinger", "hcdn-cgi/jschallenge"),
    ServiceMark("InfinityFree", "slowaes.decrypt", alone=True),
    ServiceMark("LiteSpeed", "/.lsrecap/"),
    ServiceMark("Fastly", "/_fs-ch-"),
    ServiceMark("Vercel", "vercel security checkpoint"),
    ServiceMark("go-away", "/.well-known/.git.gammaspectra.live/"),
    ServiceMark("hCaptcha", "hcaptcha.com/1/api.js", alone=True),
    ServiceMark("hCaptcha", "js.hcaptcha.com", alone=True),
    ServiceMark("reCAPTCHA", "google.com/recaptcha/", alone=True),
    ServiceMark("reCAPTCHA", "grecaptcha", alone=True),
    ServiceMark("Friendly Captcha", "frc-captcha", alone=True),
    ServiceMark("ALTCHA", "<altcha-widget", alone=True),
)
_HEADERS = (
    ("Cloudflare", "cf-mitigated", "challenge"),
    ("Vercel", "x-vercel-mitigated", "challenge"),
    ("AWS WAF", "x-amzn-waf-action", ""),
    ("DataDome", "x-datadome-cid", "captcha"),
)
_TITLE = re.compile(
    r"just a moment|checking your browser|attention required|are you (?:a )?(?:robot|human)|"
    r"(?:verify|verifying|confirm)[a-z ]{0,20}(?:human|not a (?:ro)?bot)|human verification|"
    r"security (?:check|verification|checkpoint)|ddos[ -]?(?:protection|guard)|access denied|"
    r"you.{1,9}re not a (?:ro)?bot|you are being redirected|bot (?:verification|detection)|"
    r"one moment,? please|robot or human|client challenge|pardon our interruption|"
    r"please wait(?:\.\.\.| while| -|$)|access to this page has been denied|"
    r"(?:un momento|einen moment|un instant)[ .…]",
    re.IGNORECASE,
)
_LOGIN_TITLE = re.compile(
    r"log[ -]?in|sign[ -]?in|anmelde|einloggen|connexion|password|passwort|mot de passe|"
    r"protected|gesch(?:ü|&uuml;)tzt|private|privat|members only|coming soon|opening soon",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input\b[^>]{0,500}type\s{0,3}=\s{0,3}[\"']?password", re.IGNORECASE)
_POST_PASSWORD = "post-password-form"  # noqa: S105 - a class that WordPress writes
_MISSING = re.compile(
    r"\b404\b|\bnot found\b|nicht gefunden|page introuvable|no encontrad[ao]|non trovata|"
    r"doesn.t exist|no longer (?:exists|available)|\bunavailable\b|account suspended|"
    r"site not (?:found|published)|domain (?:is )?(?:for sale|parked)|website expired",
    re.IGNORECASE,
)
_NEEDS_SCRIPTS = re.compile(
    r"(?:enabl|activ|requir|need|turn(?:ed)? on|support)[^<]{0,80}java ?script|"
    r"java ?script[^<]{0,80}(?:enabl|requir|disabl|needed|turned off|activ|not support|aktiv)",
    re.IGNORECASE,
)
_MOUNT = re.compile(
    r"<(?:div|main|section|body)\b[^>]{0,300}\bid\s{0,3}=\s{0,3}[\"']?(?:root|app|__next|__nuxt|"
    r"___gatsby|svelte|sapper|q-app|react-root|app-root|main-app|mount|application|ember-app|spa|"
    r"page-root|vue|elm|wrapper-app)\b|<(?:app-root|my-app|[a-z]{1,20}-app)\b|\bng-app\b|"
    r"\bdata-reactroot\b",
    re.IGNORECASE,
)
_OPAQUE = ("script", "style", "noscript", "template", "head", "svg", "textarea", "select")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,40})|<!--")


def hindrance_of(text: str, headers: Mapping[str, str], shown: Shown) -> Hindrance | None:
    """Return what stands in place of the page whose markup is `text`, None if it is a page.

    `headers` have lower-case names.
    """
    start = text[:_LOOKED_AT]
    words = len(visible_text(start, _FEW_WORDS + 1))
    bare = words <= _FEW_WORDS and shown.links < _FEW_LINKS
    alone = words <= _WIDGET_WORDS and not shown.links and not shown.pictures
    if service_of(start, headers, shown, bare=bare, alone=alone) is not None:
        return Hindrance.CHALLENGE
    if _asks_password(start, shown, bare=bare):
        return Hindrance.LOGIN
    if shown.pictures:
        return None
    if bare and _MISSING.search(shown.title):
        return Hindrance.MISSING
    if shown.foreign_frames and words < _SHELL_WORDS and shown.links < _FEW_LINKS:
        return Hindrance.FRAME
    return Hindrance.SCRIPTS if _is_shell(start, words, shown) else None


def service_of(
    text: str, headers: Mapping[str, str], shown: Shown, *, bare: bool, alone: bool
) -> str | None:
    """Return the service that asks whether a person is there, None if none does.

    It is empty where only the title says so. `bare`: few words and links stand on the page;
    `alone`: next to nothing does.
    """
    for service, name, value in _HEADERS:
        if name in headers and value in headers[name].lower():
            return service
    low = text.lower()
    for mark in MARKS:
        if mark.text in low and (alone or not mark.alone):
            return mark.service
    return "" if bare and shown.pictures <= _A_LOGO and _TITLE.search(shown.title) else None


def _asks_password(text: str, shown: Shown, *, bare: bool) -> bool:
    if _POST_PASSWORD in text:
        return True
    if _PASSWORD.search(text) is None:
        return False
    return bare or (_LOGIN_TITLE.search(shown.title) is not None and not shown.pictures)


def _is_shell(text: str, words: int, shown: Shown) -> bool:
    low = text.lower()
    if "<script" not in low:
        return False
    if _NEEDS_SCRIPTS.search(" ".join(_inside(low, "noscript"))) and words < _FEW_WORDS:
        return True
    if _MOUNT.search(text) and words < _SHELL_WORDS and shown.links < _FEW_LINKS:
        return True
    return words < _NO_WORDS and not shown.links


def visible_text(text: str, most: int) -> str:
    """Return the first `most` characters of words that a browser without scripts would show."""
    found: list[str] = []
    length = at = 0
    while at < len(text) and length < most:
        match = _TAG.search(text, at)
        words = " ".join(text[at : match.start() if match else len(text)].split())
        if words:
            found.append(words)
            length += len(words)
        if match is None:
            break
        at = _after(text, match)
    return " ".join(found)[:most]


def _after(text: str, match: re.Match[str]) -> int:
    """Return where the words after a tag begin; after the end of an element without any."""
    if match[0] == "<!--":
        end = text.find("-->", match.end())
        return len(text) if end < 0 else end + 3
    name = match[2].lower()
    if name in _OPAQUE and not match[1]:
        closing = re.compile(rf"</{name}", re.IGNORECASE).search(text, match.end())
        if closing is not None:
            close = text.find(">", closing.end())
            return len(text) if close < 0 else close + 1
        if name != "head":
            return len(text)
    end = text.find(">", match.end())
    return len(text) if end < 0 else end + 1


def _inside(low: str, name: str) -> list[str]:
    found: list[str] = []
    at = low.find(f"<{name}")
    while at >= 0 and len(found) < 50:  # noqa: PLR2004 - more than any page has
        end = low.find(f"</{name}", at)
        found.append(low[at : end if end >= 0 else len(low)][:2_000])
        at = low.find(f"<{name}", end) if end >= 0 else -1
    return found
