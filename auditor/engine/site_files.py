"""The files in which a site speaks to programs: robots.txt, tdmrep.json and ai.txt.

What cannot be read is told, never open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from http import HTTPStatus

from auditor.dataclass import dataclass
from auditor.domain.openness import Agent, Signal
from auditor.errors import NetworkError, Offline, Unreachable
from auditor.markup.decode import decode
from auditor.markup.robots_signals import MAX_ROBOTS_TXT
from auditor.markup.training.files import AI_TXT, MAX_FILE, TDMREP, ai_txt_signals, tdmrep_signals
from auditor.markup.training.robots_groups import RobotsTxt, parse_groups
from auditor.markup.training.site_signals import robots_signals
from auditor.messages import _
from auditor.ports import Answer, Http

ROBOTS_TXT = "/robots.txt"
_ABSENT = range(400, 500)


@dataclass(slots=True)
class SiteFiles:
    """The files below `root`; what could not be told is added to `unread` in words."""

    http: Http
    root: str
    unread: list[str]
    unreachable: str = ""  # why nothing answered at all

    async def robots_txt(self) -> RobotsTxt | None:
        """Return robots.txt.

        Empty where there is none (RFC 9309, 2.3.1.3), None where it could not be read (2.3.1.4).
        """
        answer = await self._read(ROBOTS_TXT, MAX_ROBOTS_TXT)
        if answer is None:
            self.unread.append(
                _(
                    "What robots.txt says to AI agents is not known. By the standard they must "
                    "then stay away; few wait for it."
                )
            )
            return None
        if answer.status in _ABSENT:
            return parse_groups("")
        if answer.truncated:
            self.unread.append(
                _(
                    "robots.txt is so long that only its start was read; the standard asks agents "
                    "for no more."
                )
            )
        text = answer.body.decode(
            "utf-8-sig", "replace"
        )  # nothing else is read by agents (RFC 9309, 2.3), whatever the header says
        if "\0" in text:
            self.unread.append(
                _("robots.txt is not in UTF-8: agents read nothing in it. Save it anew as UTF-8.")
            )
        return await asyncio.to_thread(parse_groups, text)

    def said_by_robots(self, robots: RobotsTxt, agents: Sequence[Agent], url: str) -> list[Signal]:
        """Return what robots.txt says of `url` to `agents`."""
        return list(robots_signals(robots, agents, url, self.root + ROBOTS_TXT))

    async def others(self, url: str, *, picture: bool) -> list[Signal]:
        """Return what tdmrep.json and ai.txt say of `url`."""
        found: list[Signal] = []
        tdmrep = await self._read(TDMREP, MAX_FILE)
        if tdmrep is not None and tdmrep.ok and not _is_page(tdmrep):
            said = await asyncio.to_thread(tdmrep_signals, tdmrep.body, url, self.root + TDMREP)
            found += said.signals
            if said.broken:
                self.unread.append(
                    _(
                        "tdmrep.json does not have the form of its standard; part of it could not "
                        "be read."
                    )
                )
        ai_txt = await self._read(AI_TXT, MAX_FILE)
        if ai_txt is not None and ai_txt.ok and not _is_page(ai_txt):
            text = decode(ai_txt.body, ai_txt.headers.get("content-type", ""))
            found += ai_txt_signals(text, url, self.root + AI_TXT, picture=picture)
        return found

    async def _read(self, path: str, most: int) -> Answer | None:
        """Return the answer to a file that is meant for programs.

        None where none came, or a fault of the server.
        """
        name = path.rpartition("/")[2]
        try:
            answer = await self.http.get(self.root + path, purpose=name, prefix=most)
        except Offline:
            raise
        except NetworkError as error:
            if isinstance(error, Unreachable):
                self.unreachable = error.message
            self.unread.append(
                _("{file} could not be read: {reason}").format(file=name, reason=error.message)
            )
            return None
        if not answer.ok and answer.status not in _ABSENT:
            self.unread.append(
                _("{file} could not be read: the server answered {status}").format(
                    file=name, status=answer.status
                )
            )
            return None
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            self.unread.append(
                _("{file} could not be read: the server asks to wait").format(file=name)
            )
            return None
        return answer


def _is_page(answer: Answer) -> bool:
    """Whether a site that answers everything with a page did so here."""
    return (
        "html" in answer.headers.get("content-type", "").lower() or answer.body.lstrip()[:1] == b"<"
    )
