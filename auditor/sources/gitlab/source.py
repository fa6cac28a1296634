"""The thin half of the GitLab source: gitlab.com and servers of others, which need no key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote, unquote, urlsplit

from auditor.domain.account import Account
from auditor.domain.photos.photo import Photo, PhotoKind
from auditor.errors import NetworkError, SourceError
from auditor.markup.payload import require_ok, require_own_home, require_where_proven
from auditor.markup.protocols import repositories
from auditor.markup.protocols.repositories import (
    CodeRepository,
    Owner,
    RepositoryPage,
    RepositorySource,
    TreePage,
)
from auditor.markup.urls import root_of, safe_url
from auditor.messages import _
from auditor.ports import Answer, Http, Recognised
from auditor.sources.gitlab.payloads import (
    NAME,
    GitLabUser,
    owner_of,
    parse_files,
    parse_projects,
    parse_user,
    parse_users,
)
from auditor.sources.gitlab.traits import TRAITS

_KNOWN = frozenset(
    ("gitlab.com", "salsa.debian.org", "framagit.org", "gitlab.gnome.org", "invent.kde.org",
     "gitlab.freedesktop.org", "0xacab.org")
)  # fmt: skip
"""Servers that are told without asking: each says on its front page that it runs GitLab (2026)."""
# docs.gitlab.com/user/reserved_names: letters, digits, _ - and . inside
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,253}", re.ASCII)
_NO_USERS = frozenset(
    ("-", "admin", "api", "assets", "dashboard", "explore", "files", "groups", "health_check",
     "help", "import", "jwt", "login", "oauth", "profile", "projects", "public", "s", "search",
     "snippets", "uploads", "users", "v2")
)  # fmt: skip
"""First steps of addresses that are never a user (docs.gitlab.com/user/reserved_names)."""


class GitLab(RepositorySource):
    """See ports.Source; its own `repositories.CodeHost`."""

    name = NAME
    needs = "nothing"
    traits = TRAITS

    def recognise(self, text: str) -> Recognised | None:
        """Recognise addresses of known hosts; what another one runs is asked by `detect`."""
        found = self._meant(text)
        return found if found is not None and found.sure else None

    def _meant(self, text: str) -> Recognised | None:
        """Recognise `https://host/name`; what runs there is asked, but for a few hosts."""
        url = safe_url("", text.strip())
        parts = urlsplit(url or "")
        steps = [unquote(step) for step in parts.path.split("/") if step]
        known = parts.hostname in _KNOWN
        if url is None or parts.query or not steps or (len(steps) > 1 and not known):
            return None
        if not _USER.fullmatch(steps[0]) or steps[0].casefold() in _NO_USERS:
            return None
        home = f"{parts.scheme}://{parts.netloc}/{quote(steps[0], '')}"
        return Recognised(NAME, steps[0], home, sure=known)

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """Ask for the user of that name, which GitLab alone answers in this form."""
        found = self._meant(text)
        if found is None or found.sure:
            return found
        try:
            url = f"{root_of(found.url)}/api/v4/users?username={quote(found.handle, '')}"
            answer = await http.get(url, purpose="what the server runs")
            user = parse_users(require_ok(answer, "users").body, found.handle)
        except (SourceError, NetworkError):
            return None
        return replace(found, sure=True) if user is not None else None

    async def older_versions(self, photo: Photo, http: Http) -> Sequence[str]:
        """Return where the file stands in older states of its project. See KeepsVersions."""
        project, raw, path = photo.media_url.partition("/-/raw/HEAD/")
        if photo.kind is not PhotoKind.FILE or not raw:
            return ()
        key = quote(urlsplit(project).path.strip("/"), "")
        answer = await http.get(
            f"{root_of(project)}/api/v4/projects/{key}/repository/commits?path={path}&per_page=30",
            purpose="older states",
        )
        if answer.status in repositories.NO_SUCH:
            return ()
        states = repositories.parse_states(self.require_ok(answer, _("older states")).body)
        return [f"{project}/-/raw/{each}/{path}" for each in states]

    async def owner(self, account: Account, http: Http) -> Owner | None:
        """See CodeHost. The profile's words are asked for too; where they are closed, they lack."""
        root = root_of(account.url)
        name = unquote(urlsplit(account.url).path.strip("/").partition("/")[0])
        answer = await http.get(
            f"{root}/api/v4/users?username={quote(name, '')}", purpose="account"
        )
        if answer.gone:
            return None
        user = parse_users(require_ok(answer, _("account")).body, name)
        if user is None:
            return None
        whole = await self._whole(root, str(user.id), http)
        return self._own(whole or user, account)

    async def owner_by_key(self, account: Account, http: Http) -> Owner | None:
        """See CodeHost."""
        user = await self._whole(root_of(account.url), account.stable_id, http)
        return self._own(user, account) if user is not None else None

    async def _whole(self, root: str, key: str, http: Http) -> GitLabUser | None:
        answer = await http.get(f"{root}/api/v4/users/{quote(key, '')}", purpose="account")
        return parse_user(answer.body) if answer.ok else None

    def _own(self, user: GitLabUser, account: Account) -> Owner:
        owner = owner_of(user, account.id, f"{root_of(account.url)}/")
        require_own_home(account, account.url, [owner.page_url])
        require_where_proven(account, account.url)
        return owner

    def repositories_url(self, account: Account, owner: Owner, page: int) -> str:
        """See CodeHost."""
        key = quote(owner.key, "")
        return f"{root_of(account.url)}/api/v4/users/{key}/projects?per_page=100&page={page}"

    def parse_repositories(self, answer: Answer) -> RepositoryPage:
        """See CodeHost."""
        return parse_projects(answer.body, f"{root_of(answer.url)}/")

    def files_url(self, account: Account, repository: CodeRepository, page: int) -> str:
        """See CodeHost."""
        key, branch = quote(repository.key, ""), quote(repository.branch, "")
        query = f"ref={branch}&recursive=true&per_page=100&page={page}"
        return f"{root_of(account.url)}/api/v4/projects/{key}/repository/tree?{query}"

    def parse_files(self, answer: Answer) -> TreePage:
        """See CodeHost. What follows is named in the Link header."""
        return parse_files(answer.body, more="next" in answer.links)

    def raw_url(self, repository: CodeRepository, path: str) -> str:
        """See CodeHost. HEAD is the newest state of the main branch."""
        return f"{repository.page_url}/-/raw/HEAD/{quote(path)}"

    def shown_url(self, repository: CodeRepository, path: str) -> str:
        """See CodeHost."""
        return f"{repository.page_url}/-/blob/HEAD/{quote(path)}"
