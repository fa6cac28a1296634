"""From what the user typed to the repository: handle -> DID -> DID document -> server.

Asks as few as it can.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

import msgspec

from auditor.config import AtprotoSettings
from auditor.domain.account import Account
from auditor.errors import (
    AccountHidden,
    AccountMissing,
    HandleTaken,
    LoginNeeded,
    NetworkError,
    SourceError,
)
from auditor.markup.payload import line, loose, require_ok
from auditor.messages import _
from auditor.ports import Answer, Http
from auditor.sources.atproto.identity import (
    DidDocument,
    Repo,
    did_web_address,
    handles_of,
    is_did,
    is_handle,
    is_shared,
    named_server,
    parse_description,
    parse_did,
    parse_document,
    parse_repo,
    parse_resolved,
)

_SMALL = 64 * 1024


class _Fault(msgspec.Struct):
    error: str = ""
    message: str = ""


async def xrpc(http: Http, root: str, method: str, params: dict[str, str], purpose: str) -> Answer:
    """Ask `root` for an XRPC query.

    Raises AccountMissing, LoginNeeded or SourceError for what the server refuses.
    """
    answer = await http.get(f"{root}/xrpc/{method}", params=params, purpose=purpose)
    if answer.ok:
        return answer
    try:
        fault = msgspec.json.decode(answer.body, type=_Fault)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        fault = _Fault()
    match fault.error:
        case "RepoNotFound" | "AccountNotFound":
            raise AccountMissing(
                _("The server holds no such account."),
                _("Check the name, or whether the account was moved."),
            )
        case (
            "RepoDeactivated"
            | "RepoSuspended"
            | "RepoTakendown"
            | "AccountDeactivated"
            | "AccountTakedown"
        ):
            raise AccountHidden(
                _("The account is switched off at its server ({reason}).").format(
                    reason=fault.error
                ),
                _("Copies that others made may still be public."),
            )
        case "AuthMissing" | "AuthRequired" | "AuthenticationRequired":
            raise LoginNeeded(_("The server shows this only to people who are logged in."))
        case _ if fault.error:
            said = line(fault.message or fault.error)
            raise SourceError(
                _("{method}: the server refused: {reason}").format(method=method, reason=said)
            )
        case _:
            return require_ok(answer, method)


async def resolve(account: Account, http: Http, settings: AtprotoSettings) -> Repo:
    """Return the repository of `account`. Raises AccountMissing, SourceError or NetworkError."""
    named = (
        account.handle.removeprefix("at://").removeprefix("@").casefold()
        if not is_did(account.handle)
        else account.handle
    )
    if not is_did(named) and not is_handle(named):
        raise AccountMissing(
            _("{handle} is neither an account name nor a DID.").format(handle=line(account.handle)),
            _("A name there looks like name.bsky.social; add it with --handle."),
        )
    if account.stable_id and named != account.stable_id:
        return await _kept(account, named, http, settings)
    handle = "" if is_did(named) else named
    server = named_server(account.url) if account.url.startswith(("http://", "https://")) else None
    if server is not None:
        repo = await _at_server(named, handle, server, http, settings)
        if repo is not None:
            return repo
    did = named if is_did(named) else await _did_of(named, http, settings)
    repo = parse_repo(await _document(did, http, settings), did, handle)
    return replace(repo, pds=_opened_name(repo.pds, http))


async def _kept(account: Account, named: str, http: Http, settings: AtprotoSettings) -> Repo:
    """Return the repository that was seen first, whatever its handle is now.

    Raises HandleTaken where the handle that was typed now belongs to another one.
    """
    did = account.stable_id
    url = account.url
    server = named_server(url) if url.startswith(("http://", "https://")) else None
    repo = await _at_server(did, "", server, http, settings) if server is not None else None
    if repo is None:
        repo = parse_repo(await _document(did, http, settings), did, "")
        repo = replace(repo, pds=_opened_name(repo.pds, http))
    if named in repo.handles:
        return replace(repo, handle=named)
    now = await _holder(named, server, http, settings)
    if now not in {None, did}:
        raise HandleTaken(
            _("{handle} now belongs to another account than the one that was seen first.").format(
                handle=line(named)
            ),
            _("It was not read. Yours is {name}: add it anew.").format(
                name=repo.handle or f"at://{did}"
            ),
        )
    return replace(repo, was=named)


async def _holder(
    handle: str, server: str | None, http: Http, settings: AtprotoSettings
) -> str | None:
    """Return the DID that a handle leads to now; None where it leads nowhere."""
    if server is not None:
        try:
            answer = await xrpc(
                http,
                server,
                "com.atproto.identity.resolveHandle",
                {"handle": handle},
                "handle look-up",
            )
            return parse_resolved(answer.body)
        except SourceError:
            return None
    try:
        return await _did_of(handle, http, settings)
    except AccountMissing:
        return None


def _opened_name(pds: str, http: Http) -> str:
    """Return `pds` by the name that was opened with --allow-host.

    A server on this machine calls itself localhost.
    """
    parts = urlsplit(pds)
    if parts.hostname != "localhost" or http.opened(pds):
        return pds
    literal = urlunsplit(parts._replace(netloc=parts.netloc.replace("localhost", "127.0.0.1", 1)))
    return literal if http.opened(literal) else pds


async def _at_server(
    named: str, handle: str, server: str, http: Http, settings: AtprotoSettings
) -> Repo | None:
    """Return the repository as the server that the user named tells it.

    None where it is no PDS that holds it. Servers keep the DID document for an hour or more: where
    theirs does not claim the handle that they name themselves, the directory is asked.
    """
    try:
        answer = await xrpc(
            http, server, "com.atproto.repo.describeRepo", {"repo": named}, "account description"
        )
    except SourceError:
        return None
    told = parse_description(answer.body)
    if told.didDoc is None or not is_did(told.did) or named not in {told.did, handle}:
        return None
    document = parse_document(told.didDoc)
    said = told.handle.casefold() if isinstance(told.handle, str) else ""
    if is_handle(said) and said not in handles_of(document):
        document = await _document(told.did, http, settings)
    return replace(parse_repo(document, told.did, handle), pds=server)


async def _did_of(handle: str, http: Http, settings: AtprotoSettings) -> str:
    """Return the DID of a handle.

    Asks its own domain by HTTPS, then by DNS, then the AppView (atproto.com/specs/handle).

    An AppView that was opened with --allow-host is asked first: its handles are no
    domains of the real network.
    """
    ways = (
        [_by_appview]
        if settings.appview_url and http.opened(settings.appview_url)
        else [_by_domain, _by_dns, _by_appview]
    )
    for way in ways:
        did = await way(handle, http, settings)
        if did is not None:
            return did
    raise AccountMissing(
        _("Nothing answers for the account name {handle}.").format(handle=handle),
        _("Check the spelling."),
    )


async def _by_domain(handle: str, http: Http, _settings: AtprotoSettings) -> str | None:
    try:
        answer = await http.get(
            f"https://{handle}/.well-known/atproto-did", purpose="handle look-up", max_bytes=_SMALL
        )
    except NetworkError:
        return None  # a domain without a web server: the next way is asked
    return parse_did(answer.body.decode("ascii", "replace")) if answer.ok else None


async def _by_dns(handle: str, http: Http, _settings: AtprotoSettings) -> str | None:
    records = await http.resolve_txt(f"_atproto.{handle}", purpose="handle look-up")
    found = {did for did in map(parse_did, records) if did}
    return (
        found.pop() if len(found) == 1 else None
    )  # several different ones are invalid (atproto.com/specs/handle)


async def _by_appview(handle: str, http: Http, settings: AtprotoSettings) -> str | None:
    if not settings.appview_url:
        return None
    root = settings.appview_url.rstrip("/")
    try:
        answer = await xrpc(
            http, root, "com.atproto.identity.resolveHandle", {"handle": handle}, "handle look-up"
        )
    except SourceError:
        return None
    return parse_resolved(answer.body)


async def _document(did: str, http: Http, settings: AtprotoSettings) -> DidDocument:
    if did.startswith("did:web:"):
        where = did_web_address(did)
        scheme = "http" if http.opened(f"http://{where}/") else "https"
        url = f"{scheme}://{where}/.well-known/did.json"
    else:
        url = f"{settings.plc_url.rstrip('/')}/{did}"
    answer = await http.get(url, purpose="DID look-up", max_bytes=_SMALL)
    what = _("DID document")
    return parse_document(loose(require_ok(answer, what).body, what))


async def own_domain(repo: Repo, http: Http, settings: AtprotoSettings) -> bool:
    """Whether the handle is a domain that answers with the DID of `repo`.

    It has to be one that nobody hands out, and to answer itself; and the directory has to say of
    the DID that it bears the handle. A server of one's own may say so of somebody else's, and so
    may a directory of one's own: only the public one counts.
    """
    if not repo.handle or settings.plc_url.rstrip("/") != AtprotoSettings().plc_url:
        return False
    try:
        server = await xrpc(
            http, repo.pds, "com.atproto.server.describeServer", {}, "domains of the provider"
        )
        if is_shared(repo.handle, server.body):
            return False
        if repo.handle not in handles_of(await _document(repo.did, http, settings)):
            return False
    except (NetworkError, SourceError):
        return False  # without the list of shared domains it cannot be told
    for way in (_by_domain, _by_dns):
        if await way(repo.handle, http, settings) == repo.did:
            return True
    return False
