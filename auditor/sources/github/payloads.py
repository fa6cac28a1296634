"""What GitHub's interface answers (docs.github.com/rest), read field by field."""

from __future__ import annotations

from typing import Any

import msgspec

from auditor.domain.account import Link
from auditor.markup.payload import (
    entry,
    line,
    loose,
    loose_list,
    named,
    unread_portraits,
)
from auditor.markup.protocols.repositories import (
    CodeRepository,
    Owner,
    RepositoryPage,
    TreePage,
    broken,
    file_page,
    portrait,
    profile_of,
)
from auditor.markup.urls import safe_url
from auditor.messages import _

NAME = "github"
_MOST_LISTED = 100


class GitHubUser(msgspec.Struct):
    """The parts of a public user that are read (docs.github.com/rest/users/users)."""

    id: int
    login: str
    html_url: str = ""
    avatar_url: Any = None
    name: str | None = None
    company: str | None = None
    blog: str | None = None
    location: str | None = None
    bio: str | None = None


class _Listed(msgspec.Struct):
    """docs.github.com/rest/users/social-accounts; `provider` names a site or is "generic"."""

    url: str
    provider: str = ""


class _Licence(msgspec.Struct):
    spdx_id: str | None = None


class _Repository(msgspec.Struct):
    id: int
    full_name: str
    html_url: str = ""
    default_branch: str = ""
    fork: bool = False
    private: bool = False
    license: Any = None


def parse_user(body: bytes) -> GitHubUser:
    """Return the user. Raises PayloadBroken."""
    user = entry(loose(body, _("account")), GitHubUser)
    if user is None or not user.login:
        raise broken(_("account"), "id, login")
    return user


def parse_listed(body: bytes, root: str) -> tuple[Link, ...]:
    """Return the accounts that somebody lists on their profile, at most 100.

    GitHub does not check them. Raises PayloadBroken.
    """
    told = (entry(item, _Listed) for item in loose_list(body, _("listed accounts")))
    urls = (safe_url(root, each.url) for each in told if each is not None)
    return tuple(Link(url) for url in dict.fromkeys(urls) if url is not None)[:_MOST_LISTED]


def page_of(user: GitHubUser, root: str) -> str:
    """Return the address of the profile."""
    return safe_url(root, user.html_url) or safe_url(root, f"/{user.login}") or root


def owner_of(user: GitHubUser, account: str, root: str) -> Owner:
    """Return whose repositories they are, with what the profile shows."""
    page = page_of(user, root)
    texts = (user.bio, user.company, user.location)
    profile = profile_of(page, user.name or user.login, texts, user.blog)
    portraits = portrait(NAME, account, page, user.avatar_url)
    unread = unread_portraits(user.avatar_url)
    return Owner(str(user.id), user.login, page, profile, portraits, unread)


def parse_repositories(body: bytes, root: str) -> RepositoryPage:
    """Return one page of the list. Raises PayloadBroken."""
    found, lost = [], 0
    for item in loose_list(body, _("list of repositories")):
        told = entry(item, _Repository)
        if told is None or told.full_name.count("/") != 1:
            lost += 1
        elif not told.private:
            licence = entry(told.license, _Licence)
            found.append(
                CodeRepository(
                    named(told.id),
                    told.full_name,
                    told.default_branch or "HEAD",
                    safe_url(root, told.html_url) or root,
                    copied=told.fork,
                    licence=line(licence.spdx_id) or None if licence else None,
                )
            )
    return RepositoryPage(tuple(found), lost)


def parse_files(body: bytes) -> TreePage:
    """Return the files of a repository. Raises PayloadBroken."""
    answer = loose(body, _("files of a repository"))
    if not isinstance(answer, dict) or "tree" not in answer:
        raise broken(_("files of a repository"), "tree")
    return file_page(answer["tree"], cut=answer.get("truncated") not in (None, False))
