"""What a text that the user typed means.

A platform and a handle, or an honest "no source for that yet".
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from auditor.errors import UsageError
from auditor.messages import _
from auditor.ports import Http, Recognised, Source

UNSUPPORTED_HOSTS: dict[str, str] = {
    "instagram.com": "instagram",
    "facebook.com": "facebook",
    "threads.net": "threads",
    "threads.com": "threads",
    "x.com": "x",
    "twitter.com": "x",
    "tiktok.com": "tiktok",
    "snapchat.com": "snapchat",
    "linkedin.com": "linkedin",
    "flickr.com": "flickr",
    "tumblr.com": "tumblr",
    "reddit.com": "reddit",
    "deviantart.com": "deviantart",
    "pinterest.com": "pinterest",
    "unsplash.com": "unsplash",
    "smugmug.com": "smugmug",
    "500px.com": "500px",
    "strava.com": "strava",
    "youtube.com": "youtube",
    "t.me": "telegram",
    "github.com": "github",
    "gitlab.com": "gitlab",
    "gravatar.com": "gravatar",
    "vk.com": "vk",
}
"""Hosts of platforms that no source of this program reads yet; a plugin may."""

_BEFORE_NAMES = frozenset(
    {"add", "athletes", "c", "channel", "in", "people", "photos", "u", "user"}
)
"""What stands in a path of these platforms before the name."""

MAX_TEXT = 2000


def unsupported(text: str) -> Recognised | None:
    """Return the platform of a URL that no source reads, None if it is not one of them."""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError:  # half an IPv6 address, say
        return None
    labels = (parts.hostname or "").casefold().rstrip(".").split(".")
    for start in range(len(labels) - 1):
        platform = UNSUPPORTED_HOSTS.get(".".join(labels[start:]))
        if platform:
            handle = _name_in(parts.path) or text
            return Recognised(platform, handle, f"https://{parts.netloc}{parts.path}")
    return None


def _name_in(path: str) -> str:
    """Return the name in the path of a profile, empty where there is none."""
    first, *others = path.strip("/").split("/")
    return (others[0] if others and first in _BEFORE_NAMES else first).lstrip("@")


def recognise(text: str, sources: Iterable[Source]) -> tuple[Recognised, ...]:
    """Return what `text` may mean, surest first; empty if nothing fits. Asks nobody.

    Raises:
        UsageError: the text is empty or far too long.
    """
    text = text.strip()
    if not text or len(text) > MAX_TEXT:
        raise UsageError(
            _("That is no address or handle."),
            _("Type a URL, @name@host, a handle such as name.bsky.social, or at://DID."),
        )
    claims = [
        (source, claim) for source in sources if (claim := source.recognise(text)) is not None
    ]
    known = unsupported(text)
    if known is not None:
        claims = [(source, claim) for source, claim in claims if _outweighs_list(source, claim)]
    found = [claim for _source, claim in claims] or ([known] if known is not None else [])
    return tuple(sorted(found, key=lambda claim: not claim.sure))


def _outweighs_list(source: Source, claim: Recognised) -> bool:
    """Whether a claim on a host of the list holds.

    A source for that platform knows. Software that anybody runs is told by the form of an address,
    and many platforms have https://HOST/@NAME; it holds where no page is meant, as at://HANDLE.
    """
    return not source.traits.any_host or (
        claim.sure and not claim.url.startswith(("http://", "https://"))
    )


async def detect(text: str, sources: Iterable[Source], http: Http) -> Recognised | None:
    """Ask the host of `text` what it runs; the first source that knows it wins.

    A host in the list of platforms without a source is asked only by a source for that platform.
    """
    listed = unsupported(text) is not None
    for source in sources:
        if listed and source.traits.any_host:
            continue
        found = await source.detect(http, text)
        if found is not None:
            return found
    return None
