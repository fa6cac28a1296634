"""The way out works.

What the plan predicts is what the next scan finds, and `verify` sees exactly what is gone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from auditor.cli.practice_session import practice_settings
from auditor.config import ReaderSettings, Settings
from auditor.domain.account import Claim
from auditor.domain.findings.finding import State
from auditor.domain.findings.verify import Seen
from auditor.engine.session import Session
from auditor.practice.range import PracticeRange
from auditor.report.json import documents
from auditor.report.json import plan as plan_documents
from auditor.report.json import verify as verify_documents
from auditor.wiring import Opening, open_session
from tests import json_shapes
from tests.cli.in_process import at_once
from tests.cli.owners import Owners


@asynccontextmanager
async def scanned(
    photos: int, seed: int, *, vision: bool = False
) -> AsyncIterator[tuple[Session, Owners]]:
    """A session over a small range, scanned once, and the people of that range."""
    async with PracticeRange(photos=photos, seed=seed, same_size=True) as practice:
        settings = replace(
            practice_settings(Settings(), practice),
            readers=ReaderSettings(vision=vision, exiftool=False, workers=1),
        )
        session = await open_session(
            Opening(settings, None, ephemeral=True, practice_only=True, wait=at_once), None
        )
        try:
            keys = {}
            for account in practice.accounts:
                made = await session.accounts.add(
                    account.text,
                    claim=Claim(account.claim),
                    platform=account.platform,
                    handle=account.handle,
                )
                keys[made.id] = account.key
            await session.scan()
            stored = [photo async for photo in session.stream_photos()]
            yield (
                session,
                Owners(practice, keys, json_shapes.check(documents.photos(stored))["photos"]),
            )
        finally:
            await session.close()


async def planned(session: Session) -> dict[str, Any]:
    made: dict[str, Any] = json_shapes.check(plan_documents.plan(await session.planning.plan()))
    return made


async def found(session: Session) -> set[str]:
    return {finding.id for finding in await session.findings()}


async def first_three(photos: int, seed: int, *, vision: bool = False) -> None:
    """Do the first three steps and look whether everything is as it was predicted."""
    async with scanned(photos, seed, vision=vision) as (session, owners):
        plan, before = await planned(session), await found(session)
        first = [step for step in plan["steps"] if step["id"] in plan["first"]]
        assert [step["id"] for step in first] == plan["first"]
        assert len(first) == 3
        assert plan["now"]["score"] + sum(
            step["effect"]["score"] for step in first
        ) == pytest.approx(plan["predicted"]["score"], abs=0.03)
        for step in first:
            owners.do(step)
            await session.planning.mark(step["id"], State.DONE)
        promised = {finding for step in first for finding in step["findings"]}
        done = await session.verifying.verify()
        assert {result.finding for result in done.results} == promised
        assert {result.state for result in done.results} <= {
            Seen.GONE_HERE,
            Seen.SMALLER_NOW,
            Seen.STILL_THERE,  # as a clean copy
        }
        assert all(result.settled for result in done.results)
        every = await session.verifying.verify(all_open=True)
        seen = {finding.id: finding for finding in await session.findings()}
        gone = {result.finding for result in every.results if result.settled} | promised
        await session.scan()
        left = await found(session)
        assert gone <= before - left, [
            result for result in every.results if result.finding in gone - (before - left)
        ]
        for copied in (
            before - left - gone
        ):  # a copy under a new address is a new photo: what still ties it is told of that one
            assert any(
                each.check == seen[copied].check and each.id not in before
                for each in await session.findings()
            )
        now = (await planned(session))["now"]
        assert now["score"] == pytest.approx(plan["predicted"]["score"], abs=0.02)
        assert (now["tier"], now["links"]) == (
            plan["predicted"]["tier"],
            plan["predicted"]["links"],
        )
        assert promised <= {result.finding for result in await session.verifying.history()}
        document = json_shapes.check(verify_documents.verify(every))
        assert all(
            {"finding", "state", "checked_at"} <= result.keys() for result in document["results"]
        )


@pytest.mark.usefixtures("kept_readers")
async def test_the_first_three_steps_do_what_was_predicted() -> None:
    await first_three(photos=12, seed=3)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 5])
async def test_they_do_on_larger_ranges_too(seed: int) -> None:
    await first_three(photos=36, seed=seed)


@pytest.mark.slow
async def test_the_likeness_tier_becomes_what_was_predicted() -> None:
    await first_three(photos=36, seed=1, vision=True)
