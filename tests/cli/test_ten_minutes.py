"""Ten minutes of the plan, done on the range to their end: what was predicted is what is found."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auditor.cli.own_range.session import practice_settings
from auditor.config import ReaderSettings, Settings
from auditor.domain.account import Claim
from auditor.domain.findings.finding import State
from auditor.domain.findings.verify import Seen
from auditor.engine.plan.wanted import Wanted
from auditor.engine.session import Session
from auditor.practice.range import PracticeRange
from auditor.report import files
from auditor.report.json import documents
from auditor.report.json import plan as plan_documents
from auditor.wiring import Opening, open_session
from tests import json_shapes
from tests.browser import BROWSER, on_paper
from tests.cli.in_process import at_once
from tests.cli.owners import Owners
from tests.examples import TIMES

TEN = Wanted(10.0)
SEEDS = range(1, 6 if TIMES > 1 else 2)
"""A range of 72 photos takes two minutes of a core: five of them in `make prove`."""
MOST_SHEETS = 8
"""Sheets of paper of a report on one person of the range."""
ENOUGH = 2
"""Questions that ten minutes close on the range."""


@asynccontextmanager
async def scanned(photos: int, seed: int, *, vision: bool) -> AsyncIterator[tuple[Session, Owners]]:
    """A session of Mara alone over a small range, scanned once."""
    async with PracticeRange(photos=photos, seed=seed, same_size=not vision) as practice:
        settings = replace(
            practice_settings(Settings(), practice),
            readers=ReaderSettings(vision=vision, exiftool=False, workers=1),
        )
        opening = Opening(
            settings, None, ephemeral=True, practice_only=True, range_seed=1, wait=at_once
        )
        session = await open_session(opening, None)
        try:
            keys = {}
            for account in practice.accounts_of("mara"):
                made = await session.accounts.add(
                    account.text,
                    claim=Claim(account.claim),
                    platform=account.platform,
                    handle=account.handle,
                    again=account.handle,
                )
                keys[made.id] = account.key
            await session.scan()
            stored = [photo async for photo in session.stream_photos()]
            shown = json_shapes.check(documents.photos(stored))["photos"]
            yield session, Owners(practice, keys, shown)
        finally:
            await session.close()


async def planned(session: Session, wanted: Wanted = TEN) -> dict[str, Any]:
    made: dict[str, Any] = json_shapes.check(
        plan_documents.plan(await session.planning.plan(wanted))
    )
    return made


async def do_ten_minutes(
    photos: int, seed: int, *, vision: bool, folder: Path | None = None
) -> dict[str, Any]:
    """Do the plan of ten minutes, scan and verify, and return it.

    With a folder, the report is printed there first.
    """
    async with scanned(photos, seed, vision=vision) as (session, owners):
        if folder is not None:
            assert await sheets(session, folder) <= MOST_SHEETS
        plan = await planned(session)
        for step in plan["steps"]:
            if step["aftercare_of"] is None:
                owners.do(step)
            await session.planning.mark(step["id"], State.DONE, TEN)
        settled = {finding for step in plan["steps"] for finding in step["settles"]}
        done = await session.verifying.verify(sorted(settled))
        assert {result.finding for result in done.results} == settled
        open_still = [result for result in done.results if not result.settled]
        assert [each for each in open_still if each.state is not Seen.STILL_THERE] == []
        await session.scan()
        answers = {each.id.value: each.state.value for each in await session.answers.answers()}
        assert answers == plan["after"]
        assert open_still == []
        return plan


async def sheets(session: Session, folder: Path) -> int:
    """Return on how many sheets the full report is printed; 0 without a browser."""
    page = folder / "report.html"
    await files.save(page, files.pieces(session, "html", full=True))
    return on_paper(page, folder / "profile") if BROWSER is not None else 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
async def test_ten_minutes_do_what_was_predicted(seed: int, tmp_path: Path) -> None:
    plan = await do_ten_minutes(72, seed, vision=True, folder=tmp_path if seed == 1 else None)
    first, second = plan["steps"][:2]
    assert (first["critical"], first["change"], first["minutes"]) == (True, "remove", 1.0)
    assert "passport" in first["about"]
    assert second["aftercare_of"] == first["id"]
    assert plan["minutes"] <= TEN.minutes
    closed = [
        question
        for question, state in plan["after"].items()
        if state == "not-seen" and plan["now"][question] != "not-seen"
    ]
    assert len(closed) >= ENOUGH


@pytest.mark.usefixtures("kept_readers")
async def test_ten_minutes_without_faces_and_words() -> None:
    await do_ten_minutes(12, 3, vision=False)
