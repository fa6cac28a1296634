"""What a website says about AI training.

From the page and the robots.txt that the crawl reads anyway, and two small files.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from auditor.domain.openness import Signal
from auditor.errors import NetworkError, Offline, Throttled
from auditor.guidance.agents import agents
from auditor.markup.decode import decode
from auditor.markup.training.files import AI_TXT, MAX_FILE, TDMREP, ai_txt_signals, tdmrep_signals
from auditor.markup.training.page_signals import answer_signals
from auditor.markup.training.robots_groups import parse_groups
from auditor.markup.training.site_signals import robots_signals
from auditor.ports import Answer, Http
from auditor.sources.website.scope import Scope


async def training_signals(
    answer: Answer, robots: str | None, scope: Scope, http: Http
) -> tuple[Signal, ...]:
    """Return what the first page (`answer`) and the files of its host say.

    `robots` is None where robots.txt could not be read.
    """
    found = await asyncio.to_thread(_of_page, answer, robots, scope)
    tdmrep = await _file(scope.beside(TDMREP), http)
    if tdmrep is not None:
        found += (
            await asyncio.to_thread(tdmrep_signals, tdmrep.body, answer.url, scope.beside(TDMREP))
        ).signals
    ai_txt = await _file(scope.beside(AI_TXT), http)
    if ai_txt is not None:
        text = decode(ai_txt.body, ai_txt.headers.get("content-type", ""))
        found += ai_txt_signals(text, answer.url, scope.beside(AI_TXT), picture=False)
    return tuple(dict.fromkeys(found))


def _of_page(answer: Answer, robots: str | None, scope: Scope) -> list[Signal]:
    return [*_of_robots(answer.url, robots, scope), *answer_signals(answer, agents().agents)]


def _of_robots(url: str, robots: str | None, scope: Scope) -> Iterator[Signal]:
    if robots is not None:
        yield from robots_signals(
            parse_groups(robots), agents().training, url, scope.beside("/robots.txt")
        )


async def _file(url: str, http: Http) -> Answer | None:
    """Return a small file that is meant for programs.

    None if there is none or a page stands in its place.
    """
    try:
        answer = await http.get(url, purpose=url.rpartition("/")[2], prefix=MAX_FILE)
    except (Throttled, Offline):
        raise
    except NetworkError:
        return None
    page = (
        "html" in answer.headers.get("content-type", "").lower() or answer.body.lstrip()[:1] == b"<"
    )
    return answer if answer.ok and not page else None
