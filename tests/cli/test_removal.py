"""Looking again after the plan was done: `verify` says "gone" of nothing that is there."""

from __future__ import annotations

import pytest

from auditor.domain.findings.finding import State
from auditor.engine.session import Session
from auditor.report.json import verify as verify_documents
from tests import json_shapes
from tests.cli.test_ten_minutes import TEN, planned, scanned


async def found(session: Session) -> set[str]:
    return {finding.id for finding in await session.findings()}


async def look_at_all(photos: int, seed: int, *, vision: bool = False) -> None:
    """Do the plan of ten minutes, look at everything, and hold it against the next scan."""
    async with scanned(photos, seed, vision=vision) as (session, owners):
        plan, before = await planned(session), await found(session)
        for step in plan["steps"]:
            if step["aftercare_of"] is None:
                owners.do(step)
            await session.planning.mark(step["id"], State.DONE, TEN)
        promised = {finding for step in plan["steps"] for finding in step["settles"]}
        assert promised
        every = await session.verifying.verify(all_open=True)
        seen = {finding.id: finding for finding in await session.findings()}
        gone = {result.finding for result in every.results if result.settled} | promised
        await session.scan()
        left = await session.findings()
        missing = before - {finding.id for finding in left}
        assert gone <= missing, gone - missing
        for copied in missing - gone:
            # A copy under a new address is a new photo: what still ties it is told of that one.
            assert any(each.check == seen[copied].check and each.id not in before for each in left)
        assert promised <= {result.finding for result in await session.verifying.history()}
        document = json_shapes.check(verify_documents.verify(every))
        assert all(
            {"finding", "state", "checked_at"} <= result.keys() for result in document["results"]
        )


@pytest.mark.usefixtures("kept_readers")
async def test_verify_sees_exactly_what_is_gone() -> None:
    await look_at_all(photos=12, seed=3)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 5])
async def test_it_does_on_larger_ranges_too(seed: int) -> None:
    await look_at_all(photos=36, seed=seed)
