"""What the door says of itself."""

from __future__ import annotations

from auditor import __version__
from auditor.dataclass import dataclass

PLAIN = "Mozilla/5.0 (compatible)"
"""On ordinary sites: names neither tool nor purpose.

The owner of the site may be the person to be afraid of.
"""

_NAMED = (
    # Wikimedia asks for product and contact:
    # https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy
    "mediawiki.org",
    "wikibooks.org",
    "wikidata.org",
    "wikimedia.org",
    "wikinews.org",
    "wikipedia.org",
    "wikiquote.org",
    "wikisource.org",
    "wikiversity.org",
    "wikivoyage.org",
    "wiktionary.org",
    # Have I Been Pwned answers 403 without a describing user agent:
    # https://haveibeenpwned.com/API/v3#UserAgent
    "haveibeenpwned.com",
    "pwnedpasswords.com",
    # Reddit's interface refuses a program that does not name itself:
    # https://github.com/reddit-archive/reddit/wiki/API
    "oauth.reddit.com",
    "www.reddit.com",
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """To whom the door says its name, beside those whose policy asks for it.

    `contact` is an address of the project, never one of the user's. `hosts` are those on which the
    settings say that such a service stands.
    """

    contact: str = ""
    hosts: frozenset[str] = frozenset()

    def user_agent(self, host: str) -> str:
        """Return the User-Agent for `host`."""
        known = host in self.hosts or any(
            host == domain or host.endswith(f".{domain}") for domain in _NAMED
        )
        if not known:
            return PLAIN
        product = f"auditor/{__version__}"
        return f"{product} ({self.contact})" if self.contact else product
