"""The list of findings: groups are counted, rows read in sight, and many are marked at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.findings.finding import Finding, Severity, State
from auditor.domain.findings.tally import Tally
from auditor.domain.views import FindingQuery
from auditor.tui.base.messages import Route
from auditor.tui.screens.findings import FindingsPage
from auditor.tui.widgets.pages import PAGE, FoldedRows, Group
from auditor.tui.widgets.row_list import RowList
from tests.fakes import people
from tests.fakes.session import FakeSession
from tests.tui.conftest import OpenStage, Stage

MANY = {Severity.CRITICAL: 75, Severity.HIGH: 40_000, Severity.MEDIUM: 160_000}


class ManyFindings(FakeSession):
    """One check of so many findings for each severity, made when they are asked for."""

    async def tallies(self) -> tuple[Tally, ...]:
        account = people.ACCOUNTS[0].id
        return tuple(
            Tally(account, f"check-{severity}", severity, State.OPEN, count)
            for severity, count in MANY.items()
        )

    async def finding_page(
        self, query: FindingQuery, offset: int, limit: int
    ) -> tuple[Finding, ...]:
        self.fetched.append((offset, limit))
        assert query.severity is not None
        usual = people.findings()[0]
        seen = replace(usual.observation, severity=query.severity)
        places = range(offset, min(offset + limit, MANY[query.severity]))
        return tuple(
            replace(usual, id=f"f{query.severity}-{place}", observation=seen) for place in places
        )


def rows_of(s: Stage) -> RowList[Finding | Group]:
    return s.app.screen.query_one(RowList)


async def test_200_000_findings_cost_a_few_pages(stage: OpenStage) -> None:
    async with stage(ManyFindings()) as s:
        await s.go(Route.FINDINGS)
        rows = rows_of(s)
        assert rows.count == sum(MANY.values()) + len(MANY)
        assert s.session.fetched == [(0, 75), (0, PAGE - 77)], "the groups on the first page"
        assert "critical 75 findings" in s.flat()
        await s.press("end")
        assert isinstance(rows.row, Finding)
        assert rows.row.id == f"f2-{MANY[Severity.MEDIUM] - 1}"
        rows.cursor = 76
        await s.settle()
        assert isinstance(rows.row, Group)
        await s.press("enter")
        assert rows.count == MANY[Severity.MEDIUM] + 75 + len(MANY)
        assert sum(limit for _offset, limit in s.session.fetched) <= 10 * PAGE
        assert "findings" not in s.session.calls, "never all of them"


async def test_coming_back_finds_the_same_row(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.FINDINGS)
        await s.press("end")
        kept = rows_of(s).row
        assert isinstance(kept, Finding)
        await s.go(Route.OVERVIEW)
        await s.go(Route.FINDINGS)
        assert rows_of(s).row == kept
        await s.press("b", "t")
        assert isinstance(rows_of(s).row, Group)


async def test_what_is_marked_leaves_the_cursor_where_it_stood(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.FINDINGS)
        rows = rows_of(s)
        place = next(
            at
            for at in range(rows.count)
            if isinstance(row := rows.at(at), Group) and row.count > 1
        )
        rows.cursor = place + 1
        await s.settle()
        following = rows.at(place + 2)
        await s.press("d")
        assert rows.row == following
        await s.press("ctrl+z")
        assert rows.row == following
        assert s.session.calls[-1] != "findings"


async def test_a_thousand_are_marked_in_one_call(stage: OpenStage) -> None:
    async with stage(ManyFindings()) as s:
        await s.go(Route.FINDINGS)
        rows_of(s).picked = {f"f2-{place}" for place in range(1000)}
        page = s.app.screen
        assert isinstance(page, FindingsPage)
        page.action_mark("done")
        await s.settle()
        assert [call for call in s.session.calls if call.startswith("mark")] == [
            "mark_all 1000 done"
        ]
        assert "1000 findings: done." in s.flat()


_GROUPS = st.lists(st.tuples(st.integers(1, 9), st.booleans()), max_size=7)


@given(_GROUPS, st.integers(0, 70), st.integers(0, 30))
def test_lines_are_those_of_the_whole_list(
    drawn: list[tuple[int, bool]], offset: int, limit: int
) -> None:
    groups = [
        Group(f"g{number}", "", Severity.LOW, count, folded)
        for number, (count, folded) in enumerate(drawn)
    ]
    asked = []

    async def read(group: Group, place: int, number: int) -> Sequence[str]:
        asked.append(number)
        assert place + number <= group.count
        return [f"{group.key}-{at}" for at in range(place, place + number)]

    rows = FoldedRows(groups, read)
    whole: list[str | Group] = []
    for group in groups:
        assert rows.line(group.key) == len(whole)
        whole.append(group)
        for at in range(0 if group.folded else group.count):
            assert rows.line(group.key, at) == len(whole)
            whole.append(f"{group.key}-{at}")
    assert rows.count == len(whole)
    assert asyncio.run(rows.fetch(offset, limit)) == whole[offset : offset + limit]
    assert sum(asked) <= limit
    first = next((at for at, line in enumerate(whole) if isinstance(line, str)), 0)
    assert rows.first() == first
    assert rows.line("none") is None
