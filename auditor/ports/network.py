"""The door to the network, as everyone behind it sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Protocol

from auditor.dataclass import dataclass

SUCCESS = range(200, 300)
"""Status codes of answers that are what was asked for (RFC 9110, 15.3)."""
_GONE = frozenset({404, 410})
_NEEDS_LOGIN = frozenset({401, 403})


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, whole in memory.

    `url` is the one that answered, after redirects; header names are lower-case.

    `truncated` says that the body was cut at the cap because the caller asked for a prefix only.
    `body_s` are the seconds from its headers to the end of the body; 0 where nobody measured.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    truncated: bool = False
    links: Mapping[str, str] = field(
        default_factory=dict
    )  # rel -> absolute URL, from the Link header
    body_s: float = field(default=0.0, compare=False)

    @property
    def ok(self) -> bool:
        """Whether the server gave what was asked for."""
        return self.status in SUCCESS

    @property
    def gone(self) -> bool:
        """Whether the server says that there is no such thing (RFC 9110, 15.5.5 and 15.5.11)."""
        return self.status in _GONE

    @property
    def needs_login(self) -> bool:
        """Whether the server shows it only to those whom it knows (RFC 9110, 15.5.2, 15.5.4)."""
        return self.status in _NEEDS_LOGIN


class Http(Protocol):
    """The only door to the network.

    Raises NetworkError; every status but 429/503-after-retries comes back as an Answer.
    """

    async def get(
        self,
        url: str,
        *,
        purpose: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        prefix: int | None = None,
        crawl: bool = False,
        hidden: Sequence[str] = (),
    ) -> Answer:
        """Read `url`. `purpose` goes to the network log. `crawl` obeys robots.txt.

        `hidden` is what nobody but the host of `url` may learn: parts of the address, which then
        neither the log nor an error tells. With any, no redirect to another origin is followed.

        `prefix` asks for the first bytes only (Range) and never reads more; `max_bytes` is a cap
        over which TooLarge is raised.
        """
        ...

    async def head(self, url: str, *, purpose: str) -> Answer:
        """Ask for the headers of `url`."""
        ...

    async def post(
        self,
        url: str,
        *,
        purpose: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        hidden: Sequence[str] = (),
    ) -> Answer:
        """Send `body` to `url`. Only for interfaces that read by POST.

        `hidden` is as for `get`; parts of the body that an answer could tell are meant too.
        """
        ...

    async def resolve_txt(self, name: str, *, purpose: str) -> tuple[str, ...]:
        """Return the DNS TXT strings of `name`.

        Empty where there are none or they cannot be asked for.
        """
        ...

    async def renew(self) -> None:
        """Keep no connection: what is asked from now on opens a new one.

        Requests under way are not disturbed.
        """
        ...

    def opened(self, url: str) -> bool:
        """Whether `url` stands on a host opened with --allow-host."""
        ...

    async def local(self, url: str) -> bool:
        """Whether `url` stands on an opened host of loopback or private addresses only.

        They are what its name resolves to.
        """
        ...

    def requests(self, purpose_prefix: str) -> int:
        """How many requests were made so far for purposes that start with `purpose_prefix`."""
        ...
