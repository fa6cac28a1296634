"""What one page or picture that the user names says about AI training.

Everything asked for, then put together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import field
from urllib.parse import urlsplit, urlunsplit

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Claim, account_id
from auditor.domain.openness import AgentList, OpennessReport, Signal, SignalName, contradictions
from auditor.engine.site_files import SiteFiles
from auditor.errors import (
    NetworkError,
    Offline,
    RobotsRefused,
    SourceError,
    UsageError,
)
from auditor.markup.training.embedded_rights import embedded_signal, has_credentials
from auditor.markup.training.page_signals import page_signals
from auditor.markup.training.site_signals import agent_rules, header_signals
from auditor.markup.urls import names_picture, safe_url, same_host
from auditor.messages import _
from auditor.ports import Answer, Http, Recognised, Source

PICTURE_PREFIX = 256 * 1024
"""Bytes of a picture that are read: its metadata stands in front, its pixels are not needed."""
PAGE_PREFIX = 2 * 1024 * 1024


@dataclass(slots=True)
class OpennessInquiry:
    """One URL being asked after; `found` and `unread` grow in the order in which they are told."""

    http: Http
    agents: AgentList
    found: list[Signal] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    async def report(self, text: str, sources: Sequence[Source]) -> OpennessReport:
        """Return everything that `text` (an address) says.

        Raises UsageError for what is none, Offline where nothing may be sent.
        """
        asked = address(text)
        answer = await self._answer(asked)
        url = (safe_url("", answer.url) or asked) if answer is not None else asked
        if not same_host(url, asked):
            told = _("{host} sends visitors on to {other}; its own robots.txt was not looked at.")
            self.unread.append(told.format(host=urlsplit(asked).netloc, other=urlsplit(url).netloc))
        picture = _is_picture(answer, url)
        files = SiteFiles(self.http, root_of(url), self.unread)
        robots = await files.robots_txt()
        if answer is None and files.unreachable:  # the page was refused for want of robots.txt
            return self._nothing(asked, files.unreachable)
        if robots is not None:
            self.found += await asyncio.to_thread(
                files.said_by_robots, robots, self.agents.training, url
            )
        if answer is not None:
            self.found += header_signals(answer.headers, answer.links, self.agents.agents, url)
            await self._of_body(answer, url, picture=picture)
        self.found += await files.others(url, picture=picture)
        await self._of_platform(url, sources)
        rules = await asyncio.to_thread(agent_rules, robots, self.agents.agents, url)
        found = tuple(dict.fromkeys(self.found))
        return OpennessReport(
            asked,
            found,
            rules,
            contradictions(found),
            tuple(dict.fromkeys(self.unread)),
            self.agents.date,
        )

    def _nothing(self, asked: str, reason: str) -> OpennessReport:
        """Return the report on a host that answers nothing at all: told once."""
        told = _("{host} could not be reached, so nothing of it is known: {reason}")
        unread = (told.format(host=urlsplit(asked).netloc, reason=reason),)
        rules = agent_rules(None, self.agents.agents, asked)
        return OpennessReport(asked, (), rules, (), unread, self.agents.date)

    async def _answer(self, url: str) -> Answer | None:
        """Read the page, or the start of the picture, like a polite visitor.

        None where its headers say nothing of it.
        """
        prefix = PICTURE_PREFIX if names_picture(url) else PAGE_PREFIX
        try:
            answer = await self.http.get(url, purpose="openness", prefix=prefix, crawl=True)
        except Offline:
            raise
        except RobotsRefused:
            self.unread.append(
                _(
                    "Headers and page were not read: robots.txt asks programs like this one not "
                    "to. They may forbid more, or open more."
                )
            )
            return None
        except NetworkError as error:
            self.unread.append(
                _("Headers and page could not be read: {reason}").format(reason=error.message)
            )
            return None
        if answer.ok:
            return answer
        told = _(
            "The page could not be read: the server answered {status}. What it shows to others is "
            "not known."
        )
        self.unread.append(told.format(status=answer.status))
        return None

    async def _of_body(self, answer: Answer, url: str, *, picture: bool) -> None:
        if picture:
            self._of_picture(answer, url)
            return
        kind = answer.headers.get("content-type", "")
        self.found += await asyncio.to_thread(
            page_signals, answer.body, url, kind, self.agents.agents
        )
        if answer.truncated:
            self.unread.append(_("The page is so long that only its start was read."))
        if any(
            signal.signal is SignalName.TDM_RESERVATION and signal.where == url
            for signal in self.found
        ):
            told = _(
                "A tdm-reservation of a page does not cover the pictures that it shows: each needs "
                "a header, or tdmrep.json."
            )
            self.unread.append(told)
        self.unread.append(
            _(
                "The pictures that the page shows were not asked: collectors fetch them by "
                "themselves. Ask about one, too."
            )
        )

    def _of_picture(self, answer: Answer, url: str) -> None:
        found = embedded_signal(answer.body, url)
        if found is not None:
            self.found.append(found)
        elif answer.truncated or answer.status == 206:  # noqa: PLR2004 - Partial Content
            self.unread.append(
                _(
                    "Only the start of the picture was read; what its file says of training "
                    "further behind is not known."
                )
            )
        if has_credentials(answer.body):
            self.unread.append(
                _(
                    "The picture carries content credentials, which were not read: save it and run "
                    "'auditor inspect' on it."
                )
            )

    async def _of_platform(self, url: str, sources: Sequence[Source]) -> None:
        for source in sources:
            known = source.recognise(url) if source.traits.flags else None
            if known is None:
                continue
            try:
                sure = known if known.sure else await source.detect(self.http, url)
                if sure is not None:
                    self.found += await self._flags(source, sure)
                    return
            except (NetworkError, SourceError) as error:
                told = _(
                    "What the account's settings on {platform} say could not be read: {reason}"
                )
                self.unread.append(told.format(platform=source.name, reason=error.message))

    async def _flags(self, source: Source, known: Recognised) -> tuple[Signal, ...]:
        """Return the flags of the account, from the first page of what the platform shows."""
        account = Account(
            account_id(known.platform, known.handle, known.url),
            known.platform,
            known.handle,
            known.url,
            Claim.UNSURE,
        )
        async with aclosing(source.fetch(account, self.http, None)) as batches:  # type: ignore[type-var]  # sources are generators
            async for batch in batches:
                if batch.profile is not None:
                    return batch.profile.training
        return ()


def address(text: str) -> str:
    """Return `text` as an address that can be asked for. Raises UsageError."""
    written = text.strip()
    url = safe_url("", written if "://" in written else f"https://{written}")
    if url is None:
        raise UsageError(
            _("{text} is no web address.").format(text=written[:100]),
            _("Give the whole address, with https://."),
        )
    return url


def root_of(url: str) -> str:
    """Return the address of the host without path."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "", "", ""))


def _is_picture(answer: Answer | None, url: str) -> bool:
    kind = answer.headers.get("content-type", "").strip().lower() if answer is not None else ""
    return kind.startswith("image/") if kind else names_picture(url)
