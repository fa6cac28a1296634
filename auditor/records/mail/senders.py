"""Which service a sender writes for, by its domain alone, and which domains only resemble one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from auditor.dataclass import dataclass
from auditor.guidance.deletion import Deletion, deletion_page, sites
from auditor.guidance.records.read import is_provider, registrable, writes_for

_SHORTEST_NEAR = 6
"""Letters of a name from which one that differs by a single letter resembles it: below, honest
names are near each other too (bing, ring)."""
_SHORTEST_PART = 5
"""Letters of a name that resembles a service where it is one part of another (paypal-login)."""
_COMMON = frozenset({"cloud", "login", "media", "online", "store"})
"""Names of services that are parts of many an honest host."""
_SWAPPED = (
    ("0", "o"), ("1", "l"), ("3", "e"), ("4", "a"), ("5", "s"), ("7", "t"),
    ("rn", "m"), ("vv", "w"),
)  # fmt: skip
_LOOKS_LIKE = str.maketrans("аеорсухіјԁһӏαοερτνικ", "aeopcyxijdhlaoeptvik")
"""Letters of Cyrillic and Greek that read as Latin ones."""
_PARTS = re.compile(r"[.-]")


@dataclass(frozen=True, slots=True)
class MailSender:
    """Whom a host writes for. `page` is None where the service is on no list.

    `person`: people have their addresses there. `resembles`: it may pretend to be a service.
    """

    domain: str
    page: Deletion | None = None
    person: bool = False
    resembles: bool = False


def sender_of(host: str) -> MailSender:
    """Return whom a host writes for."""
    if is_provider(host):
        return MailSender(registrable(host), person=True)
    return service_of(host)


def service_of(host: str) -> MailSender:
    """Return whose host it is, where that is no address of a mail: providers are services then."""
    page = deletion_page(writes_for(host))
    if page is not None:
        return MailSender(_domain_of(page, writes_for(host)), page)
    domain = registrable(host)
    return MailSender(domain, resembles=resembles(host))


def _domain_of(page: Deletion, host: str) -> str:
    """Return the domain of a service by which it is named: one that stands above `host`.

    What somebody registered where the service is known by it, else the first with the same owner:
    programs that many run stand on the list as one service, with the hosts of all.
    """
    held = {domain.casefold() for domain in page.domains}
    labels = host.split(".")
    above = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    own = registrable(next((each for each in above if each in held), host))
    if own in held:
        return own
    names = [name.casefold() for name in page.domains]
    return next((name for name in names if registrable(name) == own), names[0])


def resembles(host: str) -> bool:
    """Whether a host that is on no list resembles a service that is."""
    domain = registrable(host)
    below = host.removesuffix(domain)
    if _has_domain(below):
        return True
    if domain in _owners():
        return _has_name(below)
    label = domain.partition(".")[0]
    plain = _plain(label)
    names = _names()
    if plain in names:
        return True
    if len(plain) >= _SHORTEST_NEAR and any(each in _near() for each in (plain, *_shorter(plain))):
        return True
    return _has_name(host)


def _has_domain(below: str) -> bool:
    """Whether a whole domain of a service stands in front of what somebody registered."""
    labels = below.split(".")
    return any(
        ".".join(labels[start:end]) in _owners()
        for start in range(len(labels) - 1)
        for end in range(start + 2, min(start + 3, len(labels)) + 1)
    )


def _has_name(host: str) -> bool:
    parts = {part for part in _PARTS.split(_plain(host)) if len(part) >= _SHORTEST_PART}
    return any(part in _names() for part in parts - _COMMON)


def _plain(text: str) -> str:
    """Return a name as it reads at a glance, in Latin letters."""
    shown = ".".join(_unicode(label) for label in text.split("."))
    flat = unicodedata.normalize("NFKD", shown.translate(_LOOKS_LIKE))
    flat = "".join(letter for letter in flat if not unicodedata.combining(letter))
    for seen, meant in _SWAPPED:
        flat = flat.replace(seen, meant)
    return flat


def _unicode(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return label


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Return the names of services as their domains carry them."""
    return frozenset(
        _plain(registrable(domain.casefold()).partition(".")[0])
        for site in sites()
        for domain in site.domains
        if len(registrable(domain).partition(".")[0]) >= _SHORTEST_PART
    )


@lru_cache(maxsize=1)
def _owners() -> frozenset[str]:
    """Return what those registered whose services stand on the list by a host below it alone."""
    return frozenset(registrable(domain.casefold()) for site in sites() for domain in site.domains)


@lru_cache(maxsize=1)
def _near() -> Mapping[str, None]:
    """Return the longer names, and each of them without one letter."""
    found: dict[str, None] = {}
    for name in _names():
        if len(name) >= _SHORTEST_NEAR:
            found[name] = None
            found.update(dict.fromkeys(_shorter(name)))
    return found


def _shorter(name: str) -> Iterator[str]:
    return (name[:at] + name[at + 1 :] for at in range(len(name)))
