"""What ties two accounts without any photo.

The same rare name, and profiles that link to each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations
from urllib.parse import urlsplit

from auditor.domain.account import Account, Link, Profile, ProofMethod
from auditor.domain.links import LinkEvidence, Tie
from auditor.domain.text.handles import handle_names, host_in, is_rare, plain_name
from auditor.domain.traits import TraitsOf
from auditor.engine.exposure.links.photo_ties import Pair


def profile_ties(
    accounts: Sequence[Account], profiles: Mapping[str, Profile], traits: TraitsOf
) -> dict[Pair, list[LinkEvidence]]:
    """Return what ties each two accounts by their profiles."""
    found: dict[Pair, list[LinkEvidence]] = {}
    names = {
        account.id: _names(account, profiles.get(account.id, Profile())) for account in accounts
    }
    for first, second in combinations(sorted(accounts, key=lambda account: account.id), 2):
        shared = sorted(
            names[first.id].keys() & names[second.id].keys(), key=lambda name: (-len(name), name)
        )
        evidence = [
            LinkEvidence(Tie.SAME_HANDLE, value=names[first.id][name]) for name in shared[:1]
        ]
        there, back = (
            _links(first, second, profiles, traits),
            _links(second, first, profiles, traits),
        )
        if (there and back) or any(link.verified for link in (*there, *back)):
            evidence.append(LinkEvidence(Tie.MUTUAL_LINK, value=(*there, *back)[0].url))
        if evidence:
            found[first.id, second.id] = evidence
    return found


def one_way(
    accounts: Sequence[Account], profiles: Mapping[str, Profile], traits: TraitsOf
) -> Iterator[tuple[str, str]]:
    """Yield (from, to) of links between profiles that nothing confirms."""
    for first, second in permutations(accounts, 2):
        there, back = (
            _links(first, second, profiles, traits),
            _links(second, first, profiles, traits),
        )
        if there and not back and not any(link.verified for link in there):
            yield first.id, second.id


def _names(account: Account, profile: Profile) -> dict[str, str]:
    """Return the names that are rare enough to tell.

    In the form they are compared in, with how they are shown.
    """
    shown = [name for name in (*handle_names(account.handle), profile.display_name) if name]
    names = {plain_name(name): name for name in reversed(shown)}
    rare = {name: text for name, text in names.items() if is_rare(name)}
    bare = account.handle.strip().lstrip("@")
    host = host_in(bare)
    return rare | ({host: host} if host and not {"/", "@"} & set(bare) else {})


def _links(
    start: Account, end: Account, profiles: Mapping[str, Profile], traits: TraitsOf
) -> tuple[Link, ...]:
    """Return the links of one account's profile to the other account.

    A proof by rel=me was checked in both directions.
    """
    there = tuple(_addresses(end, profiles.get(end.id, Profile()), traits))
    found = [link for link in profiles.get(start.id, Profile()).links if _leads(link.url, there)]
    if start.proof.method is ProofMethod.REL_ME and _leads(start.proof.detail, there):
        found.append(Link(start.proof.detail, verified=True))
    return tuple(found)


def _addresses(account: Account, profile: Profile, traits: TraitsOf) -> Iterator[str]:
    """Yield where the account stands.

    A bare host is one account's address only if the account is called after it.
    """
    for url in (account.url, profile.page_url):
        address = _address(url)
        if "/" in address or address == _address(f"https://{account.handle}"):
            yield address
    name, _at, host = account.handle.lstrip("@").partition("@")
    if host:
        yield f"{host}/@{name}".casefold()
    root = traits(account.platform).profile_root
    if root:
        yield _address(f"{root}{name}")


def _leads(url: str, addresses: Sequence[str]) -> bool:
    link = _address(url)
    return any(
        link == address or link.startswith(f"{address}/") for address in addresses if address
    )


def _address(url: str) -> str:
    """Return host and path of a web address in the form they are compared in, "" if it is none."""
    try:
        parts = urlsplit(url.strip().casefold())
    except ValueError:
        return ""
    return (
        parts.netloc.removeprefix("www.") + parts.path.rstrip("/")
        if parts.scheme in {"http", "https"}
        else ""
    )
