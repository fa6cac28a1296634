"""What GitLab's interface answers (docs.gitlab.com/api), read field by field."""

from __future__ import annotations

from typing import Any

import msgspec

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

NAME = "gitlab"


class GitLabUser(msgspec.Struct):
    """The parts of a user that are read (docs.gitlab.com/api/users).

    A list has the first five, the user alone the others too, where the server shows them.
    """

    id: int
    username: str
    name: str = ""
    avatar_url: Any = None
    web_url: str = ""
    bio: str | None = None
    location: str | None = None
    organization: str | None = None
    job_title: str | None = None
    website_url: str | None = None


class _Project(msgspec.Struct):
    id: int
    path_with_namespace: str
    web_url: str = ""
    default_branch: str | None = None
    visibility: str = "public"
    empty_repo: bool = False
    forked_from_project: Any = None
    license: Any = None


class _Licence(msgspec.Struct):
    name: str | None = None


def parse_users(body: bytes, name: str) -> GitLabUser | None:
    """Return the user of a name from the answer of a search for it. Raises PayloadBroken."""
    told = loose_list(body, _("account"))
    users = [entry(item, GitLabUser) for item in told]
    if told and None in users:
        raise broken(_("account"), "id, username")
    folded = name.casefold()
    return next((user for user in users if user and user.username.casefold() == folded), None)


def parse_user(body: bytes) -> GitLabUser:
    """Return the user. Raises PayloadBroken."""
    user = entry(loose(body, _("account")), GitLabUser)
    if user is None or not user.username:
        raise broken(_("account"), "id, username")
    return user


def owner_of(user: GitLabUser, account: str, root: str) -> Owner:
    """Return whose projects they are, with what the profile shows."""
    page = safe_url(root, user.web_url) if user.web_url else None
    page = page or safe_url(root, user.username) or root
    texts = (user.bio, user.job_title, user.organization, user.location)
    profile = profile_of(page, user.name or user.username, texts, user.website_url)
    portraits = portrait(NAME, account, page, user.avatar_url)
    unread = unread_portraits(user.avatar_url)
    return Owner(str(user.id), user.username, page, profile, portraits, unread)


def parse_projects(body: bytes, root: str) -> RepositoryPage:
    """Return one page of the list. Raises PayloadBroken."""
    found, lost = [], 0
    for item in loose_list(body, _("list of repositories")):
        told = entry(item, _Project)
        if told is None or "/" not in told.path_with_namespace:
            lost += 1
        elif told.visibility == "public":
            licence = entry(told.license, _Licence)
            found.append(
                CodeRepository(
                    named(told.id),
                    told.path_with_namespace,
                    told.default_branch or "HEAD",
                    safe_url(root, told.web_url or told.path_with_namespace) or root,
                    copied=bool(told.forked_from_project),
                    empty=told.empty_repo,
                    licence=line(licence.name) or None if licence else None,
                )
            )
    return RepositoryPage(tuple(found), lost)


def parse_files(body: bytes, *, more: bool) -> TreePage:
    """Return a page of the files of a project. Raises PayloadBroken."""
    return file_page(loose_list(body, _("files of a repository")), more=more)
