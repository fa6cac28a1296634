"""What a text that the user typed means.

A platform and a handle, or an honest "no source for that yet".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.engine.accounts.closed_platforms import closed_account
from auditor.engine.accounts.pasted import tidied
from auditor.errors import UsageError
from auditor.messages import _
from auditor.ports import Http, Recognised, Source

MAX_TEXT = 2000
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+[^\W\d_](?:[\w-]{{0,61}}[^\W_])?\.?")
_PATH_ON_HOST = re.compile(rf"{_DOMAIN.pattern}(?::\d{{1,5}}|(?::\d{{1,5}})?[/?].*)", re.DOTALL)
_MAIL = re.compile(rf"[^\s@/:]+@{_DOMAIN.pattern}")
_SITES = (
    ".wordpress.com", ".blogspot.com", ".github.io", ".gitlab.io", ".substack.com", ".ghost.io",
    ".wixsite.com", ".squarespace.com", ".myshopify.com", ".weebly.com", ".neocities.org",
    ".netlify.app", ".vercel.app", ".pages.dev", ".carrd.co", ".webflow.io", ".medium.com",
    ".livejournal.com", ".dreamwidth.org", ".bearblog.dev", ".micro.blog", ".write.as",
)  # fmt: skip
"""Hosts under which builders give out websites: what stands there is no handle by itself."""


def is_bare_domain(text: str) -> bool:
    """Whether `text` is a host name alone, which may be a website or a handle."""
    return _DOMAIN.fullmatch(text) is not None


def unsupported(text: str) -> Recognised | None:
    """Return the account on a platform that no source reads, None if `text` is not of one.

    The handle is "" where the address names nobody, as that of a single post.
    """
    found = closed_account(text)
    return None if found is None else Recognised(found.platform, found.handle, found.url)


def recognise(text: str, sources: Iterable[Source]) -> tuple[Recognised, ...]:
    """Return what `text` may mean, surest first; empty if nothing fits. Asks nobody.

    Raises:
        UsageError: the text is empty or far too long, an e-mail address, or names nobody.
    """
    typed = tidied(text[: MAX_TEXT + 1])
    if not typed or len(text) > MAX_TEXT:
        raise UsageError(_("That is no address and no account name."), _what_to_type())
    if _MAIL.fullmatch(typed):
        raise UsageError(
            _("{text} looks like an e-mail address.").format(text=typed),
            _("If it is an account of Mastodon or the like, type @{text}.").format(text=typed),
        )
    whole = f"https://{typed}" if _PATH_ON_HOST.fullmatch(typed) else typed
    if is_bare_domain(typed) and typed.casefold().rstrip(".").endswith(_SITES):
        whole = f"https://{typed}/"
    claims = [
        (source, claim) for source in sources if (claim := source.recognise(whole)) is not None
    ]
    known = closed_account(typed)
    if known is not None:
        claims = [(source, claim) for source, claim in claims if _outweighs_list(source, claim)]
        if not claims:
            return (_named(known.platform, known.handle, known.url, known.example),)
    elif is_bare_domain(typed) and not any(claim.sure for _source, claim in claims):
        claims += [
            (source, claim)
            for source in sources
            if (claim := source.recognise(f"https://{typed}/")) is not None
        ]
    found = dict.fromkeys(claim for _source, claim in claims)
    return tuple(sorted(found, key=lambda claim: not claim.sure))


def _what_to_type() -> str:
    return _("Type a URL, @name@host, a name such as name.bsky.social, or at://DID.")


def _named(platform: str, handle: str, url: str, example: str) -> Recognised:
    if not handle:
        raise UsageError(
            _("This address of {platform} names no account.").format(platform=platform),
            _("Type the address of the profile: {example}").format(example=example),
        )
    return Recognised(platform, handle, url)


def _outweighs_list(source: Source, claim: Recognised) -> bool:
    """Whether a claim on a host of the list holds.

    A source for that platform knows. Software that anybody runs is told by the form of an address,
    and many platforms have https://HOST/@NAME; it holds where no page is meant, as at://HANDLE.
    """
    return not source.traits.any_host or (
        claim.sure and not claim.url.startswith(("http://", "https://"))
    )


def is_ambiguous(text: str, found: tuple[Recognised, ...]) -> bool:
    """Whether `text` is a bare domain that may be a website or a handle."""
    if not is_bare_domain(tidied(text)) or any(claim.sure for claim in found):
        return False
    pages = {claim.url.startswith(("http://", "https://")) for claim in found}
    return len(pages) > 1  # an address of the web, and one that is none


def require_unambiguous(text: str, found: tuple[Recognised, ...]) -> None:
    """Refuse a bare domain that may be a website or a handle.

    Raises UsageError, which says what to type. Nothing may be asked of anybody before.
    """
    if is_ambiguous(text, found):
        typed = tidied(text)
        raise UsageError(
            _("{text} may be a website, or an account of Bluesky.").format(text=typed),
            _(
                "Type https://{text}/ for the website, or @{text} for the account of Bluesky."
            ).format(text=typed),
        )


async def detect(text: str, sources: Iterable[Source], http: Http) -> Recognised | None:
    """Ask the host of `text` what it runs; the first source that knows it wins.

    A host in the list of platforms without a source is asked only by a source for that platform.
    """
    typed = tidied(text)
    whole = f"https://{typed}" if _PATH_ON_HOST.fullmatch(typed) else typed
    if is_bare_domain(typed) and typed.casefold().rstrip(".").endswith(_SITES):
        whole = f"https://{typed}/"
    listed = closed_account(typed) is not None
    for source in sources:
        if listed and source.traits.any_host:
            continue
        found = await source.detect(http, whole)
        if found is not None:
            return found
    return None
