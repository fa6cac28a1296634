"""The thin half of the GitHub source: asks the interface of github.com, which needs no key.

Without one it answers 60 requests an hour (docs.github.com/rest/using-the-rest-api/
rate-limits-for-the-rest-api); a scan that is cut by it goes on where it stopped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote, unquote, urlsplit

from auditor.domain.account import Account
from auditor.domain.photos.photo import Photo, PhotoKind
from auditor.errors import SourceError, Throttled
from auditor.markup.payload import require_ok
from auditor.markup.protocols import repositories
from auditor.markup.protocols.repositories import (
    CodeRepository,
    Owner,
    RepositoryPage,
    RepositorySource,
    TreePage,
)
from auditor.markup.urls import safe_url
from auditor.messages import _
from auditor.ports import Answer, Http, Recognised
from auditor.sources.github.payloads import (
    NAME,
    owner_of,
    parse_files,
    parse_listed,
    parse_repositories,
    parse_user,
)
from auditor.sources.github.traits import ROOT, TRAITS

_HOSTS = frozenset({"github.com", "www.github.com"})
_API = "https://api.github.com"
_RAW = "https://raw.githubusercontent.com"
# docs.github.com, "Username considerations": letters, digits and hyphens; _ before a company's code
_USER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})", re.ASCII)
_NO_USERS = frozenset(
    ("about", "apps", "collections", "contact", "customer-stories", "enterprise", "events",
     "explore", "features", "issues", "join", "login", "logout", "marketplace", "new",
     "notifications", "orgs", "organizations", "pricing", "pulls", "readme", "search", "security",
     "sessions", "settings", "signup", "site", "sponsors", "stars", "team", "topics", "trending",
     "users", "codespaces", "copilot", "solutions", "resources")
)  # fmt: skip
"""First steps of addresses of the site that are pages of its own."""
_FORM = {"Accept": "application/vnd.github+json"}
_HOUR = 3600.0


class GitHub(RepositorySource):
    """See ports.Source; its own `repositories.CodeHost`."""

    name = NAME
    needs = "nothing"
    traits = TRAITS

    def recognise(self, text: str) -> Recognised | None:
        """Recognise `https://github.com/name` and what lies below it."""
        url = safe_url("", text.strip())
        parts = urlsplit(url or "")
        steps = [unquote(step) for step in parts.path.split("/") if step]
        if url is None or parts.hostname not in _HOSTS or not steps:
            return None
        user = steps[0]
        if not _USER.fullmatch(user) or user.casefold() in _NO_USERS:
            return None
        return Recognised(NAME, user, f"{ROOT}{user}")

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """See ports.Source."""
        del http
        return self.recognise(text)

    async def older_versions(self, photo: Photo, http: Http) -> Sequence[str]:
        """Return where the file stands in older states of its repository. See KeepsVersions."""
        steps = urlsplit(photo.media_url).path.split("/", 4)
        if photo.kind is not PhotoKind.FILE or len(steps) != 5:  # noqa: PLR2004 - "", owner, name, state, path
            return ()
        _start, owner, name, _state, path = steps
        answer = await http.get(
            f"{_API}/repos/{owner}/{name}/commits?path={path}&per_page=30",
            purpose="older states",
            headers=_FORM,
        )
        if answer.status in repositories.NO_SUCH:
            return ()
        states = repositories.parse_states(self.require_ok(answer, _("older states")).body)
        return [f"{_RAW}/{owner}/{name}/{each}/{path}" for each in states]

    async def owner(self, account: Account, http: Http) -> Owner | None:
        """See CodeHost."""
        return await self._ask(f"{_API}/users/{quote(account.handle, '')}", account, http)

    async def owner_by_key(self, account: Account, http: Http) -> Owner | None:
        """See CodeHost (docs.github.com/rest/users/users, "Get a user using their ID")."""
        return await self._ask(f"{_API}/user/{quote(account.stable_id, '')}", account, http)

    async def _ask(self, url: str, account: Account, http: Http) -> Owner | None:
        answer = await http.get(url, purpose="account", headers=_FORM)
        if answer.gone:
            return None
        user = parse_user(self.require_ok(answer, _("account")).body)
        return owner_of(user, account.id, ROOT)

    async def with_listed(self, owner: Owner, http: Http) -> Owner:
        """See CodeHost (docs.github.com/rest/users/social-accounts). 100 is the most of a page."""
        url = f"{_API}/users/{quote(owner.name, '')}/social_accounts?per_page=100"
        answer = await http.get(url, purpose="listed accounts", headers=_FORM)
        known = {link.url for link in owner.profile.links}
        try:
            body = self.require_ok(answer, _("listed accounts")).body
            links = [link for link in parse_listed(body, ROOT) if link.url not in known]
        except SourceError:
            told = _("The accounts that the profile lists could not be read.")
            return replace(owner, notes=(*owner.notes, told))
        profile = replace(owner.profile, links=(*owner.profile.links, *links))
        return replace(owner, profile=profile)

    def repositories_url(self, account: Account, owner: Owner, page: int) -> str:
        """See CodeHost. 100 is the most that a page holds."""
        del account
        return f"{_API}/users/{quote(owner.name, '')}/repos?type=owner&per_page=100&page={page}"

    def parse_repositories(self, answer: Answer) -> RepositoryPage:
        """See CodeHost."""
        return parse_repositories(answer.body, ROOT)

    def files_url(self, account: Account, repository: CodeRepository, page: int) -> str:
        """See CodeHost. All files come in one answer."""
        del account, page
        branch = quote(repository.branch, "")
        return f"{_API}/repos/{quote(repository.path)}/git/trees/{branch}?recursive=1"

    def parse_files(self, answer: Answer) -> TreePage:
        """See CodeHost."""
        return parse_files(answer.body)

    def raw_url(self, repository: CodeRepository, path: str) -> str:
        """See CodeHost. HEAD is the newest state of the main branch."""
        return f"{_RAW}/{quote(repository.path)}/HEAD/{quote(path)}"

    def shown_url(self, repository: CodeRepository, path: str) -> str:
        """See CodeHost."""
        return f"{ROOT}{quote(repository.path)}/blob/HEAD/{quote(path)}"

    def require_ok(self, answer: Answer, what: str) -> Answer:
        """See CodeHost. 403 may say that the hour's requests are used up."""
        headers = answer.headers
        if answer.needs_login and (
            headers.get("x-ratelimit-remaining") == "0" or "retry-after" in headers
        ):
            raise Throttled(
                _("{what}: the site asks to wait.").format(what=what),
                _("Without a key it answers 60 requests an hour. Scan again later; it goes on."),
                retry_after=_seconds(headers.get("retry-after", "")),
            )
        return require_ok(answer, what)


def _seconds(text: str) -> float:
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 7 else _HOUR  # noqa: PLR2004 - under twelve days
