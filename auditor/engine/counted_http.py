"""The network door as one account sees it.

Every request carries the account in its purpose and is counted. What a proven account is read from
may not lead elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from auditor.domain.account import Account
from auditor.errors import Offline
from auditor.markup.payload import require_answer_where_proven
from auditor.ports import Answer, Http


class CountedHttp:
    """Passes everything on to `http`, with the account's id in front of each purpose.

    With `account`, an answer of an interface that comes from another host than the one where it was
    proven raises HandleTaken.
    """

    def __init__(self, http: Http, account_id: str, account: Account | None = None) -> None:
        self._http = http
        self._account = account
        self._prefix = f"{account_id}: "
        self.count = 0

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.count += 1
        try:
            yield
        except Offline:  # nothing was sent
            self.count -= 1
            raise

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
        """See ports.Http."""
        with self._counted():
            answer = await self._http.get(
                url,
                purpose=self._prefix + purpose,
                params=params,
                headers=headers,
                max_bytes=max_bytes,
                prefix=prefix,
                crawl=crawl,
                hidden=hidden,
            )
        # Pictures, which have a cap, may stand elsewhere; a crawl looks at its pages by itself.
        whole = max_bytes is None and prefix is None and not crawl
        if self._account is not None and whole:
            require_answer_where_proven(self._account, url, answer)
        return answer

    async def head(self, url: str, *, purpose: str) -> Answer:
        """See ports.Http."""
        with self._counted():
            return await self._http.head(url, purpose=self._prefix + purpose)

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
        """See ports.Http."""
        with self._counted():
            return await self._http.post(
                url,
                purpose=self._prefix + purpose,
                body=body,
                headers=headers,
                max_bytes=max_bytes,
                hidden=hidden,
            )

    async def resolve_txt(self, name: str, *, purpose: str) -> tuple[str, ...]:
        """See ports.Http."""
        return await self._http.resolve_txt(name, purpose=self._prefix + purpose)

    async def renew(self) -> None:
        """See ports.Http."""
        await self._http.renew()

    def opened(self, url: str) -> bool:
        """See ports.Http."""
        return self._http.opened(url)

    async def local(self, url: str) -> bool:
        """See ports.Http."""
        return await self._http.local(url)

    def requests(self, purpose_prefix: str) -> int:
        """See ports.Http."""
        return self._http.requests(self._prefix + purpose_prefix)
