"""The thin half of the Gitea source, for Forgejo too: anybody's server, which needs no key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote, unquote, urlsplit

import msgspec

from auditor.domain.account import Account
from auditor.domain.photos.photo import Photo, PhotoKind
from auditor.errors import NetworkError, SourceError
from auditor.markup.payload import (
    decode,
    require_ok,
    require_own_home,
    require_where_proven,
)
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
from auditor.sources.gitea.payloads import (
    NAME,
    GiteaUser,
    owner_of,
    parse_files,
    parse_found,
    parse_repositories,
    parse_user,
)
from auditor.sources.gitea.traits import TRAITS

_KNOWN = frozenset({"codeberg.org", "gitea.com", "git.disroot.org", "git.gay"})
"""Servers that are told without asking: each says in its footer what it runs (2026)."""
# models/user/user.go of Gitea: IsUsableUsername allows letters, digits, - . and _
_USER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)
_PAGE = 50
"""Entries asked for at a time: MAX_RESPONSE_ITEMS of a new server (docs.gitea.com)."""
_FILES = 1000


class _Version(msgspec.Struct):
    version: str


class Gitea(RepositorySource):
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
        if not _USER.fullmatch(steps[0]):
            return None
        home = f"{parts.scheme}://{parts.netloc}/{quote(steps[0], '')}"
        return Recognised(NAME, steps[0], home, sure=known)

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """Ask for the version, which is written as 1.22.3 or 9.0.0+gitea-1.22.0."""
        found = self._meant(text)
        if found is None or found.sure:
            return found
        try:
            url = f"{root_of(found.url)}/api/v1/version"
            answer = await http.get(url, purpose="what the server runs")
            told = decode(require_ok(answer, "version").body, _Version, "version")
        except (SourceError, NetworkError):
            return None
        return replace(found, sure=True) if re.match(r"v?\d+\.\d+", told.version) else None

    async def older_versions(self, photo: Photo, http: Http) -> Sequence[str]:
        """Return where the file stands in older states of its repository. See KeepsVersions."""
        start, media, path = photo.media_url.partition("/media/")
        if photo.kind is not PhotoKind.FILE or not media:
            return ()
        answer = await http.get(
            f"{start}/commits?path={path}&limit=30&stat=false&verification=false&files=false",
            purpose="older states",
        )
        if answer.status in repositories.NO_SUCH:
            return ()
        states = repositories.parse_states(self.require_ok(answer, _("older states")).body)
        return [f"{photo.media_url}?ref={each}" for each in states]

    async def owner(self, account: Account, http: Http) -> Owner | None:
        """See CodeHost."""
        name = quote(urlsplit(account.url).path.strip("/").partition("/")[0], "%")
        answer = await http.get(f"{root_of(account.url)}/api/v1/users/{name}", purpose="account")
        if answer.gone:
            return None
        return self._own(parse_user(require_ok(answer, _("account")).body), account)

    async def owner_by_key(self, account: Account, http: Http) -> Owner | None:
        """See CodeHost. The search finds by number (docs.gitea.com/api, userSearch, uid)."""
        url = f"{root_of(account.url)}/api/v1/users/search?uid={quote(account.stable_id, '')}"
        answer = await http.get(url, purpose="account")
        if not answer.ok:
            return None
        user = parse_found(answer.body, account.stable_id)
        return self._own(user, account) if user is not None else None

    def _own(self, user: GiteaUser, account: Account) -> Owner:
        owner = owner_of(user, account.id, f"{root_of(account.url)}/")
        require_own_home(account, account.url, [owner.page_url])
        require_where_proven(account, account.url)
        return owner

    def repositories_url(self, account: Account, owner: Owner, page: int) -> str:
        """See CodeHost."""
        name = quote(owner.name, "")
        return f"{root_of(account.url)}/api/v1/users/{name}/repos?limit={_PAGE}&page={page}"

    def parse_repositories(self, answer: Answer) -> RepositoryPage:
        """See CodeHost."""
        return parse_repositories(answer.body, f"{root_of(answer.url)}/")

    def files_url(self, account: Account, repository: CodeRepository, page: int) -> str:
        """See CodeHost."""
        tree = f"{quote(repository.path)}/git/trees/{quote(repository.branch, '')}"
        query = f"recursive=true&per_page={_FILES}&page={page}"
        return f"{root_of(account.url)}/api/v1/repos/{tree}?{query}"

    def parse_files(self, answer: Answer) -> TreePage:
        """See CodeHost."""
        return parse_files(answer.body)

    def raw_url(self, repository: CodeRepository, path: str) -> str:
        """See CodeHost. `media` also gives what is kept outside the repository (LFS)."""
        root = root_of(repository.page_url)
        return f"{root}/api/v1/repos/{quote(repository.path)}/media/{quote(path)}"

    def shown_url(self, repository: CodeRepository, path: str) -> str:
        """See CodeHost."""
        branch = quote(repository.branch)
        return f"{repository.page_url}/src/branch/{branch}/{quote(path)}"
