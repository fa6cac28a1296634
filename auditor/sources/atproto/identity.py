"""Who an AT Protocol account is.

Handle, DID, and the server (PDS) that holds its repository (atproto.com/specs/did).
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.errors import AccountMissing, PayloadBroken
from auditor.markup.payload import MAX_LINE, decode, entry, loose
from auditor.markup.urls import safe_url
from auditor.messages import _
from auditor.ports import Recognised
from auditor.sources.atproto.traits import BSKY

NAME = "atproto"
_BSKY_HOSTS = frozenset(("bsky.app", "www.bsky.app", "main.bsky.dev", "staging.bsky.app"))
_MOST_PAGES = 20
_PDS_TYPE = "AtprotoPersonalDataServer"
_SHARED = (".bsky.social", ".brid.gy")
"""Domains under which a provider hands out handles.

A PDS names further ones in `describeServer`.
"""
_SENT_ON = ".bsky.social"

# atproto.com/specs/handle, section "Handle Identifier Syntax"
_HANDLE = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?",
    re.IGNORECASE,
)
# web.plc.directory/spec; atproto allows did:web without a path (atproto.com/specs/did, "Blessed DID
# Methods")
_DID = re.compile(r"did:plc:[a-z2-7]{24}|did:web:[a-zA-Z0-9.-]{1,253}(?:%3A\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Repo:
    """A repository: its DID, its handle and the root URL of its PDS.

    The handle is "" if it claims none; the URL has no slash at the end. `handles` are all that it
    claims, `was` the one that was typed where it is no longer among them. `pages` are addresses on
    the web that its DID document calls its own.
    """

    did: str
    handle: str
    pds: str
    handles: tuple[str, ...] = ()
    was: str = ""
    pages: tuple[str, ...] = ()


class _Service(msgspec.Struct):
    id: str = ""
    type: str = ""
    serviceEndpoint: str = ""  # noqa: N815 - a name of the DID specification


class DidDocument(msgspec.Struct):
    """The parts of a DID document that are read (w3.org/TR/did-core)."""

    id: str
    alsoKnownAs: list[Any] = []  # noqa: N815 - a name of the DID specification
    service: list[Any] = []


class Description(msgspec.Struct):
    """The parts of `com.atproto.repo.describeRepo` that are read."""

    did: str
    collections: list[Any]
    handle: Any = ""
    didDoc: dict[str, Any] | None = None  # noqa: N815 - a name of the lexicon


class _Resolved(msgspec.Struct):
    did: str


class _Server(msgspec.Struct):
    availableUserDomains: list[str] = []  # noqa: N815 - a name of the lexicon


def is_handle(text: str) -> bool:
    """Whether `text` has the form of a handle."""
    return _HANDLE.fullmatch(text) is not None


def is_did(text: str) -> bool:
    """Whether `text` is a DID of a method that AT Protocol knows."""
    return _DID.fullmatch(text) is not None


def recognise(text: str) -> Recognised | None:
    """Recognise what names an account.

    `at://DID`, `at://HANDLE`, a DID, a handle with or without @, bsky.app profiles, and
    HTTP(S)://PDS/@HANDLE.
    """
    text = text.strip()
    if text.startswith(("http://", "https://")):
        return _from_url(text)
    bare = (
        unquote(text.removeprefix("at://").split("/", 1)[0])
        if text.startswith("at://")
        else text.removeprefix("@")
    )
    if is_did(bare):
        return Recognised(NAME, bare, f"at://{bare}")
    if is_handle(bare):
        # a bare domain may as well be a website
        sure = text.startswith(("at://", "@")) or bare.casefold().endswith(_SHARED)
        return Recognised(NAME, bare.casefold(), f"at://{bare.casefold()}", sure=sure)
    return None


def _from_url(text: str) -> Recognised | None:
    url = safe_url("", text)
    if url is None:
        return None
    parts = urlsplit(url)
    steps = [unquote(step) for step in parts.path.split("/") if step]
    host = (parts.hostname or "").removesuffix(".")
    if host.endswith(_SENT_ON) and not steps:  # leads to the profile, and is nothing else
        return Recognised(NAME, host, f"{BSKY}/profile/{host}")
    if len(steps) > 1 and steps[0] == "profile":
        named = steps[1]
    elif steps and steps[0].startswith("@"):
        named = steps[0][1:]
    else:
        return None
    if not is_did(named) and not is_handle(named):
        return None
    handle = named if is_did(named) else named.casefold()
    if parts.hostname in _BSKY_HOSTS:
        return Recognised(NAME, handle, f"{BSKY}/profile/{handle}")
    return Recognised(NAME, handle, url, sure=False)


def named_server(url: str) -> str | None:
    """Return the root of the server that an account's URL names.

    None where it names none but bsky.app.
    """
    safe = safe_url("", url)
    if safe is None or urlsplit(safe).hostname in _BSKY_HOSTS:
        return None
    parts = urlsplit(safe)
    return f"{parts.scheme}://{parts.netloc}"


def did_web_address(did: str) -> str:
    """Return host and port of a `did:web`."""
    return unquote(did.removeprefix("did:web:"))


def parse_did(text: str) -> str | None:
    """Return the DID that a well-known file or a DNS record (`did=...`) names.

    None if it names none.
    """
    found = text.strip().removeprefix("did=")
    return found if is_did(found) else None


def parse_resolved(body: bytes) -> str:
    """Return the DID of a `resolveHandle` answer."""
    did = decode(body, _Resolved, "resolveHandle").did
    if not is_did(did):
        raise PayloadBroken(
            _("resolveHandle: the field 'did' is not a DID: {value}").format(value=did[:MAX_LINE])
        )
    return did


def parse_document(told: object) -> DidDocument:
    """Return a DID document. Raises PayloadBroken."""
    document = entry(told, DidDocument)
    if document is None:
        raise PayloadBroken(_("DID document: the field 'id' is missing"))
    return document


def parse_description(body: bytes) -> Description:
    """Return a `describeRepo` answer. Raises PayloadBroken."""
    found = entry(loose(body, "describeRepo"), Description)
    if found is None:
        raise PayloadBroken(_("describeRepo: the field 'collections' is missing"))
    return found


def handles_of(document: DidDocument) -> list[str]:
    """Return the handles that a DID document claims."""
    named = [name for name in document.alsoKnownAs if isinstance(name, str)]
    return [name.removeprefix("at://").casefold() for name in named if name.startswith("at://")]


def pages_of(document: DidDocument) -> tuple[str, ...]:
    """Return the web addresses that a DID document calls its own, in full, and at most 20."""
    named = [name for name in document.alsoKnownAs if isinstance(name, str)]
    found = (safe_url("", name) for name in named if name.startswith(("https://", "http://")))
    return tuple(dict.fromkeys(filter(None, found)))[:_MOST_PAGES]


def parse_repo(document: DidDocument, did: str, handle: str) -> Repo:
    """Return where the repository of `did` is.

    A `handle` that was typed must be one that the document claims, too.

    Raises:
        PayloadBroken: the document is of another DID or names no server.
        AccountMissing: the document does not claim `handle`.
    """
    if document.id != did:
        raise PayloadBroken(_("DID document: the field 'id' is not {did}").format(did=did))
    claimed = handles_of(document)
    if handle and handle.casefold() not in claimed:
        raise AccountMissing(
            _("The account name {handle} points at {did}, which does not claim it.").format(
                handle=handle, did=did
            ),
            _("Add the account by its DID (at://{did}) if it is yours.").format(did=did),
        )
    first = next((name for name in claimed if is_handle(name)), "")
    return Repo(
        did,
        handle.casefold() or first,
        _endpoint(document),
        tuple(claimed),
        pages=pages_of(document),
    )


def _endpoint(document: DidDocument) -> str:
    for told in document.service:
        service = entry(told, _Service)
        if service is None:
            continue
        if (
            service.id.endswith("#atproto_pds")
            and service.type == _PDS_TYPE
            and isinstance(service.serviceEndpoint, str)
        ):
            url = safe_url("", service.serviceEndpoint)
            if url is not None:
                return url.rstrip("/")
    raise PayloadBroken(_("DID document: the field 'service' names no personal data server"))


def is_shared(handle: str, server: bytes) -> bool:
    """Whether `handle` stands under a domain that a provider gives to many.

    `server` is a `describeServer` answer.
    """
    domains = decode(server, _Server, "describeServer").availableUserDomains
    return handle.casefold().endswith(
        (*_SHARED, *("." + domain.casefold().lstrip(".") for domain in domains))
    )
