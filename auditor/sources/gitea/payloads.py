"""What Gitea's and Forgejo's interface answers (docs.gitea.com/api), read field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from auditor.markup.payload import (
    entry,
    line,
    loose,
    loose_list,
    members,
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

NAME = "gitea"


class GiteaUser(msgspec.Struct):
    """The parts of a public user that are read (schema User of docs.gitea.com/api)."""

    id: int
    login: str
    html_url: str = ""
    avatar_url: Any = None
    full_name: str | None = None
    location: str | None = None
    website: str | None = None
    description: str | None = None


class _Repository(msgspec.Struct):
    id: int
    full_name: str
    html_url: str = ""
    default_branch: str = ""
    fork: bool = False
    mirror: bool = False
    private: bool = False
    empty: bool = False
    licenses: list[Any] | None = None


def parse_user(body: bytes) -> GiteaUser:
    """Return the user. Raises PayloadBroken."""
    user = entry(loose(body, _("account")), GiteaUser)
    if user is None or not user.login:
        raise broken(_("account"), "id, login")
    return user


def parse_found(body: bytes, key: str) -> GiteaUser | None:
    """Return the user of a number in the answer of a search. Raises PayloadBroken."""
    answer = loose(body, _("account"))
    told = members(answer.get("data")) if isinstance(answer, Mapping) else []
    found = (entry(item, GiteaUser) for item in told)
    return next((user for user in found if user is not None and str(user.id) == key), None)


def owner_of(user: GiteaUser, account: str, root: str) -> Owner:
    """Return whose repositories they are, with what the profile shows."""
    page = safe_url(root, user.html_url) if user.html_url else None
    page = page or safe_url(root, user.login) or root
    texts = (user.description, user.location)
    profile = profile_of(page, user.full_name or user.login, texts, user.website)
    portraits = portrait(NAME, account, page, user.avatar_url)
    unread = unread_portraits(user.avatar_url)
    return Owner(str(user.id), user.login, page, profile, portraits, unread)


def parse_repositories(body: bytes, root: str) -> RepositoryPage:
    """Return one page of the list; mirrors are copies as forks are. Raises PayloadBroken."""
    found, lost = [], 0
    for item in loose_list(body, _("list of repositories")):
        told = entry(item, _Repository)
        if told is None or told.full_name.count("/") != 1:
            lost += 1
        elif not told.private:
            licences = [each for each in told.licenses or () if isinstance(each, str)]
            found.append(
                CodeRepository(
                    named(told.id),
                    told.full_name,
                    told.default_branch or "HEAD",
                    safe_url(root, told.html_url or told.full_name) or root,
                    copied=told.fork or told.mirror,
                    empty=told.empty,
                    licence=line(", ".join(licences)) or None,
                )
            )
    return RepositoryPage(tuple(found), lost)


def parse_files(body: bytes) -> TreePage:
    """Return a page of the files of a repository. Raises PayloadBroken.

    `truncated` says that further pages follow.
    """
    answer = loose(body, _("files of a repository"))
    if not isinstance(answer, Mapping) or "tree" not in answer:
        raise broken(_("files of a repository"), "tree")
    further = answer.get("truncated")
    odd = further is not None and not isinstance(further, bool)
    return file_page(answer["tree"], cut=odd, more=further is True)
