"""The door to the network, built when somebody first wants to go through it.

Most commands send nothing; what the door is built on takes longer to load than they run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from auditor.adapters.network.quiet import silence_loggers
from auditor.config import NetworkSettings
from auditor.domain.views import NetworkEntry
from auditor.ports import Answer

if TYPE_CHECKING:
    from auditor.adapters.network.http import HttpDoor


class LateDoor:
    """Implements `auditor.ports.Http` by an `HttpDoor` with these settings and this `sink`.

    `named_to` are hosts of services that refuse whoever does not name themselves. Raises
    SettingsError and UsageError for settings that make no sense, at once as `HttpDoor` does.
    """

    def __init__(
        self,
        settings: NetworkSettings,
        sink: Callable[[NetworkEntry], None],
        named_to: frozenset[str] = frozenset(),
    ) -> None:
        silence_loggers()
        self._named_to = named_to
        self._settings = settings
        self._sink = sink
        self._built: HttpDoor | None = None
        if settings.proxy or settings.allow_hosts:  # only these can make no sense
            self._door()

    def _door(self) -> HttpDoor:
        if self._built is None:
            from auditor.adapters.network.agents import Introduction
            from auditor.adapters.network.http import HttpDoor

            self._built = HttpDoor(
                self._settings, self._sink, introduction=Introduction(hosts=self._named_to)
            )
        return self._built

    async def aclose(self) -> None:
        """Close all connections."""
        if self._built is not None:
            await self._built.aclose()

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
        """Read `url`; see `auditor.ports.Http`."""
        return await self._door().get(
            url,
            purpose=purpose,
            params=params,
            headers=headers,
            max_bytes=max_bytes,
            prefix=prefix,
            crawl=crawl,
            hidden=hidden,
        )

    async def head(self, url: str, *, purpose: str) -> Answer:
        """Ask for the headers of `url`."""
        return await self._door().head(url, purpose=purpose)

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
        """Send `body` once, as `HttpDoor.post` does."""
        return await self._door().post(
            url, purpose=purpose, body=body, headers=headers, max_bytes=max_bytes, hidden=hidden
        )

    async def resolve_txt(self, name: str, *, purpose: str) -> tuple[str, ...]:
        """Return what `HttpDoor.resolve_txt` does."""
        return await self._door().resolve_txt(name, purpose=purpose)

    async def renew(self) -> None:
        """Keep no connection."""
        if self._built is not None:
            await self._built.renew()

    def opened(self, url: str) -> bool:
        """Whether `url` stands on a host opened with --allow-host; with any, the door is built."""
        return self._built is not None and self._built.opened(url)

    async def local(self, url: str) -> bool:
        """Whether `url` stands on an opened host of loopback or private addresses only."""
        return self._built is not None and await self._built.local(url)

    def requests(self, purpose_prefix: str) -> int:
        """Return how many requests left this machine so far for purposes that start so."""
        return 0 if self._built is None else self._built.requests(purpose_prefix)
