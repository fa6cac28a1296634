"""Asks for the posts of a blog: Tumblr's interface with the person's own key, else the blog itself.

The interface takes a key only as a parameter of the address. It is hidden from whatever tells of
that address, and no redirect to another origin is followed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from auditor.domain.account import Account
from auditor.domain.secret import Secret
from auditor.errors import HandleTaken, SourceError
from auditor.markup.payload import line, named, require_answer_where_proven, require_ok
from auditor.markup.protocols.own_key import OwnKey
from auditor.markup.urls import same_host
from auditor.messages import _
from auditor.ports import Answer, Http, KeyOf
from auditor.sources.tumblr.payloads import NAME, read_interface, read_json, refusal_of

API = "https://api.tumblr.com/v2/blog"
TITLE = "Tumblr"
_PAGE = 50  # the most that either gives
_WRONG_KEY = 401
_FOR_MEMBERS = 4012
"""The code of a blog that is shown to nobody who is logged out; its status says it is missing."""


class PostsOfBlog:
    """The requests of one reading. `key_of` is asked for the key at the first of them."""

    def __init__(self, http: Http, key_of: KeyOf) -> None:
        self._http = http
        self._key = OwnKey(key_of, NAME)
        self._own: Secret | None = None
        self._looked = False

    async def read(self, account: Account, start: int) -> Mapping[str, Any]:
        """Return a page of posts in the form of the blog's own answer, whoever gave it.

        Raises SourceError, NetworkError.
        """
        if not self._looked:
            self._own, self._looked = await self._key.if_any(), True
        if self._own is None:
            return await self._of_the_blog(account, start)
        return await self._of_the_interface(account, start, self._own)

    async def _of_the_blog(self, account: Account, start: int) -> Mapping[str, Any]:
        root = account.url.rstrip("/")
        url = f"{root}/api/read/json?debug=1&num={_PAGE}&start={start}"
        answer = await self._http.get(url, purpose="posts")
        require_answer_where_proven(account, url, answer)
        if answer.ok and not same_host(answer.url, url):  # a page that asks people to log in
            answer = replace(answer, status=_WRONG_KEY)
        return read_json(require_ok(answer, _("posts")).body)

    async def _of_the_interface(
        self, account: Account, start: int, own: Secret
    ) -> Mapping[str, Any]:
        blog = urlsplit(account.url).hostname or ""
        answer = await self._http.get(
            f"{API}/{blog}/posts",
            purpose="posts",
            params={
                "api_key": own.reveal(),
                "limit": str(_PAGE),
                "offset": str(start),
                "reblog_info": "true",
            },
            headers={"Accept": "application/json"},
            hidden=self._key.parts,
        )
        told = read_interface(self._taken(answer).body)
        name = line(named(told["tumblelog"].get("name")))
        if name and name.casefold() != blog.partition(".")[0]:
            raise HandleTaken(
                _(
                    "{handle} now belongs to another account than the one that was seen first."
                ).format(handle=line(account.handle)),
                _("It was not read. Remove it, or add yours anew under its present name."),
            )
        return told

    def _taken(self, answer: Answer) -> Answer:
        """Return the answer if it is one. Raises LoginNeeded, AccountMissing, SourceError."""
        if answer.ok:
            return answer
        code, words = refusal_of(answer.body)
        if answer.status == _WRONG_KEY:
            raise self._key.refused(TITLE, words or str(answer.status))
        if answer.gone and code == _FOR_MEMBERS:
            answer = replace(answer, status=_WRONG_KEY)
        if answer.gone or answer.needs_login:
            return require_ok(answer, _("posts"))
        raise SourceError(
            _("{what}: Tumblr answered {status}: {reason}").format(
                what=_("posts"),
                status=answer.status,
                reason=self._key.told(words) or answer.status,
            ),
            _("Try again later."),
        )
